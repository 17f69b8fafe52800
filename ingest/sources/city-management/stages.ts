import type { HopEvent } from '../../../config/contract/vocabulary.ts';

interface Desk {
  name: string;
  /** Stage codes (活动属性) of its acts. */
  stages: readonly number[];
  /** What the end of an act does that passes the case on to a later desk. */
  onward: HopEvent;
  /** What it does where it sends the case back to an earlier desk. */
  back: HopEvent;
  /** What it does where another act of the same desk follows. */
  within: HopEvent;
}

/**
 * The desks that a case passes, in their order, with the stage codes of eGova's digital city management
 * (domain §1.3). An act is one stay at a desk. What its end does to the case shows in where the case
 * goes next, so the code alone does not tell.
 *
 * - 受理 has no state of its own in our machine: an accepted case is still to be filed.
 * - A desk may be left out: the acceptor files (2 → 5) or dispatches at once (2 → 7). The last desk
 *   passed names the hop.
 * - The end of 处置 is the unit's answer, not the end of the case. Its start is the signature.
 * - 督查 looks at what was done, and changes no state.
 * - Back from 督查, 核查 or 值班长 is 返工, whichever desk gets it; back from 派遣 or 处置 is 退回.
 * - 核查 by district and city (11, 13) is one check, passed with the last of them.
 * - 值班长 (12, 14) signs. Closed is a case only at code 101, and he may still send it back.
 */
const DESKS: readonly Desk[] = [
  { name: '受理', stages: [1, 2], onward: 'comment', back: 'comment', within: 'comment' },
  { name: '立案', stages: [3, 4], onward: 'file', back: 'comment', within: 'comment' },
  { name: '派遣', stages: [5, 6], onward: 'dispatch', back: 'return', within: 'comment' },
  { name: '处置', stages: [7, 8], onward: 'finish', back: 'return', within: 'dispatch' },
  { name: '督查', stages: [9, 10], onward: 'supervise', back: 'rework', within: 'supervise' },
  { name: '核查', stages: [11, 13], onward: 'check', back: 'rework', within: 'comment' },
  { name: '值班长', stages: [12, 14], onward: 'comment', back: 'rework', within: 'comment' },
];

interface End {
  name: string;
  /** What it does to the case that it comes to this code. */
  reached: HopEvent;
  /** What it does that it leaves it again. */
  left: HopEvent;
}

/** Where a case is at no desk. 103 is named in the same system's statistics, beside the codes of domain §1.3. */
const ENDS = new Map<number, End>([
  [101, { name: '结案', reached: 'close', left: 'reopen' }],
  [102, { name: '作废', reached: 'cancel', left: 'reopen' }],
  [103, { name: '挂账', reached: 'suspend', left: 'resume' }],
]);
const CLOSED = 101;

const DESK_OF = new Map(DESKS.flatMap(({ stages }, desk) => stages.map((code) => [code, desk])));
const HANDLING = DESKS.findIndex(({ name }) => name === '处置');

/** Name of the desk or end that a stage code stands for; undefined: no such code. */
export const stageName = (code: number): string | undefined =>
  ENDS.get(code)?.name ?? DESKS[DESK_OF.get(code) ?? -1]?.name;

export const endOf = (code: number): End | undefined => ENDS.get(code);

/** True of acts whose start is the signature, and whose deadline is that of handling. */
export const isHandling = (code: number): boolean => DESK_OF.get(code) === HANDLING;

/** True where both codes are those of one desk or end. */
export const sameDesk = (a: number, b: number): boolean => stageName(a) === stageName(b);

/** What the end of an act at desk or end `from` does to a case that stands at `to` afterwards. */
export function meaning(from: number, to: number): HopEvent {
  const there = DESK_OF.get(to);
  const end = ENDS.get(from);
  if (end) return there === undefined ? 'comment' : end.left;
  const here = DESK_OF.get(from) ?? 0;
  const desk = DESKS[here] as Desk;
  // a case that is cancelled or put aside leaves its act undone
  if (there === undefined) return to === CLOSED ? desk.onward : 'comment';
  if (there < here) return desk.back;
  if (there === here) return desk.within;
  const last = here < HANDLING ? Math.min(there, HANDLING) - 1 : here;
  return (DESKS[last] as Desk).onward;
}
