/**
 * Draws the schematic grids and backdrop of Huangqiao: `npx tsx config/deployment/huangqiao/make-grids.ts`.
 *
 * No public polygons of the 65 grids exist. The outline is drawn by hand at the true place and size
 * (about 23 km²); the grids are Voronoi cells of seeded points, denser in the built-up middle, their
 * shared borders bent like the canals that divide the land. The same run gives the same files.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Delaunay } from 'd3-delaunay';
import polygonClipping from 'polygon-clipping';
import { hash32, random } from '../random.ts';
import { readJson } from '../read.ts';
import { Community } from '../schema.ts';

type Point = [number, number];

/** Metres a degree of longitude and latitude at the place. */
const [X, Y] = [95_100, 110_900];
const AREA_KM2 = 23;
const COURSE = 1e6;

const OUTLINE: Point[] = [
  [120.6055, 31.359], [120.5955, 31.3606], [120.586, 31.3596], [120.5795, 31.3618],
  [120.5735, 31.3586], [120.5682, 31.3655], [120.5672, 31.3725], [120.556, 31.3775],
  [120.5475, 31.384], [120.5435, 31.3915], [120.5485, 31.3955], [120.5465, 31.401],
  [120.553, 31.4055], [120.559, 31.41], [120.572, 31.412], [120.585, 31.4095],
  [120.5935, 31.412], [120.6005, 31.408], [120.6025, 31.399], [120.6, 31.389],
  [120.605, 31.38], [120.6075, 31.369],
]; // biome-ignore format: one shape

/** Where each community lies, and into how many grids it is divided. */
const COMMUNITIES: [id: string, lon: number, lat: number, grids: number][] = [
  ['huangqiao-residents', 120.5795, 31.3895, 7],
  ['wangfang', 120.577, 31.381, 6],
  ['hexin', 120.5885, 31.3815, 5],
  ['huangqiao', 120.59, 31.392, 7],
  ['shengtian', 120.5695, 31.4045, 7],
  ['fangbang', 120.5835, 31.4015, 6],
  ['zhanshang', 120.5535, 31.3905, 5],
  ['zhangzhuang', 120.5635, 31.382, 6],
  ['huwan', 120.583, 31.3685, 5],
  ['beizhuang', 120.596, 31.404, 4],
  ['muxiang', 120.6005, 31.376, 3],
  ['dazhuang', 120.5555, 31.4015, 4],
];

const LINES: [kind: 'water' | 'road', zh: string, en: string, points: Point[]][] = [
  ['water', '西塘河', 'Xitang River', [[120.571, 31.411], [120.573, 31.4], [120.5735, 31.393], [120.5745, 31.379], [120.5765, 31.3625]]],
  ['water', '黄桥港', 'Huangqiao Canal', [[120.545, 31.3915], [120.558, 31.393], [120.5735, 31.393], [120.587, 31.3945], [120.601, 31.3955]]],
  ['water', '胡湾河', 'Huwan River', [[120.568, 31.3725], [120.5755, 31.3712], [120.583, 31.369], [120.596, 31.3705], [120.6065, 31.3695]]],
  ['water', '朝阳河', 'Chaoyang River', [[120.5935, 31.411], [120.592, 31.4], [120.5935, 31.3885], [120.5955, 31.375], [120.596, 31.3612]]],
  ['road', '太阳路', 'Taiyang Road', [[120.548, 31.3985], [120.566, 31.3995], [120.585, 31.3975], [120.602, 31.399]]],
  ['road', '苏埭路', 'Sudai Road', [[120.5785, 31.3615], [120.5795, 31.376], [120.5775, 31.39], [120.5765, 31.41]]],
  ['road', '广济北路', 'Guangji North Road', [[120.5875, 31.36], [120.5868, 31.375], [120.5862, 31.39], [120.5872, 31.4095]]],
  ['road', '永青路', 'Yongqing Road', [[120.552, 31.3815], [120.565, 31.386], [120.58, 31.3855], [120.6005, 31.3872]]],
]; // biome-ignore format: one line a watercourse

const round = (value: number): number => Math.round(value * COURSE) / COURSE;
const key = (point: Point): string => `${round(point[0])},${round(point[1])}`;

/** Twice the signed area in square metres. */
const area2 = (ring: readonly Point[]): number =>
  ring.reduce((sum, [x, y], i) => {
    const [x2, y2] = ring[(i + 1) % ring.length]!;
    return sum + (x * y2 - x2 * y) * X * Y;
  }, 0);

/**
 * The points after `a` up to and with `b` on a line bent by midpoint displacement. It depends on the
 * two ends alone, so that both neighbours of a border bend it alike.
 * @param roughness sideways shift of a middle, as a share of the length
 */
function bent(a: Point, b: Point, roughness: number): Point[] {
  const [from, to] = key(a) < key(b) ? [a, b] : [b, a];
  const rng = random(hash32('bend', key(from), key(to)));
  const split = (p: Point, q: Point): Point[] => {
    const [dx, dy] = [(q[0] - p[0]) * X, (q[1] - p[1]) * Y];
    if (Math.hypot(dx, dy) < 90) return [q];
    const shift = rng.between(-roughness, roughness);
    const t = rng.between(0.4, 0.6);
    const m: Point = [p[0] + (dx * t - dy * shift) / X, p[1] + (dy * t + dx * shift) / Y];
    return [...split(p, m), ...split(m, q)];
  };
  const points = split(from, to);
  return from === a ? points : [...points.slice(0, -1).reverse(), b];
}

const bentRing = (ring: readonly Point[], roughness: (a: Point, b: Point) => number): Point[] =>
  ring.flatMap((point, i) => {
    const to = ring[(i + 1) % ring.length]!;
    return bent(point, to, roughness(point, to));
  });

const closedRing = (ring: readonly Point[]): Point[] =>
  [...ring, ring[0]!].map(([lon, lat]): Point => [round(lon), round(lat)]);

function centroid(ring: readonly Point[]): Point {
  let [sum, cx, cy] = [0, 0, 0];
  const [ox, oy] = ring[0]!;
  for (const [i, [x, y]] of ring.entries()) {
    const [x2, y2] = ring[(i + 1) % ring.length]!;
    const cross = (x - ox) * (y2 - oy) - (x2 - ox) * (y - oy);
    sum += cross;
    cx += (x + x2 - 2 * ox) * cross;
    cy += (y + y2 - 2 * oy) * cross;
  }
  return [ox + cx / (3 * sum), oy + cy / (3 * sum)];
}

/** The Voronoi cells of points, each cut to the area (its largest piece). Distances are in metres. */
function cells(points: readonly Point[], area: readonly Point[]): Point[][] {
  const flat = points.map(([lon, lat]): Point => [lon * X, lat * Y]);
  const box: [number, number, number, number] = [120 * X, 31 * Y, 121 * X, 32 * Y];
  const voronoi = Delaunay.from(flat).voronoi(box);
  return points.map((_, i) => {
    const cell = voronoi.cellPolygon(i).map(([x, y]): Point => [x / X, y / Y]);
    const cut = polygonClipping
      .intersection([cell], [[...area]])
      .map(([ring]) => ring!.slice(0, -1) as Point[]);
    return cut.sort((a, b) => Math.abs(area2(b)) - Math.abs(area2(a)))[0]!;
  });
}

/** Points of a community, spread evenly over its land by Lloyd's relaxation. */
function spread(land: readonly Point[], centre: Point, count: number, seed: number): Point[] {
  const rng = random(seed);
  let points = Array.from(
    { length: count },
    (): Point => [centre[0] + rng.between(-0.003, 0.003), centre[1] + rng.between(-0.003, 0.003)],
  );
  for (let round = 0; round < 12; round++) points = cells(points, land).map(centroid);
  return points;
}

const rough = bentRing(OUTLINE, () => 0.16);
const [ox, oy] = centroid(rough);
const scale = Math.sqrt((AREA_KM2 * 1e6) / (Math.abs(area2(rough)) / 2));
const outline = rough.map(
  ([x, y]): Point => [round(ox + (x - ox) * scale), round(oy + (y - oy) * scale)],
);

const lands = cells(
  COMMUNITIES.map(([, lon, lat]): Point => [lon, lat]),
  outline,
);
const sites = COMMUNITIES.flatMap(([community, lon, lat, count], i) =>
  spread(lands[i]!, [lon, lat], count, hash32('huangqiao', community)).map((point) => ({
    community,
    point,
  })),
);
const plain = cells(
  sites.map(({ point }) => point),
  outline,
);
const edge = new Set(outline.map((point) => key(point)));
const onOutline = (a: Point, b: Point): boolean => edge.has(key(a)) || edge.has(key(b));
const timesUsed = new Map<string, number>();
const edgeKey = (a: Point, b: Point): string => [key(a), key(b)].sort().join(' ');
for (const ring of plain) {
  for (const [i, a] of ring.entries()) {
    const used = edgeKey(a, ring[(i + 1) % ring.length]!);
    timesUsed.set(used, (timesUsed.get(used) ?? 0) + 1);
  }
}
const shared = (a: Point, b: Point): boolean =>
  timesUsed.get(edgeKey(a, b)) === 2 && !(onOutline(a, b) && edge.has(key(a)) && edge.has(key(b)));

const here = fileURLToPath(new URL('.', import.meta.url));
const names = new Map(
  Community.array()
    .parse(readJson(`${here}communities.json`))
    .map(({ id, name }) => [id, name]),
);
const DIGITS = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];
const numbers = new Map<string, number>();
// Grids of a community are numbered from the north-west, as on a page.
const order = sites
  .map((site, i) => ({ ...site, ring: plain[i]! }))
  .sort((a, b) => b.point[1] - b.point[0] * 0.4 - (a.point[1] - a.point[0] * 0.4));
const grids = order
  .map(({ community, ring }) => {
    const number = (numbers.get(community) ?? 0) + 1;
    numbers.set(community, number);
    const { zh, en } = names.get(community)!;
    const title = `第${DIGITS[number - 1]}网格`;
    return {
      type: 'Feature' as const,
      properties: {
        id: `${community}-${number}`,
        name: { zh: `${zh}${title}`, en: `${en} Grid ${number}` },
        community,
        aliases: [`${zh}${number}网格`],
      },
      geometry: {
        type: 'Polygon' as const,
        coordinates: [closedRing(bentRing(ring, (a, b) => (shared(a, b) ? 0.09 : 0)))],
      },
    };
  })
  .sort((a, b) => a.properties.id.localeCompare(b.properties.id, 'en', { numeric: true }));

/** A pond of natural outline: a circle with three seeded waves on it. */
function pond([lon, lat]: Point, metres: number, seed: number): Point[] {
  const rng = random(seed);
  const waves = [2, 3, 5].map((n) => ({
    n,
    size: rng.between(0.06, 0.2),
    phase: rng.between(0, 6.28),
  }));
  return Array.from({ length: 48 }, (_, i): Point => {
    const angle = (i / 48) * 2 * Math.PI;
    const bulge = waves.reduce((sum, w) => sum + w.size * Math.sin(w.n * angle + w.phase), 1);
    return [
      lon + (Math.cos(angle) * metres * bulge * 1.3) / X,
      lat + (Math.sin(angle) * metres * bulge) / Y,
    ];
  });
}

const line = (points: readonly Point[], roughness: number): Point[] =>
  [points[0]!, ...points.slice(1).flatMap((to, i) => bent(points[i]!, to, roughness))].map(
    ([lon, lat]): Point => [round(lon), round(lat)],
  );
const feature = (kind: string, name: { zh: string; en: string }, geometry: object) => ({
  type: 'Feature' as const,
  properties: { kind, name },
  geometry,
});
const ponds: [zh: string, en: string, at: Point, metres: number][] = [
  ['荷塘', 'Lotus Pond', [120.5817, 31.4025], 250],
  ['占上荡', 'Zhanshang Pond', [120.5505, 31.3865], 170],
  ['大庄鱼塘', 'Dazhuang fish ponds', [120.5565, 31.4035], 190],
];
const backdrop = [
  feature(
    'outline',
    { zh: '黄桥街道', en: 'Huangqiao Subdistrict' },
    {
      type: 'Polygon',
      coordinates: [closedRing(outline)],
    },
  ),
  ...ponds.map(([zh, en, at, metres]) =>
    feature(
      'water',
      { zh, en },
      {
        type: 'Polygon',
        coordinates: [closedRing(pond(at, metres, hash32(en)))],
      },
    ),
  ),
  ...LINES.map(([kind, zh, en, points]) =>
    feature(
      kind,
      { zh, en },
      {
        type: 'LineString',
        coordinates: line(points, kind === 'water' ? 0.09 : 0.015),
      },
    ),
  ),
];

const collection = (features: readonly object[]): string =>
  `{"type":"FeatureCollection","features":[\n${features.map((f) => JSON.stringify(f)).join(',\n')}\n]}\n`;
writeFileSync(`${here}grids.geojson`, collection(grids));
writeFileSync(`${here}backdrop.geojson`, collection(backdrop));
