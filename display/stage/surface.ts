import earcut, { flatten } from 'earcut';
import type { Polygon } from './areas.ts';
import { Column } from './column.ts';
import { ColumnMesh, Columns } from './mesh.ts';
import { rgb } from './palette.ts';

const VERTEX = `
in vec2 aPosition;
in vec4 aColour;
out vec4 vColour;
void main() {
  gl_Position = vec4(placed(aPosition), 0.0, 1.0);
  vColour = aColour;
}`;

const FRAGMENT = `
in vec4 vColour;
void main() { colour = vec4(vColour.rgb * vColour.a, vColour.a); }`;

/** Filled areas of one mesh, each with a colour that can be changed alone. */
export class Surface {
  readonly mesh: ColumnMesh;
  readonly #colours: Column<Uint8Array>;
  /** First vertex of each area, and the end of the last. */
  readonly #starts: number[] = [0];

  constructor(areas: readonly { polygons: readonly Polygon[] }[]) {
    const position: number[] = [];
    const indices: number[] = [];
    for (const { polygons } of areas) {
      for (const polygon of polygons) {
        const { vertices, holes, dimensions } = flatten(
          polygon.map((ring) => ring.map(([x, y]) => [x, y])),
        );
        const first = position.length / 2;
        for (const index of earcut(vertices, holes, dimensions)) indices.push(first + index);
        for (const value of vertices) position.push(value);
      }
      this.#starts.push(position.length / 2);
    }
    this.#colours = new Column(new Uint8Array(2 * position.length));
    const columns = new Columns(
      'triangle-list',
      {
        aPosition: {
          column: new Column(Float32Array.from(position)),
          format: 'float32x2',
        },
        aColour: { column: this.#colours, format: 'unorm8x4' },
      },
      { indices: Uint32Array.from(indices) },
    );
    this.mesh = new ColumnMesh(columns, { vertex: VERTEX, fragment: FRAGMENT });
    this.mesh.visible = indices.length > 0;
  }

  /** Gives the area with the number another colour. */
  paint(area: number, colour: number, alpha = 1): void {
    const [from = 0, to = 0] = this.#starts.slice(area, area + 2);
    const [red, green, blue] = rgb(colour);
    const old = this.#colours.data;
    const [r, g, b, a] = [red, green, blue, alpha].map((part) => Math.round(part * 255));
    if (
      to > from &&
      old[4 * from] === r &&
      old[4 * from + 1] === g &&
      old[4 * from + 2] === b &&
      old[4 * from + 3] === a
    )
      return;
    for (let vertex = from; vertex < to; vertex += 1)
      old.set([r ?? 0, g ?? 0, b ?? 0, a ?? 0], 4 * vertex);
    this.#colours.touch(4 * from, 4 * to);
  }
}
