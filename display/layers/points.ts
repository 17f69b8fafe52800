import { Buffer, BufferUsage, Geometry, GlProgram, Mesh, Shader } from 'pixi.js';

/** Floats of a point: x, y, red, green, blue, shape or time of birth, size. */
export const STRIDE = 7;
const ATTRIBUTES = { aPosition: [0, 2], aColour: [2, 3], aKind: [5, 1], aSize: [6, 1] } as const;
const FORMATS = { 1: 'float32', 2: 'float32x2', 3: 'float32x3' } as const;

/**
 * A mesh of GL points with the given fragment body, which sees `vColour`, `vKind`, `uTime`,
 * `p` (−1 … 1 within the point) and `px` (one pixel in units of p), and sets `alpha`.
 * GL points and not instanced quads: on renderers without a GPU they are ten times as fast.
 */
export class Points {
  readonly mesh: Mesh<Geometry, Shader>;
  readonly #buffer: Buffer;
  #data = new Float32Array(64 * STRIDE);
  #count = 0;

  constructor(fragmentBody: string) {
    this.#buffer = new Buffer({
      data: this.#data,
      usage: BufferUsage.VERTEX | BufferUsage.COPY_DST,
    });
    const geometry = new Geometry({ topology: 'point-list' });
    for (const [name, [offset, size]] of Object.entries(ATTRIBUTES)) {
      geometry.addAttribute(name, {
        buffer: this.#buffer,
        format: FORMATS[size],
        stride: STRIDE * 4,
        offset: offset * 4,
      });
    }
    const shader = new Shader({
      glProgram: GlProgram.from({ vertex: VERTEX, fragment: fragment(fragmentBody) }),
      resources: {
        points: {
          uTime: { value: 0, type: 'f32' },
          uPixelRatio: { value: 1, type: 'f32' },
        },
      },
    });
    this.mesh = new Mesh<Geometry, Shader>({ geometry, shader });
    this.mesh.visible = false;
  }

  /** Room for `count` points, to be filled by the caller and then sent with `commit`. */
  room(count: number): Float32Array {
    if (this.#data.length < count * STRIDE) {
      this.#data = new Float32Array(Math.ceil(count * 1.5) * STRIDE);
    }
    this.#count = count;
    return this.#data;
  }

  /** Sends the points to the renderer. What lies beyond them in the buffer has size 0. */
  commit(): void {
    this.#data.fill(0, this.#count * STRIDE);
    this.#buffer.data = this.#data;
    this.#buffer.update();
    this.mesh.visible = this.#count > 0;
  }

  set(uniforms: { time?: number; resolution?: number }): void {
    const group = this.mesh.shader?.resources.points.uniforms;
    if (uniforms.time !== undefined) group.uTime = uniforms.time;
    if (uniforms.resolution !== undefined) group.uPixelRatio = uniforms.resolution;
  }
}

const VERTEX = `#version 300 es
in vec2 aPosition;
in vec3 aColour;
in float aKind;
in float aSize;
uniform mat3 uProjectionMatrix;
uniform mat3 uWorldTransformMatrix;
uniform mat3 uTransformMatrix;
uniform float uPixelRatio;
out vec3 vColour;
out float vKind;
out float vSize;
void main() {
  mat3 m = uProjectionMatrix * uWorldTransformMatrix * uTransformMatrix;
  vec2 at = (m * vec3(aPosition, 1.0)).xy;
  gl_Position = aSize > 0.0 ? vec4(at, 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
  gl_PointSize = aSize * uPixelRatio;
  vColour = aColour;
  vKind = aKind;
  vSize = aSize * uPixelRatio;
}`;

const fragment = (body: string) => `#version 300 es
precision highp float;
in vec3 vColour;
in float vKind;
in float vSize;
uniform float uTime;
out vec4 colour;
void main() {
  vec2 p = gl_PointCoord * 2.0 - 1.0;
  float px = 2.0 / vSize;
  float alpha = 0.0;
  vec3 ink = vColour;
  ${body}
  colour = vec4(ink * alpha, alpha);
}`;
