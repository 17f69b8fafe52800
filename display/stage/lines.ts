import { Column } from './column.ts';
import { ColumnMesh, Columns } from './mesh.ts';
import { rgb } from './palette.ts';
import type { Point } from './projection.ts';

/** A line of the map; its width is in design pixels and the same however near one is. */
export interface Line {
  points: readonly Point[];
  /** Whether its last point leads back to the first. */
  closed: boolean;
  width: number;
  colour: number;
  /** 0 … 1 */
  alpha: number;
}

/** Longest tip of a sharp corner, in half widths. */
const TIP = 2;

const VERTEX = `
in vec2 aPosition;
in vec2 aNormal;
in vec4 aColour;
in vec2 aWidth;
uniform float uUnit;
out vec4 vColour;
out float vAcross;
out float vHalf;
void main() {
  float half_ = aWidth.x * uUnit * 0.5;
  float reach = half_ + 0.75;
  vec2 at = placed(aPosition) + pixels(aNormal * aWidth.y * reach);
  gl_Position = vec4(at, 0.0, 1.0);
  vColour = aColour;
  vAcross = aWidth.y * reach;
  vHalf = half_;
}`;

const FRAGMENT = `
in vec4 vColour;
in float vAcross;
in float vHalf;
void main() {
  float alpha = vColour.a * clamp(vHalf + 0.5 - abs(vAcross), 0.0, 1.0);
  colour = vec4(vColour.rgb * alpha, alpha);
}`;

/**
 * Lines of one mesh, drawn in their order by one call, with edges smoothed in the shader.
 * @param unit CSS pixels of a design pixel, to be changed by `mesh.set({ uUnit })`
 */
export function linesOf(lines: readonly Line[], unit = 1): ColumnMesh {
  const vertices = lines.reduce((sum, { points }) => sum + 2 * (points.length + 1), 0);
  const position = new Float32Array(2 * vertices);
  const normal = new Float32Array(2 * vertices);
  const colour = new Float32Array(4 * vertices);
  const width = new Float32Array(2 * vertices);
  const indices: number[] = [];
  let at = 0;
  for (const line of lines) {
    const points = distinct(line);
    const joints = line.closed ? points.length + 1 : points.length;
    if (points.length < 2) continue;
    const [red, green, blue] = rgb(line.colour);
    for (let n = 0; n < joints; n += 1) {
      const [x, y] = points[n % points.length] ?? [0, 0];
      const [nx, ny] = mitre(points, n % points.length, line.closed);
      for (const side of [-1, 1]) {
        position.set([x, y], 2 * at);
        normal.set([nx, ny], 2 * at);
        colour.set([red, green, blue, line.alpha], 4 * at);
        width.set([line.width, side], 2 * at);
        at += 1;
      }
      if (n > 0) indices.push(at - 4, at - 3, at - 2, at - 3, at - 1, at - 2);
    }
  }
  const columns = new Columns(
    'triangle-list',
    {
      aPosition: { column: new Column(position), format: 'float32x2' },
      aNormal: { column: new Column(normal), format: 'float32x2' },
      aColour: { column: new Column(colour), format: 'float32x4' },
      aWidth: { column: new Column(width), format: 'float32x2' },
    },
    { indices: Uint32Array.from(indices) },
  );
  const mesh = new ColumnMesh(columns, {
    vertex: VERTEX,
    fragment: FRAGMENT,
    uniforms: { uUnit: { value: unit, type: 'f32' } },
  });
  mesh.visible = indices.length > 0;
  return mesh;
}

/** Without points that repeat the one before: they have no direction. */
function distinct({ points, closed }: Line): Point[] {
  const out = points.filter(([x, y], n) => {
    const [px, py] = points[n - 1] ?? [Number.NaN, Number.NaN];
    return x !== px || y !== py;
  });
  const [first, last] = [out[0], out.at(-1)];
  if (closed && first && last && out.length > 1 && first[0] === last[0] && first[1] === last[1])
    out.pop();
  return out;
}

/** The direction across the line at a corner, as long as keeps both sides parallel. */
function mitre(points: readonly Point[], n: number, closed: boolean): Point {
  const count = points.length;
  const here = points[n] ?? [0, 0];
  const before = closed ? points[(n - 1 + count) % count] : points[Math.max(0, n - 1)];
  const after = closed ? points[(n + 1) % count] : points[Math.min(count - 1, n + 1)];
  const a = across(before ?? here, here);
  const b = across(here, after ?? here);
  const sum: Point = a && b ? [a[0] + b[0], a[1] + b[1]] : (a ?? b ?? [0, 0]);
  const length = Math.hypot(...sum);
  if (length < 1e-6) return a ?? [0, 0];
  const unit: Point = [sum[0] / length, sum[1] / length];
  const along = a ? unit[0] * a[0] + unit[1] * a[1] : 1;
  const reach = Math.min(TIP, 1 / Math.max(along, 1e-3));
  return [unit[0] * reach, unit[1] * reach];
}

/** A unit across the way from one point to the next; null where they are the same. */
function across([ax, ay]: Point, [bx, by]: Point): Point | null {
  const length = Math.hypot(bx - ax, by - ay);
  return length === 0 ? null : [-(by - ay) / length, (bx - ax) / length];
}
