import { Container, Ticker, WebGLRenderer } from 'pixi.js';

/** Something that moves for a while. */
export interface Moving {
  /** Sets the state at `at` (performance time, ms); false once there is nothing left to move. */
  step(at: number): boolean;
}

export interface Stage {
  canvas: HTMLCanvasElement;
  root: Container;
  /** Draws before the next frame. Nothing is drawn without it: a calm wall costs nothing. */
  invalidate(): void;
  /** Draws steadily until every moving part is at rest. */
  move(moving: Moving): void;
  /** CSS pixels. */
  resize(width: number, height: number): void;
  destroy(): void;
}

/** A pulse is as calm at 30 frames a second, for half the work. */
const STEP_MS = 1000 / 30 - 2;

/** A WebGL2 canvas that draws only when told to. A lost context is drawn again when it is back. */
export async function createStage(resolution: number): Promise<Stage> {
  const renderer = new WebGLRenderer();
  await renderer.init({
    width: 16,
    height: 16,
    resolution,
    autoDensity: true,
    antialias: true,
    backgroundAlpha: 0,
    preferWebGLVersion: 2,
  });
  // Pixi's own clocks (pointer events, texture collection) ask for every frame, and here nothing needs them.
  for (const ticker of [Ticker.system, Ticker.shared]) {
    ticker.autoStart = false;
    ticker.stop();
  }
  const root = new Container();
  const moving = new Set<Moving>();
  let frame: number | null = null;
  let dirty = false;
  let stepped = 0;

  const loop = (at: number) => {
    frame = null;
    if (moving.size > 0 && at - stepped >= STEP_MS) {
      stepped = at;
      dirty = true;
      for (const part of moving) if (!part.step(at)) moving.delete(part);
    }
    if (dirty) {
      dirty = false;
      renderer.render({ container: root });
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
  renderer.canvas.addEventListener('webglcontextrestored', () => {
    // Pixi uploads everything anew in its own listener; draw after it.
    setTimeout(invalidate);
  });

  return {
    canvas: renderer.canvas as HTMLCanvasElement,
    root,
    invalidate,
    move(part) {
      moving.add(part);
      ask();
    },
    resize(width, height) {
      renderer.resize(width, height);
      invalidate();
    },
    destroy() {
      if (frame !== null) cancelAnimationFrame(frame);
      moving.clear();
      root.destroy({ children: true });
      renderer.destroy();
    },
  };
}
