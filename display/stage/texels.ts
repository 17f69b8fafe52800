import { BufferImageSource } from 'pixi.js';
import type { Column, Touched } from './column.ts';

const WIDTH = 1024;

/** Reads the entry of the vertex that is drawn from the texture of its column. */
export const ENTRY = `
float entryOf(sampler2D column) {
  ivec2 at = ivec2(gl_VertexID % ${WIDTH}, gl_VertexID / ${WIDTH});
  return floor(texelFetch(column, at, 0).r * 255.0 + 0.5);
}
`;

/**
 * A column of bytes on the graphics card, one a vertex, of which only what was touched is sent. A texture:
 * attributes are words there, and single bytes are a quarter of what is sent of them.
 */
export class Texels {
  readonly source: BufferImageSource;
  readonly #column: Column<Uint8Array>;
  readonly #touched: Touched;

  /** @param column of a multiple of 1,024 entries */
  constructor(column: Column<Uint8Array>) {
    this.#column = column;
    this.#touched = column.read();
    this.source = new BufferImageSource({
      ...{ resource: column.data, width: WIDTH, height: column.data.length / WIDTH },
      ...{ format: 'r8unorm', alphaMode: 'no-premultiply-alpha', scaleMode: 'nearest' },
    });
  }

  flush(): void {
    const { from, to } = this.#touched;
    if (to <= from) return;
    const { data } = this.#column;
    if (this.source.resource === data) this.source.update(from, to);
    else {
      this.source.resource = data;
      this.source.resize(WIDTH, data.length / WIDTH);
    }
    this.#touched.from = Number.POSITIVE_INFINITY;
    this.#touched.to = 0;
  }

  destroy(): void {
    this.#column.release(this.#touched);
    this.source.destroy();
  }
}
