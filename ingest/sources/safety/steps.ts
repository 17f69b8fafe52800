import { z } from 'zod';
import type { Millis } from '../../../config/contract/ids.ts';
import { err, ok, type Result } from '../../../config/contract/result.ts';
import type { HopDraft, StepDraft } from '../../pipeline/draft.ts';
import { dueField } from '../http/due.ts';
import { createFieldReader, Text, timeField, wordField, YesNo } from '../http/fields.ts';
import type { Parsed } from '../http/records.ts';
import { createTimeReader } from '../http/times.ts';
import { ACTIONS, RECHECK_NAMES, UPDATE_NAMES } from './names.ts';

const stepOf = (hazard: string, hop: HopDraft): StepDraft => ({
  kind: 'step',
  case: { source: 'safety', upstreamNo: hazard },
  hops: [hop],
});

/**
 * Makes a step of a hazard's case of each update (domain §2.7): 整改完成 finishes, a passed 复查 checks and
 * a failed one sends it back, 销号 closes, 挂牌督办 supervises, 延期 extends to the date that it must name.
 * The hazard need not be known yet.
 */
export function createUpdateParser(zone: string): (record: unknown) => Parsed[] {
  const reader = createFieldReader(
    z.object({
      hazard: Text,
      action: wordField(ACTIONS),
      at: timeField(createTimeReader(zone)),
      no: Text.optional(),
      passed: YesNo.optional(),
      due: dueField(zone).optional(),
      by: Text.default(''),
      note: Text.default(''),
    }),
    UPDATE_NAMES,
  );
  const draftOf = (record: unknown): Result<StepDraft> => {
    const told = reader.read(record);
    if (!told.ok) return told;
    const { hazard, action, at, no, passed, due, by, note } = told.value;
    if (action === 'check' && passed === undefined) return err('passed: empty, 复查 must tell it');
    if (action === 'extend' && due === undefined) return err('due: empty, 延期 must tell it');
    return ok(
      stepOf(hazard, {
        event: action === 'check' && passed === false ? 'rework' : action,
        at,
        ...(no === undefined ? {} : { no }),
        ...(due === undefined ? {} : { dueAt: due }),
        actor: by,
        note,
      }),
    );
  };
  return (record) => {
    const no = reader.told(record, 'no') || reader.told(record, 'hazard');
    const draft = draftOf(record);
    const sent = { no, ignored: reader.ignored(record) };
    return [draft.ok ? { ...sent, draft: draft.value } : { ...sent, refusal: draft.error }];
  };
}

/** Reads what an inspection says of hazards that it looked at again (复查). */
export interface RecheckReader {
  read(
    recheck: unknown,
    inspection: { no: string; at: Millis; inspector: string },
  ): Result<StepDraft>;
  /** Fields of one recheck that are not known. */
  ignored(recheck: unknown): string[];
}

export function createRecheckReader(zone: string): RecheckReader {
  const reader = createFieldReader(
    z.object({
      hazard: Text,
      passed: YesNo,
      due: dueField(zone).optional(),
      note: Text.default(''),
    }),
    RECHECK_NAMES,
  );
  const read: RecheckReader['read'] = (recheck, { no, at, inspector }) => {
    const told = reader.read(recheck);
    if (!told.ok) return told;
    const { hazard, passed, due, note } = told.value;
    return ok(
      stepOf(hazard, {
        event: passed ? 'check' : 'rework',
        at,
        no: `recheck:${no}`,
        ...(due === undefined ? {} : { dueAt: due }),
        actor: inspector,
        note,
      }),
    );
  };
  return { read, ignored: reader.ignored };
}
