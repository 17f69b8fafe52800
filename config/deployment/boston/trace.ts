/**
 * A raster of labels, row by row from the south, −1 where there is nothing. `trace` turns it into
 * smooth areas whose common borders are the same line on both sides.
 */
export interface Raster {
  width: number;
  height: number;
  labels: Int8Array;
}
export type Corner = [x: number, y: number];

const labelAt = ({ width, height, labels }: Raster, x: number, y: number): number =>
  x < 0 || y < 0 || x >= width || y >= height ? -1 : labels[y * width + x]!;

/** Right, up, left, down; and the cells on the left and right of a step from a corner. */
const STEPS: { to: Corner; left: Corner; right: Corner }[] = [
  { to: [1, 0], left: [0, 0], right: [0, -1] },
  { to: [0, 1], left: [-1, 0], right: [0, 0] },
  { to: [-1, 0], left: [-1, -1], right: [-1, 0] },
  { to: [0, -1], left: [0, -1], right: [-1, -1] },
];

/** Corners at which arcs begin and end: three areas meet, or two touch only at the corner. */
function isNode(raster: Raster, [x, y]: Corner): boolean {
  const around = [
    labelAt(raster, x - 1, y - 1),
    labelAt(raster, x, y - 1),
    labelAt(raster, x, y),
    labelAt(raster, x - 1, y),
  ];
  return around.filter((label, i) => label !== around[(i + 1) % 4]).length > 2;
}

/** Rings of corners round the cells of a label, the label on their left. */
function* ringsOf(raster: Raster, label: number): Generator<Corner[]> {
  const taken = new Set<string>();
  const leads = ([x, y]: Corner, direction: number): boolean => {
    const { left, right } = STEPS[direction]!;
    return (
      labelAt(raster, x + left[0], y + left[1]) === label &&
      labelAt(raster, x + right[0], y + right[1]) !== label
    );
  };
  for (let y = 0; y <= raster.height; y++) {
    for (let x = 0; x <= raster.width; x++) {
      if (!leads([x, y], 0) || taken.has(`${x},${y},0`)) continue;
      const ring: Corner[] = [];
      let [at, direction]: [Corner, number] = [[x, y], 0];
      while (!taken.has(`${at[0]},${at[1]},${direction}`)) {
        taken.add(`${at[0]},${at[1]},${direction}`);
        ring.push(at);
        const { to } = STEPS[direction]!;
        at = [at[0] + to[0], at[1] + to[1]];
        // Turning left first keeps areas that touch at a corner apart.
        direction = [1, 0, 3].map((turn) => (direction + turn) % 4).find((d) => leads(at, d))!;
      }
      yield ring;
    }
  }
}

function farthest(points: readonly Corner[]): { index: number; distance: number } {
  const [a, b] = [points[0]!, points.at(-1)!];
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = Math.hypot(dx, dy);
  let best = { index: 0, distance: 0 };
  for (const [index, [x, y]] of points.entries()) {
    const distance =
      length === 0
        ? Math.hypot(x - a[0], y - a[1])
        : Math.abs(dy * (x - a[0]) - dx * (y - a[1])) / length;
    if (distance > best.distance) best = { index, distance };
  }
  return best;
}

/** Ramer–Douglas–Peucker. */
function simplified(points: readonly Corner[], tolerance: number): Corner[] {
  const { index, distance } = farthest(points);
  if (distance <= tolerance) return [points[0]!, points.at(-1)!];
  return [
    ...simplified(points.slice(0, index + 1), tolerance).slice(0, -1),
    ...simplified(points.slice(index), tolerance),
  ];
}

/** One round of Chaikin's corner cutting; the ends stay. */
const cut = (points: readonly Corner[]): Corner[] => [
  points[0]!,
  ...points.slice(1).flatMap((b, i): Corner[] => {
    const a = points[i]!;
    const at = (t: number): Corner => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
    if (points.length === 2) return [];
    if (i === 0) return [at(0.75)];
    if (i === points.length - 2) return [at(0.25)];
    return [at(0.25), at(0.75)];
  }),
  points.at(-1)!,
];

const before = (a: Corner, b: Corner): boolean => a[1] - b[1] < 0 || (a[1] === b[1] && a[0] < b[0]);

/** An arc without its steps. It comes out the same whichever way it is walked. */
function smooth(arc: readonly Corner[], tolerance: number): Corner[] {
  const [first, last] = [arc[0]!, arc.at(-1)!];
  const same = first[0] === last[0] && first[1] === last[1];
  const forward = same ? before(arc[1]!, arc.at(-2)!) : before(first, last);
  const walk = forward ? [...arc] : [...arc].reverse();
  const middles = walk
    .slice(1)
    .map((b, i): Corner => [(walk[i]![0] + b[0]) / 2, (walk[i]![1] + b[1]) / 2]);
  const line = cut(cut(simplified([walk[0]!, ...middles, walk.at(-1)!], tolerance)));
  return forward ? line : line.reverse();
}

/**
 * The rings (closed, first corner repeated) round all cells of a label; outer rings run
 * anticlockwise, holes clockwise.
 * @param tolerance how far a border may move, in cells
 */
export function trace(raster: Raster, label: number, tolerance: number): Corner[][] {
  return [...ringsOf(raster, label)].map((ring) => {
    const nodes = ring.flatMap((corner, i) => (isNode(raster, corner) ? [i] : []));
    const lowest = ring.reduce((best, corner, i) => (before(corner, ring[best]!) ? i : best), 0);
    const starts = nodes.length > 0 ? nodes : [lowest];
    const turned = [...ring.slice(starts[0]), ...ring.slice(0, starts[0]), ring[starts[0]!]!];
    const ends = [...starts.map((start) => start - starts[0]!), ring.length];
    const line = ends
      .slice(1)
      .flatMap((end, i) => smooth(turned.slice(ends[i], end + 1), tolerance).slice(0, -1));
    return [...line, line[0]!];
  });
}
