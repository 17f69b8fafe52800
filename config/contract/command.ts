import { z } from 'zod';
import { type AlertId, alertId, type CaseId, caseId, type Millis } from './ids.ts';
import { WALL_MODES, WALL_SUBJECTS, type WallAct } from './stage.ts';
import type { AlertAct, HopEvent } from './vocabulary.ts';

/** What is done to a case (domain §1.3), each with the step that it is. */
export const EVENT_OF = {
  verify: 'verify', // 发核实
  accept: 'file', // 立案
  reject: 'reject', // 不受理
  dispatch: 'dispatch', // 派遣 主办 协办
  return: 'return', // 退回
  sign: 'sign', // 签收
  contact: 'contact', // 联系诉求人
  extend: 'extend', // 延期
  suspend: 'suspend', // 挂账
  resume: 'resume', // 恢复处置
  finish: 'finish', // 反馈办结
  check: 'check', // 核查通过
  rework: 'rework', // 返工
  visit: 'visit', // 回访
  close: 'close', // 结案
  reopen: 'reopen', // 重办
  cancel: 'cancel', // 作废
  merge: 'merge', // 并单
  urge: 'urge', // 催办
  supervise: 'supervise', // 督办
  comment: 'comment', // 批注
  join: 'comment', // 认定为同一事项: a word on two cases that moves neither
  part: 'comment', // 认定为不同事项
} as const satisfies Record<string, HopEvent>;
export type CaseAct = keyof typeof EVENT_OF;
export const CASE_ACTS = Object.keys(EVENT_OF) as [CaseAct, ...CaseAct[]];

const Words = z.string().trim().max(4000);
const Reason = Words.min(1, 'a reason is needed');
const Time = z.codec(
  z.iso.datetime({ offset: true, error: 'not a date and time in ISO 8601 with its offset' }),
  z.number(),
  { decode: (text) => Date.parse(text), encode: (at) => new Date(at).toISOString() },
);
/** Id, name or alias. Helping units are told as one text, joined by a comma. */
const Unit = z
  .string()
  .trim()
  .min(1)
  .max(256)
  .regex(/^[^,]*$/, 'holds a comma');
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in hexadecimal digits');

/** A case as its port numbers it. */
export const CaseReference = z.strictObject({
  /** A colon would let two cases have one id. */
  source: z
    .string()
    .trim()
    .min(1)
    .max(256)
    .regex(/^[^:]*$/, 'holds a colon'),
  upstreamNo: z.string().trim().min(1).max(256),
  redo: z.number().int().min(0).max(65_535).default(0),
});
export type CaseReference = z.output<typeof CaseReference>;

export const caseOf = ({ source, upstreamNo, redo }: CaseReference): CaseId =>
  caseId(source, upstreamNo, redo);

/** Joined and parted cases are told as one text, joined by a comma. */
const Other = CaseReference.refine(({ source, upstreamNo }) => !/,/.test(source + upstreamNo), {
  error: 'a case with a comma in its number cannot be joined or parted',
});

const onCase = <Act extends CaseAct, Shape extends z.core.$ZodLooseShape>(act: Act, shape: Shape) =>
  z.strictObject({ on: z.literal('case'), case: CaseReference, act: z.literal(act), ...shape });
const onAlert = <Act extends AlertAct, Shape extends z.core.$ZodLooseShape>(
  act: Act,
  shape: Shape,
) =>
  z.strictObject({
    on: z.literal('alert'),
    alert: z.string().min(1).max(1024),
    act: z.literal(act),
    ...shape,
  });

const CaseCommand = z.discriminatedUnion('act', [
  onCase('verify', {}),
  onCase('accept', {}),
  onCase('reject', { reason: Reason }),
  onCase('dispatch', { unit: Unit, coUnits: z.array(Unit).max(20).default([]) }),
  onCase('return', { reason: Reason }),
  onCase('sign', {}),
  onCase('contact', {}),
  onCase('extend', { until: Time, reason: Reason }),
  onCase('suspend', { reason: Reason, until: Time.optional() }),
  onCase('resume', {}),
  /** Photos by their content hashes, of the place after handling. */
  onCase('finish', { note: Words.default(''), photos: z.array(Sha256).max(20).default([]) }),
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
  onCase('merge', { into: CaseReference }),
  onCase('urge', {}),
  onCase('supervise', {}),
  onCase('comment', { text: Reason }),
  onCase('join', { with: Other }),
  onCase('part', { with: Other }),
]);
export type CaseCommand = z.output<typeof CaseCommand>;

const AlertCommand = z.discriminatedUnion('act', [
  onAlert('acknowledge', {}),
  onAlert('comment', { text: Reason }),
  onAlert('silence', { until: Time }),
  onAlert('false-alarm', {}),
]);
export type AlertCommand = z.output<typeof AlertCommand>;

const onWall = <Act extends WallAct, Shape extends z.core.$ZodLooseShape>(act: Act, shape: Shape) =>
  z.strictObject({ on: z.literal('wall'), act: z.literal(act), ...shape });
const Subject = z.strictObject({ on: z.enum(WALL_SUBJECTS), id: z.string().min(1).max(1024) });

const WallCommand = z.discriminatedUnion('act', [
  onWall('mode', { mode: z.enum(WALL_MODES) }),
  onWall('focus', { subject: Subject }),
  onWall('clear', {}),
  onWall('enter', { subject: Subject, title: z.string().trim().min(1).max(120) }),
  onWall('leave', {}),
  onWall('log', { text: Reason }),
  onWall('task', { text: Reason, unit: Unit.optional(), until: Time.optional() }),
  onWall('finish', { task: z.string().min(1).max(1024) }),
]);
export type WallCommand = z.output<typeof WallCommand>;

/** One command as an officer gives it at a screen. */
export const Command = z.strictObject({
  /** Made by the client, another one each command: told twice it is done once. */
  no: z.string().regex(/^[\x21-\x7e]{1,64}$/, '1 to 64 letters, digits and signs of ASCII'),
  /** Role or desk, never a person: an id such as `duty-officer` or `desk-2`. */
  actor: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/i, 'the id of a role or desk: letters, digits, dot, dash'),
  command: z.discriminatedUnion('on', [CaseCommand, AlertCommand, WallCommand]),
});
export type Command = z.output<typeof Command>;

/** One command as it comes in. */
export const ToldCommand = Command.extend({
  /** Of a machine's token its name stands before what it claims, `desk:desk-2`: it can pass for no account. */
  actor: z
    .string()
    .regex(
      /^(?:[^:]{1,64}:)?[a-z0-9][a-z0-9._-]{0,63}$/i,
      'the id of a role or desk: letters, digits, dot, dash',
    ),
  /** When it was given; absent: now. */
  at: Time.optional(),
  /** The deadline that the step gives its case, by whoever knows the case; absent: the limits of its source decide. */
  dueAt: Time.nullable().optional(),
  /** The unit that gives the case back (退回), by whoever knows the case: its id, name or alias; absent: none is known. */
  returnedBy: z.string().min(1).max(256).optional(),
});
export type ToldCommand = z.output<typeof ToldCommand>;

/** What a command is about: a case, an alert, or the walls. */
export function subjectOf({ command }: Pick<Command, 'command'>): CaseId | AlertId | 'wall' {
  if (command.on === 'case') return caseOf(command.case);
  return command.on === 'alert' ? alertId(command.alert) : 'wall';
}

/** The other case that a command names; null: it names none. */
export function otherOf({ command }: Pick<Command, 'command'>): CaseId | null {
  if (command.on !== 'case') return null;
  if (command.act === 'merge') return caseOf(command.into);
  return command.act === 'join' || command.act === 'part' ? caseOf(command.with) : null;
}

/** Until when a command shall hold; undefined: it does not say. */
export const untilOf = ({ command }: Pick<Command, 'command'>): Millis | undefined =>
  'until' in command ? command.until : undefined;

/** What is wrong with a command whatever the state of its case; null: nothing. */
export type Flaw = 'itself' | 'no-evidence';
export function flawOf(command: Pick<Command, 'command'>): Flaw | null {
  if (otherOf(command) === subjectOf(command)) return 'itself';
  const { command: told } = command;
  const bare =
    told.on === 'case' && told.act === 'finish' && told.note === '' && told.photos.length === 0;
  return bare ? 'no-evidence' : null;
}
