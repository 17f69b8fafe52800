import type { Millis } from '../../config/contract/ids.ts';
import type { AlertRow, CaseRow } from '../../config/contract/picture.ts';
import type { IncidentRow, StageRow, TaskRow, WallSubject } from '../../config/contract/stage.ts';
import type { GridFeature } from '../../config/deployment/schema.ts';
import type { Mode } from '../../config/deployment/wall.ts';

/** Which layout the walls stand in: an incident has it while the desk says so and one is under way. */
export const modeOf = (stage: StageRow | undefined): Mode =>
  stage?.mode === 'emergency' && stage.incident !== null ? 'emergency' : 'duty';

export interface Place {
  lon: number;
  lat: number;
}

/** What is known of cases, alerts and grids now. */
export interface Known {
  caseRow: (id: string) => CaseRow | undefined;
  alertRow: (id: string) => AlertRow | undefined;
  grid: (id: string) => GridFeature | undefined;
}

/** Where a subject is: a case at its place, else the middle of its grid; null: nowhere known. */
export function placeOf(subject: WallSubject, known: Known): Place | null {
  switch (subject.on) {
    case 'grid':
      return middleOf(known.grid(subject.id));
    case 'case': {
      const row = known.caseRow(subject.id);
      if (!row) return null;
      return row.lon !== null && row.lat !== null
        ? { lon: row.lon, lat: row.lat }
        : middleOf(known.grid(row.grid));
    }
    case 'alert': {
      const row = known.alertRow(subject.id);
      if (!row) return null;
      const ofCase = row.caseId && placeOf({ on: 'case', id: row.caseId }, known);
      return ofCase || middleOf(known.grid(row.grid));
    }
  }
}

/** Mean of the outline's corners. */
function middleOf(grid: GridFeature | undefined): Place | null {
  if (!grid) return null;
  const { geometry } = grid;
  const outline =
    geometry.type === 'Point'
      ? [geometry.coordinates]
      : geometry.type === 'Polygon'
        ? (geometry.coordinates[0] ?? [])
        : (geometry.coordinates[0]?.[0] ?? []);
  if (outline.length === 0) return null;
  const sum = outline.reduce(([x, y], [lon, lat]) => [x + lon, y + lat] as const, [0, 0] as const);
  return { lon: sum[0] / outline.length, lat: sum[1] / outline.length };
}

/** Metres between two places: along the great circle of a sphere, good to half a per cent. */
export function metresBetween(a: Place, b: Place): number {
  const rad = Math.PI / 180;
  const h =
    Math.sin(((b.lat - a.lat) * rad) / 2) ** 2 +
    Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(((b.lon - a.lon) * rad) / 2) ** 2;
  return 2 * 6_371_009 * Math.asin(Math.sqrt(h));
}

/** One thing that happened in an incident. */
export interface Happening {
  id: string;
  at: Millis;
  by: string;
  kind: 'begun' | 'log' | 'task' | 'done';
  text: string;
}

/** The log, with its beginning and what became of its tasks, the newest first. */
export function timelineOf({ id, title, since, by, log, tasks }: IncidentRow): Happening[] {
  const all: Happening[] = [
    { id, at: since, by, kind: 'begun', text: title },
    ...log.map((entry): Happening => ({ ...entry, kind: 'log' })),
    ...tasks.map(({ id, at, by, text }): Happening => ({ id, at, by, kind: 'task', text })),
    ...tasks.flatMap(({ id, doneAt, by, text }): Happening[] =>
      doneAt === null ? [] : [{ id: `${id} done`, at: doneAt, by, kind: 'done', text }],
    ),
  ];
  // Of things at one instant the later told stands above.
  return all
    .map((each, n) => [each, n] as const)
    .sort(([a, m], [b, n]) => b.at - a.at || n - m)
    .map(([each]) => each);
}

/** Tasks to be done first, those first due before the others; done ones last, the newest first. */
export const tasksInOrder = (tasks: readonly TaskRow[]): TaskRow[] =>
  [...tasks].sort(
    (a, b) =>
      Number(a.doneAt !== null) - Number(b.doneAt !== null) ||
      (b.doneAt ?? 0) - (a.doneAt ?? 0) ||
      (a.dueAt ?? Number.MAX_VALUE) - (b.dueAt ?? Number.MAX_VALUE) ||
      a.at - b.at,
  );

/** How far round an incident helpers are asked for. */
export const NEAR_METRES = 1500;
