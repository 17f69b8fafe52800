import type { CDPSession, Page } from 'playwright-core';

/** What a page holds after its garbage was collected. */
export interface Held {
  /** MB of script objects, and of the columns and pixels that they stand for. */
  heap: number;
  columns: number;
  nodes: number;
  listeners: number;
  /** Objects on the graphics card that script still holds and did not delete, and the MB they take there. */
  buffers: number;
  textures: number;
  programs: number;
  card: number;
  contexts: number;
}

type OnCard = Pick<Held, 'buffers' | 'textures' | 'programs' | 'card' | 'contexts'>;
declare global {
  interface Window {
    heldOnCard: () => OnCard;
  }
}

/**
 * Runs in the page before anything else: knows what was made on the graphics card, by weak references,
 * so that what script let go of without deleting it, as with a lost context, does not count.
 */
function watchCard(): void {
  type Made = { of: WeakRef<object>; bytes: number };
  const all: Record<string, Set<Made>> = {};
  const known = new WeakMap<object, Made>();
  const keep = (kind: string, made: object | null) => {
    if (made === null) return;
    const entry = { of: new WeakRef(made), bytes: 0 };
    known.set(made, entry);
    all[kind] ??= new Set();
    all[kind].add(entry);
  };
  const size = (made: object | null, bytes: number) => {
    const entry = made && known.get(made);
    if (entry) entry.bytes = bytes;
  };
  type Call = (this: WebGL2RenderingContext, ...args: never[]) => object | null;
  const proto = WebGL2RenderingContext.prototype as unknown as Record<string, Call>;
  const wrap = (
    name: string,
    after: (gl: WebGL2RenderingContext, args: unknown[], result: object | null) => void,
  ) => {
    const call = proto[name] as Call;
    proto[name] = function (...args) {
      const result = call.apply(this, args);
      after(this, args, result);
      return result;
    };
  };
  for (const kind of ['Buffer', 'Texture', 'Program']) {
    wrap(`create${kind}`, (_gl, _args, made) => keep(kind, made));
    wrap(`delete${kind}`, (_gl, [made]) => {
      const entry = known.get((made ?? {}) as object);
      if (entry) all[kind]?.delete(entry);
    });
  }
  wrap('bufferData', (gl, [target, data]) => {
    const bound =
      target === gl.ELEMENT_ARRAY_BUFFER
        ? gl.ELEMENT_ARRAY_BUFFER_BINDING
        : target === gl.ARRAY_BUFFER
          ? gl.ARRAY_BUFFER_BINDING
          : gl.UNIFORM_BUFFER_BINDING;
    const bytes = typeof data === 'number' ? data : ((data as ArrayBufferView)?.byteLength ?? 0);
    size(gl.getParameter(bound), bytes);
  });
  const pixels = (gl: WebGL2RenderingContext, wide: number, high: number) =>
    size(gl.getParameter(gl.TEXTURE_BINDING_2D), 4 * wide * high);
  wrap('texImage2D', (gl, [target, level, , ...rest]) => {
    if (target !== gl.TEXTURE_2D || level !== 0) return;
    const source = rest[2] as { width: number; height: number };
    if (rest.length > 3) pixels(gl, rest[0] as number, rest[1] as number);
    else pixels(gl, source.width, source.height);
  });
  wrap('texStorage2D', (gl, [target, , , wide, high]) => {
    if (target === gl.TEXTURE_2D) pixels(gl, wide as number, high as number);
  });
  const context = HTMLCanvasElement.prototype.getContext as (...args: unknown[]) => object | null;
  HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...args: unknown[]) {
    const made = context.apply(this, args);
    if (args[0] === 'webgl2' && made !== null && !known.has(made)) keep('Context', made);
    return made;
  } as typeof HTMLCanvasElement.prototype.getContext;

  window.heldOnCard = () => {
    let bytes = 0;
    const count = (kind: string) => {
      for (const entry of all[kind] ?? [])
        if (entry.of.deref() === undefined) all[kind]?.delete(entry);
        else bytes += entry.bytes;
      return all[kind]?.size ?? 0;
    };
    const [buffers, textures, programs] = [count('Buffer'), count('Texture'), count('Program')];
    return { buffers, textures, programs, contexts: count('Context'), card: bytes / 1e6 };
  };
}

/** Watches what a page holds; call before the page goes anywhere. */
export async function watchMemory(page: Page): Promise<() => Promise<Held>> {
  // tsx gives functions their names by a helper, which the page has not
  await page.addInitScript(`{ const __name = (of) => of; (${watchCard})(); }`);
  const cdp: CDPSession = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.enable');
  return async () => {
    // finalisers run after the first collection, and what they let go is collected by the second
    for (let n = 0; n < 2; n += 1) {
      await cdp.send('HeapProfiler.collectGarbage');
      await page.evaluate(() => new Promise((resume) => setTimeout(resume, 100)));
    }
    const card = await page.evaluate(() => window.heldOnCard());
    const usage = (await cdp.send('Runtime.getHeapUsage')) as {
      usedSize: number;
      backingStorageSize: number;
    };
    const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters');
    return {
      heap: usage.usedSize / 1e6,
      columns: usage.backingStorageSize / 1e6,
      ...{ nodes, listeners: jsEventListeners, ...card },
    };
  };
}
