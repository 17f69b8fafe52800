import { Buffer, BufferUsage, Geometry, GlProgram, Mesh, Shader, type Topology } from 'pixi.js';
import type { Column, Touched } from './column.ts';
import { ENTRY, Texels } from './texels.ts';

/** A column of a mesh and what the graphics card is to take its entries for. */
export interface Attribute {
  column: Column<Float32Array | Uint8Array | Int32Array>;
  format: 'float32' | 'float32x2' | 'float32x4' | 'unorm8x4' | 'sint32x2';
}

/** Columns of one byte a vertex, by the name of the sampler with which `entryOf` reads them. */
type Bytes = Record<string, Column<Uint8Array>>;

type Uniforms = Record<
  string,
  { value: number | Float32Array; type: 'f32' | 'vec2<f32>' | 'vec3<f32>' | 'vec4<f32>' }
>;

/** Gives the place in clip space of a place on the plane, and the size of CSS pixels in it. */
export const PLACED = `
uniform mat3 uProjectionMatrix;
uniform mat3 uWorldTransformMatrix;
uniform mat3 uTransformMatrix;
vec2 placed(vec2 at) {
  return (uProjectionMatrix * uWorldTransformMatrix * uTransformMatrix * vec3(at, 1.0)).xy;
}
vec2 pixels(vec2 size) { return (uProjectionMatrix * vec3(size, 0.0)).xy; }
`;

/** A column on the graphics card, of which only what was touched since the last draw is sent. */
class Sent {
  readonly buffer: Buffer;
  readonly #column: Attribute['column'];
  readonly #touched: Touched;

  constructor(column: Attribute['column']) {
    this.#column = column;
    this.#touched = column.read();
    const { data } = column;
    this.buffer = new Buffer({ data, usage: BufferUsage.VERTEX | BufferUsage.COPY_DST });
  }

  /** Has what was touched sent with the draw that follows. */
  flush(): void {
    const { from, to } = this.#touched;
    if (to <= from) return;
    const { data } = this.#column;
    if (this.buffer.data !== data) this.buffer.data = data;
    // whole words: the card wants offsets that fit its types
    const bytes = data.BYTES_PER_ELEMENT;
    const first = Math.floor((from * bytes) / 4) * 4;
    this.buffer.update(Math.min(Math.ceil((to * bytes) / 4) * 4, data.byteLength) - first, first);
    this.#touched.from = Number.POSITIVE_INFINITY;
    this.#touched.to = 0;
  }

  release(): void {
    this.#column.release(this.#touched);
  }
}

/** A geometry of columns, which it keeps up to date on the graphics card. */
export class Columns {
  readonly geometry: Geometry;
  readonly bytes: Readonly<Record<string, Texels>>;
  readonly #sent: Sent[];

  /** The first column must be of floats: the renderer counts the vertices by it. */
  constructor(
    topology: Topology,
    attributes: Record<string, Attribute>,
    { indices, bytes = {} }: { indices?: Uint32Array; bytes?: Bytes } = {},
  ) {
    this.bytes = Object.fromEntries(
      Object.entries(bytes).map(([name, column]) => [name, new Texels(column)]),
    );
    this.geometry = new Geometry({ topology, ...(indices ? { indexBuffer: indices } : {}) });
    this.#sent = Object.entries(attributes).map(([name, { column, format }]) => {
      const one = new Sent(column);
      this.geometry.addAttribute(name, { buffer: one.buffer, format });
      return one;
    });
  }

  flush(): void {
    for (const one of this.#sent) one.flush();
    for (const name in this.bytes) this.bytes[name]!.flush();
  }

  /** Gives up what it holds on the graphics card. Meshes may share columns: the first one ends them. */
  destroy(): void {
    for (const one of this.#sent.splice(0)) one.release();
    if (!this.geometry.attributes) return;
    this.geometry.destroy(true);
    for (const one of Object.values(this.bytes)) one.destroy();
  }
}

/**
 * A mesh with a shader of ours. Both texts begin after `#version 300 es`, without which the renderer
 * would take them for those of WebGL 1 and draw nothing. The fragment text sets `colour`, premultiplied.
 */
export class ColumnMesh extends Mesh<Geometry, Shader> {
  readonly #columns: Columns;

  constructor(columns: Columns, shader: { vertex: string; fragment: string; uniforms?: Uniforms }) {
    super({
      geometry: columns.geometry,
      shader: new Shader({
        glProgram: GlProgram.from({
          vertex: `#version 300 es\n${PLACED}${ENTRY}${shader.vertex}`,
          fragment: `#version 300 es\nprecision highp float;\nout vec4 colour;\n${shader.fragment}`,
        }),
        resources: {
          own: shader.uniforms ?? { uUnused: { value: 0, type: 'f32' } },
          ...Object.fromEntries(
            Object.entries(columns.bytes).map(([name, { source }]) => [name, source]),
          ),
        },
      }),
    });
    this.#columns = columns;
    // A hidden mesh is not drawn, and what it flushed would be lost.
    this.onRender = () => {
      if (this.visible) columns.flush();
    };
  }

  set(uniforms: Record<string, number | Float32Array>): void {
    Object.assign(this.shader?.resources.own.uniforms, uniforms);
  }

  override destroy(): void {
    this.onRender = null;
    super.destroy();
    this.#columns.destroy();
  }
}
