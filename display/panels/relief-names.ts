import type { Accessor } from 'solid-js';
import type { ReliefScene } from '../layers/relief/relief-scene.ts';
import type { Polygon } from '../stage/areas.ts';
import { useWall } from './context.ts';
import { type Head, headOf, type Word } from './relief-words.ts';
import { isUrgent, type Worst, weight } from './worst-alerts.ts';

/** Metres over its prism at which the name of a chosen grid stands. */
const ABOVE = 30;

/** What is told over the relief, where its camera just now sees it. */
export function createReliefNames(
  worst: Accessor<ReadonlyMap<string, Worst>>,
  chosen: Accessor<string | null>,
) {
  const { geometry, names, model, text, format } = useWall();
  const { grids, communities } = geometry;

  /** Heads of beacons, the worst over the others. */
  const heads = (scene: ReliefScene, unit: number): Head[] =>
    grids
      .flatMap(({ id, x, y }, n) => {
        const level = worst().get(id)?.row.level;
        if (!level) return [];
        const height = scene.topOf(n) + scene.beaconHeight(level);
        return [headOf(level, scene.toScreen([x, y], height), unit)];
      })
      .sort((a, b) => weight(a.level) - weight(b.level));

  /** Names wished for: of grids that need action, the chosen one, communities. */
  const words = (scene: ReliefScene): Word[] => [
    ...grids.flatMap(({ id, x, y }, n): Word[] => {
      const alert = worst().get(id);
      const bad = alert && isUrgent(alert.row) ? alert : null;
      if (!bad && id !== chosen()) return [];
      const open = format().count(model.row('grids', id)?.open ?? 0);
      const what = bad
        ? `${text().level[bad.row.level]} ${format().count(bad.count)}`
        : `${text().legend.open} ${open}`;
      const level = bad?.row.level ?? null;
      const above = level === null ? ABOVE : scene.beaconHeight(level);
      const at = scene.toScreen([x, y], scene.topOf(n) + above);
      return [{ id, text: `${format().name(names.grid(id))}  ${what}`, level, place: { at } }];
    }),
    ...communities.map(({ id, polygons, x, y }): Word => {
      const own = [...grids.keys()].filter((n) => grids[n]?.community === id);
      const height = own.reduce((sum, n) => sum + scene.topOf(n), 0) / Math.max(1, own.length);
      const area = polygons.map(
        (polygon): Polygon =>
          polygon.map((ring) => ring.map((corner) => scene.toScreen(corner, height))),
      );
      const place = area.length > 0 ? { area } : { at: scene.toScreen([x, y], height + ABOVE) };
      return {
        id: `community ${id}`,
        text: format().name(names.community(id)),
        level: null,
        place,
      };
    }),
  ];
  return { heads, words };
}
