import { Container } from 'pixi.js';
import type { CaseSlots } from '../stage/case-slots.ts';
import { Column } from '../stage/column.ts';
import { type Lattice, ROW } from '../stage/lattice.ts';
import { ColumnMesh, Columns } from '../stage/mesh.ts';
import { type Ink, vec3 } from '../stage/palette.ts';

const VERTEX = `
in float aCell;
in vec2 aCount;
uniform vec4 uLattice;
uniform float uMost;
uniform float uDot;
uniform float uPixelRatio;
out float vSize;
out float vLate;
void main() {
  float row = floor(aCell / uLattice.w);
  float column = aCell - row * uLattice.w;
  vec2 at = uLattice.xy + uLattice.z * vec2(column + mod(row, 2.0) * 0.5, row * ${ROW});
  gl_Position = aCount.x > 0.5 ? vec4(placed(at), 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
  vSize = max(3.0, uDot * sqrt(min(1.0, aCount.x / uMost))) * uPixelRatio;
  vLate = aCount.x > 0.5 ? sqrt(min(1.0, aCount.y / aCount.x)) : 0.0;
  gl_PointSize = vSize;
}`;

/** A dot whose area tells how many there are, and in it a core whose share of it is the share of the late. */
const fragmentOf = (ink: Ink) => `
in float vSize;
in float vLate;
void main() {
  float r = length(gl_PointCoord * 2.0 - 1.0);
  float px = 2.0 / vSize;
  float dot = 1.0 - smoothstep(1.0 - 2.0 * px, 1.0, r);
  float core = vLate > 0.0 ? 1.0 - smoothstep(vLate * (1.0 - px) - px, vLate * (1.0 - px) + px, r) : 0.0;
  vec3 ink = mix(${vec3(ink.density)}, ${vec3(ink.light.red)}, core);
  float alpha = max(dot * 0.82, core);
  colour = vec4(ink * alpha, alpha);
}`;

/** Where marks would cover each other: how many open cases there are, and how many of them are late. */
export class DensityLayer {
  readonly view = new Container();
  readonly #levels: { lattice: Lattice; mesh: ColumnMesh }[];

  constructor(cases: CaseSlots, ink: Ink, resolution: number) {
    this.#levels = cases.lattices.map((lattice) => {
      const cells = lattice.columns * lattice.rows;
      const { x, y } = lattice.bounds;
      const mesh = new ColumnMesh(
        new Columns('point-list', {
          aCell: {
            column: new Column(Float32Array.from({ length: cells }, (_, cell) => cell)),
            format: 'float32',
          },
          aCount: { column: lattice.counts, format: 'sint32x2' },
        }),
        {
          vertex: VERTEX,
          fragment: fragmentOf(ink),
          uniforms: {
            uLattice: {
              value: Float32Array.of(x, y, lattice.pitch, lattice.columns),
              type: 'vec4<f32>',
            },
            uMost: { value: 1, type: 'f32' },
            uDot: { value: 1, type: 'f32' },
            uPixelRatio: { value: resolution, type: 'f32' },
          },
        },
      );
      return { lattice, mesh };
    });
    this.view.addChild(...this.#levels.map(({ mesh }) => mesh));
    this.hide();
  }

  hide(): void {
    for (const { mesh } of this.#levels) mesh.visible = false;
  }

  /** Shows one level. @param most cases of the fullest cell @param scale CSS pixels of a metre */
  show(level: number, most: number, scale: number): void {
    this.#levels.forEach(({ lattice, mesh }, n) => {
      mesh.visible = n === level;
      if (mesh.visible) mesh.set({ uMost: Math.max(1, most), uDot: lattice.pitch * scale });
    });
  }
}
