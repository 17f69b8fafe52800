import type { Millis } from '../../../config/contract/ids.ts';
import { createDateReader } from '../dates.ts';

const DAYS = ['yyyy-M-d', 'yyyy/M/d'];
/** How upstreams write a local time: 2026-11-23 08:00:00, 2026/11/23 8:00, 2026-11-23T08:00:00.000. */
const LAYOUTS = DAYS.flatMap((day) =>
  [' ', 'T'].flatMap((between) =>
    ['H:mm:ss', 'H:mm', 'H:mm:ss.SSS'].map((time) => `${day}${between}${time}`),
  ),
);
const OFFSET = /:\d\d(?:\.\d+)?(?<offset>Z|(?<sign>[+-])(?<hours>[01]\d):?(?<minutes>[0-5]\d))$/i;

/** Reads a text into UTC milliseconds; null: not a time that exists. */
export type ReadTime = (text: string) => Millis | null;

/**
 * Reads times as upstream systems write them: local ones of the zone, also as 20261123080000, or with
 * the offset of ISO 8601.
 */
export function createTimeReader(zone: string): ReadTime {
  const local = createDateReader([...LAYOUTS, 'yyyyMMddHHmmss'], zone);
  const universal = createDateReader(LAYOUTS, 'UTC');
  return (text) => {
    const found = OFFSET.exec(text)?.groups;
    if (!found) return local(text);
    const { offset = '', sign, hours, minutes } = found;
    const at = universal(text.slice(0, -offset.length));
    if (at === null) return null;
    const ahead = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
    return sign === '-' ? at + ahead : at - ahead;
  };
}

/** Like `createTimeReader`, and a bare date is the start of its day in the zone. */
export function createDayReader(zone: string): ReadTime {
  const time = createTimeReader(zone);
  const day = createDateReader([...DAYS, 'yyyyMMdd'], zone);
  return (text) => day(text) ?? time(text);
}
