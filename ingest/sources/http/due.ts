import { dayStart } from '../../../config/contract/zone.ts';
import { timeField } from './fields.ts';
import { createDayReader, createTimeReader } from './times.ts';

const SECOND = 1000;

/** A deadline: a bare date is met until its day ends. */
export const dueField = (zone: string) => {
  const time = createTimeReader(zone);
  const day = createDayReader(zone);
  return timeField((text) => {
    const at = time(text);
    if (at !== null) return at;
    const start = day(text);
    return start === null ? null : dayStart(start, zone, 1) - SECOND;
  });
};
