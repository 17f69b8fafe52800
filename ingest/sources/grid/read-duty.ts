import { z } from 'zod';
import type { AttendanceDraft } from '../../pipeline/draft.ts';
import { createFieldReader, timeField, wordField } from '../http/fields.ts';
import type { Parsed } from '../http/records.ts';
import { createTimeReader } from '../http/times.ts';
import { PatrollerNo, Short } from './fields.ts';
import { PHASES } from './words.ts';

/** Reads attendance (出勤): {patroller, phase: 上岗 or 下岗, at, grid}. */
export function createDutyReader(options: {
  source: string;
  /** Of local times. */
  zone: string;
}): (record: unknown) => Parsed[] {
  const reader = createFieldReader(
    z.object({
      patroller: PatrollerNo,
      phase: wordField(PHASES),
      at: timeField(createTimeReader(options.zone)),
      grid: Short.default(''),
    }),
    {
      patroller: ['巡查员', '巡查员编号', 'patroller_no'],
      phase: ['状态', '考勤'],
      at: ['time', '时间'],
      grid: ['网格', '网格编号', 'grid_id'],
    },
  );
  return (record) => {
    const read = reader.read(record);
    const sent = { no: reader.told(record, 'patroller'), ignored: reader.ignored(record) };
    if (!read.ok) return [{ ...sent, refusal: read.error }];
    const draft: AttendanceDraft = { kind: 'attendance', source: options.source, ...read.value };
    return [{ ...sent, draft }];
  };
}
