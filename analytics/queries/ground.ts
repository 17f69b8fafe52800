import type { Near } from '../../config/contract/ground.ts';
import type { Millis } from '../../config/contract/ids.ts';
import type { RegisterName } from '../../config/contract/vocabulary.ts';
import { float, int, millis, type Sql, sql, text, texts } from '../../ingest/store/index.ts';

export interface Place {
  lon: number;
  lat: number;
}

/** Registers of things that stand somewhere and can help or be harmed. */
export const NEAR_REGISTERS: readonly RegisterName[] = ['firms', 'posts'];

/** Metres on the ellipsoid. */
const metresFrom = ({ lon, lat }: Place): Sql =>
  sql`geoDistance(lon, lat, ${float(lon)}, ${float(lat)})`;

/** Patrollers last seen within so many metres since a time, the nearest first: by tracks, and by reports with a place. */
export const patrollersNear = (
  place: Place,
  within: number,
  since: Millis,
  until: Millis,
  count: number,
): Sql => sql`
SELECT patroller, toUnixTimestamp64Milli(max(at)) AS seen,
  argMax(seen_lon, at) AS lon, argMax(seen_lat, at) AS lat, ${metresFrom(place)} AS metres
FROM (
  SELECT patroller, at, tracks.lon AS seen_lon, tracks.lat AS seen_lat FROM tracks
  WHERE at >= ${millis(since)} AND at <= ${millis(until)}
  UNION ALL
  SELECT patroller, at, assumeNotNull(patrols.lon), assumeNotNull(patrols.lat) FROM patrols
  WHERE at >= ${millis(since)} AND at <= ${millis(until)} AND patrols.lon IS NOT NULL AND patrols.lat IS NOT NULL
)
GROUP BY patroller
HAVING metres <= ${float(within)}
ORDER BY metres, patroller
LIMIT ${int(count)}`;

/** Register entries as they stand on a day (yyyy-MM-dd): of each key the version told last. */
const standing = (registers: readonly RegisterName[], day: string): Sql => sql`
  SELECT register, key, name, grid, valid_from, valid_to, lon, lat
  FROM registers
  WHERE register IN ${texts(registers)} AND valid_from <= ${text(day)}
  ORDER BY valid_from DESC, at DESC, version DESC, id DESC
  LIMIT 1 BY register, key`;

/** Entries of registers within so many metres, the nearest first. */
export const registeredNear = (
  place: Place,
  metres: number,
  registers: readonly RegisterName[],
  day: string,
  count: number,
): Sql => sql`
SELECT register, key, name, assumeNotNull(entries.lon) AS lon, assumeNotNull(entries.lat) AS lat,
  ${metresFrom(place)} AS metres
FROM (${standing(registers, day)}
) AS entries
WHERE (valid_to = '' OR valid_to > ${text(day)}) AND entries.lon IS NOT NULL AND entries.lat IS NOT NULL
  AND metres <= ${float(metres)}
ORDER BY metres, register, key
LIMIT ${int(count)}`;

/** Entries of every register that stand in a grid on a day. */
export const registeredIn = (
  grid: string,
  registers: readonly RegisterName[],
  day: string,
): Sql => sql`
SELECT register, count() AS entries
FROM (${standing(registers, day)}
)
WHERE grid = ${text(grid)} AND (valid_to = '' OR valid_to > ${text(day)})
GROUP BY register
ORDER BY register`;

/** Those entries of one register, row by row. */
export const registeredEntries = (
  grid: string,
  register: RegisterName,
  day: string,
  count: number,
): Sql => sql`
SELECT key, name, valid_from AS validFrom
FROM (${standing([register], day)}
)
WHERE grid = ${text(grid)} AND (valid_to = '' OR valid_to > ${text(day)})
ORDER BY name, key
LIMIT ${int(count)}`;

/** Patrol reports of a grid since a time, by class. */
export const patrolsIn = (grid: string, from: Millis): Sql => sql`
SELECT class, count() AS reports, countIf(self_handled) AS self_handled, countIf(hazard != '') AS hazards
FROM patrols
WHERE at >= ${millis(from)} AND grid = ${text(grid)} AND version = 0
GROUP BY class
ORDER BY reports DESC, class`;

/** Who reported from a grid since a time, and how often firms there were inspected. */
export const visitsIn = (grid: string, from: Millis): Sql => sql`
SELECT
  (SELECT uniqExact(patroller) FROM patrols
   WHERE at >= ${millis(from)} AND grid = ${text(grid)} AND version = 0) AS patrollers,
  count() AS checks,
  sum(length(hazards)) AS hazards
FROM inspections
WHERE at >= ${millis(from)} AND grid = ${text(grid)} AND version = 0`;

/** Rows as `Near` tells them. */
export interface PatrollerRow {
  patroller: string;
  seen: number;
  lon: number;
  lat: number;
  metres: number;
}
export const patrollerOf = ({ seen, ...row }: PatrollerRow): Near['patrollers'][number] => ({
  ...row,
  at: seen,
});
