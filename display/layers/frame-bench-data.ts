import type { DeploymentView } from '../../config/contract/api.ts';

/** Open cases as columns, and what changes of them a tick. */
export interface BenchData {
  count: number;
  columns: {
    lon: Float64Array;
    lat: Float64Array;
    light: Uint8Array;
    receivedAt: Float64Array;
  };
}
/**
 * `line`: nothing; `marks`: every case as a mark and nothing else; `map`: the marks with all other layers
 * of the map; `wall`: the map as a wall has it, with the density of so many cases, and twenty live charts.
 */
export type Shown = 'line' | 'marks' | 'map' | 'wall' | 'deck by columns' | 'deck by accessors';
/** Pixels. */
export const SIZE = { width: 3840, height: 2160 };

export interface BenchOptions {
  shown: Shown;
  seconds: number;
}

/** Milliseconds: of all callbacks of every frame, and of every tick. */
export interface BenchTimes {
  frames: number[];
  ticks: number[];
  /** Of the frames that draw a tick first, in the order of the ticks. */
  drawn: number[];
  /** Draw calls of a frame, on average. */
  draws: number;
  /** Bytes sent to the graphics card a tick, on average. */
  sent: number;
}

const TICK_MS = 100;
/** A tick changes every tenth case. */
const STEP = 10;
const LIGHTS = 5;
/** First frames, left out. */
const WARM_UP = 20;
const BOX = { west: 120.555, east: 120.6, south: 31.363, north: 31.408 };

/** The same cases every time: a small generator of our own, for the browser has none with a seed. */
export function casesOf(count: number): BenchData {
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const column = (of: () => number) => Float64Array.from({ length: count }, of);
  return {
    count,
    columns: {
      lon: column(() => BOX.west + random() * (BOX.east - BOX.west)),
      lat: column(() => BOX.south + random() * (BOX.north - BOX.south)),
      light: Uint8Array.from({ length: count }, () => Math.floor(random() * LIGHTS)),
      receivedAt: column(() => Date.now() - random() * 30 * 86_400_000),
    },
  };
}

/** Ticks in each of which a tenth of the cases gets another light, as often as they are told all over again. */
export function ticksOf({ count, columns }: BenchData) {
  return Array.from({ length: STEP * LIGHTS }, (_, tick) => {
    const slot = Uint32Array.from({ length: count / STEP }, (_, n) => n * STEP + (tick % STEP));
    const turn = Math.floor(tick / STEP) + 1;
    return { slot, light: Uint8Array.from(slot, (n) => (columns.light[n]! + turn) % LIGHTS) };
  });
}

declare global {
  interface Window {
    /** Milliseconds of script by frame: all its callbacks. */
    frameMs: Map<number, number>;
    drawn: number;
    /** Bytes. */
    sent: number;
    startBench: (
      deployment: DeploymentView,
      count: number,
      options: BenchOptions,
    ) => Promise<BenchTimes>;
  }
}

/** Runs in the page before anything else: times frames, and draws nothing (only counts), since a
 * software renderer would measure itself. */
export const WATCH = `
const ask = requestAnimationFrame.bind(window);
window.frameMs = new Map();
window.requestAnimationFrame = (run) => ask((at) => {
  const begun = performance.now();
  run(at);
  frameMs.set(at, (frameMs.get(at) ?? 0) + performance.now() - begun);
});
window.drawn = 0;
// nothing is seen, so that the compositor, in software too, has nothing to do either
addEventListener('DOMContentLoaded', () => { document.body.style.visibility = 'hidden'; });
for (const name of ['drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced', 'drawRangeElements'])
  WebGL2RenderingContext.prototype[name] = () => { window.drawn += 1; };
window.sent = 0;
const { bufferSubData, texSubImage2D } = WebGL2RenderingContext.prototype;
Object.assign(WebGL2RenderingContext.prototype, {
  bufferSubData(...of) {
    const [, , data, , entries] = of;
    window.sent += entries ? entries * data.BYTES_PER_ELEMENT : data.byteLength;
    return bufferSubData.apply(this, of);
  },
  texSubImage2D(...of) {
    window.sent += of.at(-1).byteLength ?? 0;
    return texSubImage2D.apply(this, of);
  },
});
`;

/** Runs `frame` before every frame and `tick` ten times a second, and tells how long both took. */
export async function timed(
  seconds: number,
  tick: () => void,
  frame: (at: number) => void,
): Promise<BenchTimes> {
  const ticks: number[] = [];
  const drawing: number[] = [];
  let fresh = false;
  const timer = setInterval(() => {
    const begun = performance.now();
    tick();
    ticks.push(performance.now() - begun);
    fresh = true;
  }, TICK_MS);
  const until = performance.now() + seconds * 1000;
  window.frameMs.clear();
  const { drawn, sent } = window;
  await new Promise<void>((done) => {
    const loop = (at: number) => {
      if (at > until) return done();
      if (fresh) drawing.push(at);
      fresh = false;
      frame(at);
      requestAnimationFrame(loop);
    };
    requestAnimationFrame(loop);
  });
  clearInterval(timer);
  const frames = [...window.frameMs.values()];
  return {
    frames: frames.slice(WARM_UP),
    ticks: ticks.slice(2),
    drawn: drawing.slice(2).map((at) => window.frameMs.get(at) ?? 0),
    draws: (window.drawn - drawn) / frames.length,
    sent: (window.sent - sent) / ticks.length,
  };
}
