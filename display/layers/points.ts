import { Column } from '../stage/column.ts';
import { ColumnMesh, Columns } from '../stage/mesh.ts';
import { rgb } from '../stage/palette.ts';

export interface Point {
  x: number;
  y: number;
  colour: number;
  /** What the layer's shader makes of it: a shape, a time. */
  kind: number;
  /** Diameter in CSS pixels. */
  size: number;
}

const FIRST_ROOM = 64;

/**
 * Some hundred points at most, written anew when they change, with the given fragment body. It sees
 * `ink`, `vKind`, `uTime`, `p` (−1 … 1 within the point) and `px` (one pixel in units of p), and sets
 * `alpha`. GL points and not instanced quads: on renderers without a GPU they are ten times as fast.
 */
export class Points {
  readonly mesh: ColumnMesh;
  #room = FIRST_ROOM;
  readonly #place = new Column(new Float32Array(2 * FIRST_ROOM));
  /** Red, green, blue, kind. */
  readonly #ink = new Column(new Float32Array(4 * FIRST_ROOM));
  readonly #size = new Column(new Float32Array(FIRST_ROOM));

  constructor(fragmentBody: string, resolution: number) {
    const columns = new Columns('point-list', {
      aPosition: { column: this.#place, format: 'float32x2' },
      aInk: { column: this.#ink, format: 'float32x4' },
      aSize: { column: this.#size, format: 'float32' },
    });
    this.mesh = new ColumnMesh(columns, {
      vertex: VERTEX,
      fragment: fragment(fragmentBody),
      uniforms: {
        uTime: { value: 0, type: 'f32' },
        uPixelRatio: { value: resolution, type: 'f32' },
      },
    });
    this.mesh.visible = false;
  }

  write(points: readonly Point[]): void {
    if (points.length > this.#room) this.#grow(points.length);
    const [place, ink, size] = [this.#place.data, this.#ink.data, this.#size.data];
    points.forEach((point, n) => {
      place.set([point.x, point.y], 2 * n);
      ink.set([...rgb(point.colour), point.kind], 4 * n);
      size[n] = point.size;
    });
    // what lies beyond has no size, and is not drawn
    size.fill(0, points.length);
    this.#place.touch(0, 2 * points.length);
    this.#ink.touch(0, 4 * points.length);
    this.#size.touch(0, this.#room);
    this.mesh.visible = points.length > 0;
  }

  /** @param time seconds */
  setTime(time: number): void {
    this.mesh.set({ uTime: time });
  }

  #grow(least: number): void {
    this.#room = 2 ** Math.ceil(Math.log2(least));
    this.#place.replace(new Float32Array(2 * this.#room));
    this.#ink.replace(new Float32Array(4 * this.#room));
    this.#size.replace(new Float32Array(this.#room));
  }
}

const VERTEX = `
in vec2 aPosition;
in vec4 aInk;
in float aSize;
uniform float uPixelRatio;
out vec3 vInk;
out float vKind;
out float vSize;
void main() {
  gl_Position = aSize > 0.0 ? vec4(placed(aPosition), 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
  gl_PointSize = aSize * uPixelRatio;
  vInk = aInk.rgb;
  vKind = aInk.a;
  vSize = aSize * uPixelRatio;
}`;

const fragment = (body: string) => `
in vec3 vInk;
in float vKind;
in float vSize;
uniform float uTime;
void main() {
  vec2 p = gl_PointCoord * 2.0 - 1.0;
  float px = 2.0 / vSize;
  float alpha = 0.0;
  vec3 ink = vInk;
  ${body}
  colour = vec4(ink * alpha, alpha);
}`;
