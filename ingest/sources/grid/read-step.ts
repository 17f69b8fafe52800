import { z } from 'zod';
import { err, ok, type Result } from '../../../config/contract/result.ts';
import type { HopDraft } from '../../pipeline/draft.ts';
import { dueField } from '../http/due.ts';
import { createFieldReader, timeField, Whole, wordField } from '../http/fields.ts';
import { createTimeReader } from '../http/times.ts';
import { stated } from '../stated.ts';
import { detailsOf, Long, Short } from './fields.ts';
import { STEPS } from './words.ts';

const NAMES = {
  no: ['step_no', 'stepNo', '环节编号', '序号'],
  event: ['step', '环节', '动作'],
  at: ['time', '时间', '办理时间'],
  unit: ['承办单位', '处置单位'],
  actor: ['role', '岗位', '经办岗位'],
  note: ['意见', '说明', '办理意见'],
  dueAt: ['due', '期限', '办理期限'],
  solved: ['是否解决'],
  satisfaction: ['满意度'],
  failReason: ['未解决原因'],
  publicAnswer: ['公开答复'],
  stage: ['阶段'],
};

/** Reads later steps of a passed-on report. */
export interface StepReader {
  /** @param photos content hashes of the photos that came with it */
  read(record: unknown, photos: readonly string[]): Result<HopDraft>;
  /** The sender's own number of the step; '' where it has none. */
  numberOf(record: unknown): string;
  /** Its fields that are not known. */
  ignored(record: unknown): string[];
}

/** @param zone of local times */
export function createStepReader(zone: string): StepReader {
  const reader = createFieldReader(
    z.object({
      no: Short.optional(),
      event: wordField(STEPS),
      at: timeField(createTimeReader(zone)),
      unit: Short.optional(),
      actor: Short.optional(),
      note: Long.optional(),
      dueAt: dueField(zone).optional(),
      solved: Whole.pipe(z.literal([0, 1, 2])).optional(),
      satisfaction: Short.optional(),
      failReason: Long.optional(),
      publicAnswer: Long.optional(),
      stage: Short.optional(),
    }),
    NAMES,
  );
  return {
    numberOf: (record) => reader.told(record, 'no'),
    ignored: reader.ignored,
    read(record, photos) {
      const read = reader.read(record);
      if (!read.ok) return err(read.error);
      const { event, at, satisfaction, failReason, publicAnswer, stage, ...told } = read.value;
      return ok({
        ...stated(told),
        event,
        at,
        details: detailsOf({
          satisfaction,
          failReason,
          publicAnswer,
          stage,
          photos: photos.join(','),
        }),
      });
    },
  };
}
