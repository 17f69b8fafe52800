import { z } from 'zod';
import { err, ok, type Result } from '../../../config/contract/result.ts';
import type { GridSettings } from '../../../config/deployment/ports/grid.ts';
import type { TrackDraft } from '../../pipeline/draft.ts';
import { createFieldReader, timeField } from '../http/fields.ts';
import { placeOf } from '../http/place.ts';
import type { Parsed } from '../http/records.ts';
import { createTimeReader } from '../http/times.ts';
import { PatrollerNo, PLACE, PLACE_NAMES, Short } from './fields.ts';

/** Points of one track in one record. */
const MOST_POINTS = 5000;

const NAMES = {
  patroller: ['巡查员', '巡查员编号', 'patroller_no'],
  track: ['轨迹编号', 'track_id'],
  datum: PLACE_NAMES.datum,
  points: ['轨迹', '点'],
};

/**
 * Reads stretches of patrol tracks (巡查轨迹): {patroller, track, datum?, points: [{at, lon, lat, datum?}]}.
 * A point that cannot be read is refused by itself; the others are taken.
 */
export function createTrackReader(options: {
  source: string;
  settings: GridSettings;
  /** Of local times. */
  zone: string;
}): (record: unknown) => Parsed[] {
  const { source, settings, zone } = options;
  const points = createFieldReader(z.object({ ...PLACE, at: timeField(createTimeReader(zone)) }), {
    ...PLACE_NAMES,
    at: ['time', '时间', '定位时间'],
  });
  const tracks = createFieldReader(
    z.object({
      patroller: PatrollerNo,
      track: Short,
      datum: PLACE.datum,
      points: z
        .array(z.unknown(), 'not a list of points')
        .min(1, 'no point')
        .max(MOST_POINTS, `more than ${MOST_POINTS} points`),
    }),
    NAMES,
    { points },
  );

  const pointOf = (
    point: unknown,
    datum: GridSettings['datum'],
  ): Result<TrackDraft['points'][number]> => {
    const read = points.read(point);
    if (!read.ok) return err(read.error);
    const { at, lon, lat } = read.value;
    const { place } = placeOf(lon, lat, read.value.datum ?? datum);
    return place === null ? err('lon, lat: no position') : ok({ at, place });
  };

  return (record) => {
    const read = tracks.read(record);
    const sent = { no: tracks.told(record, 'track'), ignored: tracks.ignored(record) };
    if (!read.ok) return [{ ...sent, refusal: read.error }];
    const { patroller, track } = read.value;
    const good: TrackDraft['points'] = [];
    const bad: string[] = [];
    for (const [n, told] of read.value.points.entries()) {
      const point = pointOf(told, read.value.datum ?? settings.datum);
      if (point.ok) good.push(point.value);
      else bad.push(`points ${n + 1}: ${point.error}`);
    }
    const parsed: Parsed[] = [];
    if (good.length > 0)
      parsed.push({
        ...sent,
        draft: { kind: 'track', source, patroller, track, points: good } satisfies TrackDraft,
      });
    if (bad.length > 0)
      parsed.push({
        ...sent,
        refusal: bad.length === 1 ? `${bad[0]}` : `${bad[0]} (and ${bad.length - 1} other points)`,
      });
    return parsed;
  };
}
