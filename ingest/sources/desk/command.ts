import { z } from 'zod';
import type { Millis } from '../../../config/contract/ids.ts';
import { assertNever } from '../../../config/contract/result.ts';
import type { AlertActionDraft, HopDraft, StepDraft } from '../../pipeline/draft.ts';

const Words = z.string().trim().max(4000);
const Reason = Words.min(1, 'a reason is needed');
const Later = z.iso
  .datetime({ offset: true, error: 'not a date and time in ISO 8601 with its offset' })
  .transform((text) => Date.parse(text));
const Unit = z.string().min(1).max(256);

/** The case meant, as its port numbers it. */
const Case = z.strictObject({
  source: z.string().min(1).max(256),
  upstreamNo: z.string().min(1).max(256),
  redo: z.number().int().min(0).default(0),
});

const onCase = <Act extends string, Shape extends z.core.$ZodLooseShape>(act: Act, shape: Shape) =>
  z.strictObject({ on: z.literal('case'), case: Case, act: z.literal(act), ...shape });
const onAlert = <Act extends string, Shape extends z.core.$ZodLooseShape>(act: Act, shape: Shape) =>
  z.strictObject({
    on: z.literal('alert'),
    alert: z.string().min(1).max(1024),
    act: z.literal(act),
    ...shape,
  });

/** What is done to a case (domain §1.3). */
const CaseCommand = z.discriminatedUnion('act', [
  onCase('accept', {}),
  onCase('dispatch', { unit: Unit, coUnits: z.array(Unit).max(20).default([]) }),
  onCase('return', { reason: Reason }),
  onCase('sign', {}),
  onCase('contact', {}),
  onCase('extend', { until: Later, reason: Reason }),
  onCase('suspend', { reason: Reason, until: Later.optional() }),
  onCase('resume', {}),
  onCase('finish', { note: Reason }),
  onCase('check', {}),
  onCase('rework', { reason: Reason }),
  onCase('visit', {
    /** 0 not solved, 1 solved, 2 no answer. */
    solved: z.literal([0, 1, 2]),
    satisfaction: z.string().max(64).default(''),
  }),
  onCase('close', {}),
  onCase('reopen', { reason: Reason }),
  onCase('cancel', { reason: Reason }),
  onCase('merge', { into: Case }),
  onCase('urge', {}),
  onCase('supervise', {}),
  onCase('comment', { text: Reason }),
]);
type CaseCommand = z.output<typeof CaseCommand>;

/** What is done about an alert. */
const AlertCommand = z.discriminatedUnion('act', [
  onAlert('acknowledge', {}),
  onAlert('comment', { text: Reason }),
  onAlert('silence', { until: Later }),
  onAlert('false-alarm', {}),
]);

/** One command as a desk tells it. */
export const Command = z.strictObject({
  /** Made by the client, another one each command: told twice it is done once. */
  no: z.string().min(1).max(64),
  /** Role or desk, never a person: an id such as `duty-officer` or `desk-2`. */
  actor: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/i, 'the id of a role or desk: letters, digits, dot, dash'),
  /** When it was given; absent: now. */
  at: Later.optional(),
  command: z.discriminatedUnion('on', [CaseCommand, AlertCommand]),
});
export type Command = z.output<typeof Command>;

/** Until when a command shall hold; undefined: it does not say. */
export const untilOf = ({ command }: Command): Millis | undefined =>
  'until' in command ? command.until : undefined;

/** What the command's event states besides who and when. */
function said(command: CaseCommand): Omit<HopDraft, 'at'> {
  switch (command.act) {
    case 'accept':
      return { event: 'file' };
    case 'dispatch':
      return {
        event: 'dispatch',
        unit: command.unit,
        details: command.coUnits.length > 0 ? { coUnits: command.coUnits.join(',') } : {},
      };
    case 'extend':
      return { event: 'extend', dueAt: command.until, note: command.reason };
    case 'suspend':
      return {
        event: 'suspend',
        note: command.reason,
        details:
          command.until === undefined ? {} : { deadline: new Date(command.until).toISOString() },
      };
    case 'return':
    case 'rework':
    case 'reopen':
    case 'cancel':
      return { event: command.act, note: command.reason };
    case 'finish':
      return { event: 'finish', note: command.note };
    case 'visit':
      return {
        event: 'visit',
        solved: command.solved,
        details: command.satisfaction === '' ? {} : { satisfaction: command.satisfaction },
      };
    case 'comment':
      return { event: 'comment', note: command.text };
    case 'merge':
    case 'sign':
    case 'contact':
    case 'resume':
    case 'check':
    case 'close':
    case 'urge':
    case 'supervise':
      return { event: command.act };
    default:
      return assertNever(command);
  }
}

/**
 * The record that a command is: a step of its case, or an act about an alert. Its identity is the
 * client and the client's number, in words, so that it is neither taken for the upstream's own number
 * of a hop nor for its place in their order.
 * @param at when it was given
 */
export function draftOf(
  { no, actor, command }: Command,
  client: string,
  source: string,
  at: Millis,
): StepDraft | AlertActionDraft {
  if (command.on === 'alert')
    return {
      kind: 'alert-act',
      no: `${client}/${no}`,
      source,
      alertId: command.alert,
      act: command.act,
      at,
      actor,
      note: command.act === 'comment' ? command.text : '',
      until: command.act === 'silence' ? command.until : null,
    };
  return {
    kind: 'step',
    case: command.case,
    ...(command.act === 'merge' ? { parent: command.into } : {}),
    hops: [{ ...said(command), at, no: `desk/${client}/${no}`, actor }],
  };
}
