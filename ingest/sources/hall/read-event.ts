import { z } from 'zod';
import type { HallDraft } from '../../pipeline/draft.ts';
import { createFieldReader, type FieldNames, Text, timeField, wordField } from '../http/fields.ts';
import type { Parsed } from '../http/records.ts';
import { createTimeReader } from '../http/times.ts';

/** What becomes of a ticket (排队票), and the health and use of a self-service terminal. */
const EVENTS = {
  ticket: {
    取号: 'taken',
    taken: 'taken',
    叫号: 'called',
    called: 'called',
    办结: 'served',
    served: 'served',
    过号: 'left',
    弃号: 'left',
    left: 'left',
  },
  terminal: {
    上线: 'online',
    online: 'online',
    离线: 'offline',
    offline: 'offline',
    办理: 'transaction',
    transaction: 'transaction',
  },
} as const satisfies Record<HallDraft['subject'], Record<string, HallDraft['event']>>;

const COMMON: FieldNames = {
  event: ['状态', '动作'],
  at: ['time', '时间'],
  window: ['窗口', '窗口号'],
  item: ['事项', '事项名称'],
  department: ['部门', '进驻部门'],
};
const NAMES: Readonly<Record<HallDraft['subject'], FieldNames>> = {
  ticket: { ...COMMON, no: ['ticket', '票号'] },
  terminal: { ...COMMON, no: ['terminal', '终端编号'] },
};

/**
 * Reads events of the approval hall (审批大厅): {no, event, at, window?, item?, department?}. Numbers of tickets
 * begin anew each day: a ticket is its number and its day.
 * @param zone of local times
 */
export function createHallReader(
  source: string,
  subject: HallDraft['subject'],
  zone: string,
): (record: unknown) => Parsed[] {
  const reader = createFieldReader(
    z.object({
      no: Text,
      event: wordField<HallDraft['event']>(EVENTS[subject]),
      at: timeField(createTimeReader(zone)),
      window: Text.default(''),
      item: Text.default(''),
      department: Text.default(''),
    }),
    NAMES[subject],
  );
  return (record) => {
    const sent = { no: reader.told(record, 'no'), ignored: reader.ignored(record) };
    const read = reader.read(record);
    if (!read.ok) return [{ ...sent, refusal: read.error }];
    const draft: HallDraft = { kind: 'hall', source, subject, ...read.value };
    return [{ ...sent, draft }];
  };
}
