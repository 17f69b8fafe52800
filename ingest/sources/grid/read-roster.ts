import { z } from 'zod';
import type { Millis } from '../../../config/contract/ids.ts';
import { err, ok, type Result } from '../../../config/contract/result.ts';
import { dayStart, isoDay } from '../../../config/contract/zone.ts';
import type { RegisterDraft } from '../../pipeline/draft.ts';
import type { GridNames } from '../grid-names.ts';
import { createFieldReader, timeField } from '../http/fields.ts';
import type { Parsed } from '../http/records.ts';
import { createDayReader, createTimeReader } from '../http/times.ts';
import { PatrollerNo, Short } from './fields.ts';

/**
 * Reads rows of the roster (巡查员名册): {patroller, grid, role, validFrom, validTo?, updatedAt?}. Names are
 * not read, whatever a sender tells. A grid that the deployment does not have is refused.
 */
export function createRosterReader(options: {
  source: string;
  /** Of local times. */
  zone: string;
  gridOf: GridNames;
}): (record: unknown) => Parsed[] {
  const { source, zone, gridOf } = options;
  const day = timeField(createDayReader(zone));
  const reader = createFieldReader(
    z.object({
      patroller: PatrollerNo,
      grid: Short.refine((name) => gridOf(name) !== undefined, 'no such grid'),
      role: Short.default(''),
      validFrom: day,
      validTo: day.optional(),
      updatedAt: timeField(createTimeReader(zone)).optional(),
    }),
    {
      patroller: ['巡查员', '巡查员编号', 'patroller_no'],
      grid: ['网格', '网格编号', 'grid_id'],
      role: ['角色', '岗位'],
      validFrom: ['生效日期', 'valid_from'],
      validTo: ['失效日期', 'valid_to'],
      updatedAt: ['更新时间', 'updated_at'],
    },
  );
  const date = (at: Millis): string => isoDay(at, zone);

  const draftOf = (record: unknown): Result<RegisterDraft> => {
    const read = reader.read(record);
    if (!read.ok) return read;
    const { patroller, grid, role, validFrom, validTo, updatedAt } = read.value;
    if (validTo !== undefined && validTo <= validFrom)
      return err(`validTo: ${date(validTo)}: not after ${date(validFrom)}`);
    return ok({
      kind: 'register',
      source,
      register: 'roster',
      key: patroller,
      name: '',
      grid,
      place: null,
      validFrom: date(validFrom),
      validTo: validTo === undefined ? '' : date(validTo),
      at: updatedAt ?? dayStart(validFrom, zone),
      values: role === '' ? {} : { role },
    });
  };

  return (record) => {
    const no = reader.told(record, 'patroller');
    const draft = draftOf(record);
    const sent = { no, ignored: reader.ignored(record) };
    return [draft.ok ? { ...sent, draft: draft.value } : { ...sent, refusal: draft.error }];
  };
}
