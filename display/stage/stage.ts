import { Container, Ticker, WebGLRenderer } from 'pixi.js';

/** Something that moves for a while. */
export interface Moving {
  /** Sets the state at `at` (performance time, ms); false once there is nothing left to move. */
  step(at: number): boolean;
}

export interface Stage {
  /** Holds the canvas; a lost one is replaced in it. */
  element: HTMLElement;
  root: Container;
  /** Draws before the next frame. Nothing is drawn without it: a calm wall costs nothing. */
  invalidate(): void;
  /** Draws steadily until every moving part is at rest. */
  move(moving: Moving): void;
  /** CSS pixels. */
  resize(width: number, height: number): void;
  destroy(): void;
}

export interface StageOptions {
  /** Pixels of the screen for one CSS pixel. */
  resolution: number;
  /** Called when the graphics context was lost, and again when the map is drawn anew after `ms`. */
  healed?: (ms: number) => void;
}

/** A pulse is as calm at 30 frames a second, for half the work. */
const STEP_MS = 1000 / 30 - 2;
/** Pause before a context is asked for again where none was to be had. */
const AGAIN_MS = 500;

async function createRenderer(resolution: number): Promise<WebGLRenderer> {
  const renderer = new WebGLRenderer();
  await renderer.init({
    width: 16,
    height: 16,
    resolution,
    autoDensity: true,
    // edges are smoothed by the layers' own shaders, at no cost to the fill rate
    antialias: false,
    backgroundAlpha: 0,
    preferWebGLVersion: 2,
  });
  // Pixi's own clocks (pointer events, texture collection) ask for every frame, and here nothing needs them.
  for (const ticker of [Ticker.system, Ticker.shared]) {
    ticker.autoStart = false;
    ticker.stop();
  }
  return renderer;
}

/**
 * A WebGL2 canvas that draws only when told to. When the context is lost (driver, memory, another
 * page), a new canvas takes its place at once: browsers give a lost context back late or never.
 */
export async function createStage({ resolution, healed }: StageOptions): Promise<Stage> {
  const element = document.createElement('div');
  const root = new Container();
  /** What is rendered: it holds how, by one renderer, and is made anew for another. */
  let top = new Container({ children: [root] });
  const moving = new Set<Moving>();
  let renderer = await createRenderer(resolution);
  let size = { width: 16, height: 16 };
  let frame: number | null = null;
  let dirty = false;
  let stepped = 0;
  let gone = false;

  const loop = (at: number) => {
    frame = null;
    if (moving.size > 0 && at - stepped >= STEP_MS) {
      stepped = at;
      dirty = true;
      for (const part of moving) if (!part.step(at)) moving.delete(part);
    }
    if (dirty) {
      dirty = false;
      renderer.render({ container: top });
    }
    if (moving.size > 0) ask();
  };
  const ask = () => {
    frame ??= requestAnimationFrame(loop);
  };
  const invalidate = () => {
    dirty = true;
    ask();
  };

  const replace = async () => {
    const lostAt = performance.now();
    for (let fresh: WebGLRenderer | null = null; fresh === null && !gone; ) {
      fresh = await createRenderer(resolution).catch(() => null);
      if (fresh === null) await new Promise((resume) => setTimeout(resume, AGAIN_MS));
      else if (gone) fresh.destroy({ removeView: true });
      else {
        const lost = renderer;
        renderer = fresh;
        lost.canvas.removeEventListener('webglcontextlost', onLost);
        adopt();
        top = new Container({ children: [root] });
        renderer.render({ container: top });
        lost.destroy({ removeView: true });
        healed?.(performance.now() - lostAt);
      }
    }
  };
  const onLost = () => void replace();
  const adopt = () => {
    renderer.canvas.addEventListener('webglcontextlost', onLost);
    renderer.resize(size.width, size.height);
    element.replaceChildren(renderer.canvas as HTMLCanvasElement);
  };
  adopt();

  return {
    element,
    root,
    invalidate,
    move(part) {
      moving.add(part);
      ask();
    },
    resize(width, height) {
      size = { width, height };
      renderer.resize(width, height);
      // a resized canvas is empty: it is filled in the same task, or the wall would blink
      renderer.render({ container: top });
    },
    destroy() {
      gone = true;
      if (frame !== null) cancelAnimationFrame(frame);
      moving.clear();
      renderer.canvas.removeEventListener('webglcontextlost', onLost);
      top.destroy({ children: true });
      renderer.destroy({ removeView: true });
    },
  };
}
