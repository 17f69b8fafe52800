/**
 * Derives Boston's neighbourhoods from where its requests lie:
 * `npx tsx config/deployment/boston/make-grids.ts requests.csv` (a Boston 311 export).
 *
 * Land is what lies near located requests; each piece of it belongs to the neighbourhood that most of
 * the requests around it name. The result is schematic. The requests themselves are not kept.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { type Corner, type Raster, trace } from './trace.ts';

/** Metres a degree at the place, and metres a cell. */
const [X, Y] = [82_300, 111_100];
const CELL = 60;
/** Land reaches this far from a request, … */
const REACH = 420;
/** … less this: bays and gaps narrower than twice the reach close, the shore lies nearer than it. */
const SHRINK = 300;
/** Requests of this distance weigh half of one at the spot. */
const NEAR = 120;
/** Pieces smaller than this, in square metres, go to what surrounds them. */
const PIECE = 400_000;
/** What the city writes where it has no place: its own hall. */
const PLACEHOLDER = '42.3594,-71.0587';

const HOODS: [id: string, zh: string, en: string, part: string, aliases: string[]][] = [
  ['allston-brighton', '奥尔斯顿／布莱顿', 'Allston / Brighton', 'west', ['Allston', 'Brighton']],
  ['back-bay', '后湾', 'Back Bay', 'central', []],
  ['beacon-hill', '灯塔山', 'Beacon Hill', 'central', []],
  ['charlestown', '查尔斯敦', 'Charlestown', 'north', []],
  ['dorchester', '多切斯特', 'Dorchester', 'south', []],
  ['downtown', '市中心／金融区', 'Downtown / Financial District', 'central', ['Downtown']],
  ['east-boston', '东波士顿', 'East Boston', 'north', []],
  ['fenway', '芬威／肯莫尔／朗伍德', 'Fenway / Kenmore / Audubon Circle / Longwood', 'central', ['Fenway']],
  ['hyde-park', '海德公园', 'Hyde Park', 'south-west', []],
  ['jamaica-plain', '牙买加平原', 'Jamaica Plain', 'south-west', []],
  ['mattapan', '马塔潘', 'Greater Mattapan', 'south', ['Mattapan']],
  ['mission-hill', '使命山', 'Mission Hill', 'central', []],
  ['roslindale', '罗斯林代尔', 'Roslindale', 'south-west', []],
  ['roxbury', '罗克斯伯里', 'Roxbury', 'south', []],
  ['south-boston', '南波士顿', 'South Boston / South Boston Waterfront', 'south', ['South Boston']],
  ['south-end', '南端', 'South End', 'central', []],
  ['west-roxbury', '西罗克斯伯里', 'West Roxbury', 'south-west', []],
]; // biome-ignore format: one neighbourhood a line

const [file] = process.argv.slice(2);
if (!file) {
  console.error('usage: npx tsx config/deployment/boston/make-grids.ts requests.csv');
  process.exit(2);
}
const Row = z.object({ neighborhood: z.string(), latitude: z.string(), longitude: z.string() });
const named = new Map(
  HOODS.flatMap(([, , en, , aliases], i) => [en, ...aliases].map((word) => [word, i] as const)),
);
const points = Row.array()
  .parse(parse(readFileSync(file), { columns: true }))
  .flatMap(({ neighborhood, latitude, longitude }) => {
    const hood = named.get(neighborhood.trim());
    if (hood === undefined || `${latitude},${longitude}` === PLACEHOLDER) return [];
    return [{ hood, x: Number(longitude) * X, y: Number(latitude) * Y }];
  });

const west = Math.min(...points.map(({ x }) => x)) - 2 * REACH;
const south = Math.min(...points.map(({ y }) => y)) - 2 * REACH;
const width = Math.ceil((Math.max(...points.map(({ x }) => x)) + 2 * REACH - west) / CELL);
const height = Math.ceil((Math.max(...points.map(({ y }) => y)) + 2 * REACH - south) / CELL);

/** Which cells have one of `marked` within `metres`. */
function within(marked: Uint8Array, metres: number): Uint8Array {
  const reach = Math.floor(metres / CELL);
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!marked[y * width + x]) continue;
      for (let dy = -reach; dy <= reach; dy++) {
        const half = Math.floor(Math.sqrt(reach * reach - dy * dy));
        if (y + dy < 0 || y + dy >= height) continue;
        const from = (y + dy) * width;
        out.fill(1, from + Math.max(0, x - half), from + Math.min(width, x + half + 1));
      }
    }
  }
  return out;
}

const cellOf = (x: number, y: number): number =>
  Math.floor((y - south) / CELL) * width + Math.floor((x - west) / CELL);
const occupied = new Uint8Array(width * height);
for (const { x, y } of points) occupied[cellOf(x, y)] = 1;
const grown = within(occupied, REACH);
const shrunk = within(
  grown.map((inside) => 1 - inside),
  SHRINK,
);

const reach = Math.ceil(REACH / CELL) * 2;
const votes = HOODS.map(() => new Float32Array(width * height));
for (const { hood, x, y } of points) {
  const [cx, cy] = [Math.floor((x - west) / CELL), Math.floor((y - south) / CELL)];
  for (let row = Math.max(0, cy - reach); row <= Math.min(height - 1, cy + reach); row++) {
    for (let col = Math.max(0, cx - reach); col <= Math.min(width - 1, cx + reach); col++) {
      const d2 = (west + (col + 0.5) * CELL - x) ** 2 + (south + (row + 0.5) * CELL - y) ** 2;
      votes[hood]![row * width + col]! += 1 / (1 + d2 / NEAR ** 2) ** 2;
    }
  }
}
const labels = new Int8Array(width * height).map((_, i) => {
  if (shrunk[i]) return -1;
  return votes.reduce((best, vote, hood) => (vote[i]! > votes[best]![i]! ? hood : best), 0);
});

/** Every connected piece: its cells, and the label most common along its border. */
function pieces(): { label: number; cells: number[]; around: number }[] {
  const seen = new Uint8Array(labels.length);
  const found = [];
  for (let start = 0; start < labels.length; start++) {
    if (seen[start]) continue;
    const label = labels[start]!;
    const cells = [start];
    const border = new Map<number, number>();
    seen[start] = 1;
    for (let next = 0; next < cells.length; next++) {
      const i = cells[next]!;
      const x = i % width;
      const near = [i - width, i + width, x > 0 ? i - 1 : -1, x < width - 1 ? i + 1 : -1];
      for (const j of near) {
        if (j < 0 || j >= labels.length) continue;
        if (labels[j] !== label) border.set(labels[j]!, (border.get(labels[j]!) ?? 0) + 1);
        else if (!seen[j]) {
          seen[j] = 1;
          cells.push(j);
        }
      }
    }
    const around = [...border].sort((a, b) => b[1] - a[1])[0]?.[0] ?? -1;
    found.push({ label, cells, around });
  }
  return found;
}

const largest = new Map<number, number>();
for (const { label, cells } of pieces()) {
  largest.set(label, Math.max(largest.get(label) ?? 0, cells.length));
}
for (const { label, cells, around } of pieces()) {
  const small = cells.length * CELL * CELL < PIECE;
  // A lone outlier that names one hood in the middle of another is a mistake of address.
  const stray = label >= 0 && around >= 0 && cells.length < largest.get(label)! / 2;
  if (label === -1 ? cells.length < largest.get(-1)! : small || stray) {
    for (const i of cells) labels[i] = around;
  }
}

const raster: Raster = { width, height, labels };
const round = (value: number): number => Math.round(value * 1e5) / 1e5;
const lonLat = ([x, y]: Corner): Corner => [
  round((west + x * CELL) / X),
  round((south + y * CELL) / Y),
];
const area2 = (ring: readonly Corner[]): number =>
  ring.slice(1).reduce((sum, [x, y], i) => sum + ring[i]![0] * y - x * ring[i]![1], 0);
const inside = ([px, py]: Corner, ring: readonly Corner[]): boolean =>
  ring.slice(1).reduce((odd, [x, y], i) => {
    const [x0, y0] = ring[i]!;
    return y > py !== y0 > py && px < ((x0 - x) * (py - y)) / (y0 - y) + x ? !odd : odd;
  }, false);

const features = HOODS.map(([id, zh, en, community, aliases], label) => {
  const rings = trace(raster, label, 0.9).map((ring) => ring.map(lonLat));
  const outer = rings.filter((ring) => area2(ring) > 0);
  const holes = rings.filter((ring) => area2(ring) < 0);
  const polygons = outer.map((ring) => [ring, ...holes.filter((hole) => inside(hole[0]!, ring))]);
  return {
    type: 'Feature',
    properties: { id, name: { zh, en }, community, aliases },
    geometry:
      polygons.length === 1
        ? { type: 'Polygon', coordinates: polygons[0] }
        : { type: 'MultiPolygon', coordinates: polygons },
  };
});
const here = fileURLToPath(new URL('.', import.meta.url));
const lines = features.map((feature) => JSON.stringify(feature)).join(',\n');
writeFileSync(`${here}grids.geojson`, `{"type":"FeatureCollection","features":[\n${lines}\n]}\n`);
