import {
  CASE_STATES,
  type CaseState,
  HOP_EVENTS,
  type HopEvent,
  STATE_AFTER,
} from './vocabulary.ts';

/**
 * The state machine of a case (domain §1.3) as one table, state × event.
 *
 * Invariants, each with its test:
 * 1. Every state answers every event.
 * 2. What moves leads where STATE_AFTER says; an event without a state of its own never moves.
 * 3. Out of an ended state lead only reopening and cancelling; out of `cancelled` nothing.
 * 4. Every open state can be cancelled, be merged and, step by step, be closed.
 * 5. Only what is suspended is resumed, only what is ended is reopened, only what is done is checked.
 *
 * The table judges; it does not decide. What an upstream system says happened did happen: its case
 * stands where the newest hop put it, and a hop that the table calls illegal is kept and shown as
 * 异常流转. A command of our own desk that is not `moves` or `stays` is refused with the reason.
 */
export type Verdict =
  | { is: 'moves'; to: CaseState }
  /** Adds a fact; the case stays where it is. */
  | { is: 'stays' }
  /** Leads on over steps that were not told: many systems tell only some. Not for our own desk. */
  | { is: 'skips'; to: CaseState }
  | { is: 'illegal'; because: Obstacle };

/** Why an event cannot be: what stands in its way. */
export const OBSTACLES = [
  'ended', // 已办结或作废
  'undispatched', // 尚未派遣
  'unsigned', // 尚未签收
  'suspended', // 挂账中, 须先恢复
  'not-suspended', // 未挂账
  'unfinished', // 尚未反馈办结
  'finished', // 已反馈办结, 只可核查或返工
  'not-ended', // 未结案, 无从重办
  'already', // 已是如此或已过此步
] as const;

/** Why a deadline cannot be put off (延期, domain §1.4). */
export const EXTENSION_OBSTACLES = [
  'no-deadline', // 无时限, 无从延期
  'extended', // 已延期过
  'late', // 已超期
  'not-later', // 不晚于现时限
  'beyond', // 超出可延的时长
] as const;
export type Obstacle = (typeof OBSTACLES | typeof EXTENSION_OBSTACLES)[number];

const LEADS_ON: Readonly<Record<string, 'moves' | 'skips'>> = { '>': 'moves', '~': 'skips' };
const OBSTACLE: Readonly<Record<string, Obstacle>> = {
  e: 'ended',
  n: 'undispatched',
  u: 'unsigned',
  p: 'suspended',
  s: 'not-suspended',
  d: 'unfinished',
  f: 'finished',
  o: 'not-ended',
  a: 'already',
};

/** Columns are HOP_EVENTS in their order, by their first three letters. A dot: stays. */
const TABLE = `
            rep ver rej fil mer dis sig con ret ext sus res fin rew che vis clo reo can urg sup com ame
reported    .   >   >   >   >   ~   ~   .   n   n   n   s   ~   d   ~   d   >   o   >   .   .   .   .
verifying   .   a   >   >   >   ~   ~   .   n   n   n   s   ~   d   ~   d   ~   o   >   .   .   .   .
filed       .   a   a   a   >   >   ~   .   n   n   n   s   ~   d   ~   d   >   o   >   .   .   .   .
dispatched  .   a   a   a   >   >   >   .   >   .   u   s   ~   d   ~   d   ~   o   >   .   .   .   .
returned    .   a   a   a   >   >   n   .   a   n   n   s   ~   d   ~   d   ~   o   >   .   .   .   .
handling    .   a   a   a   >   >   .   .   >   .   >   s   >   d   ~   d   ~   o   >   .   .   .   .
suspended   .   a   a   a   >   p   p   .   p   p   a   >   ~   d   ~   d   ~   o   >   .   .   .   .
done        .   a   a   a   >   f   f   .   f   f   f   s   .   >   >   .   ~   o   >   .   .   .   .
checked     .   a   a   a   >   f   f   .   f   f   f   s   f   >   a   .   >   o   >   .   .   .   .
reopened    .   a   a   >   >   >   ~   .   n   n   n   s   ~   d   ~   d   ~   a   >   .   .   .   .
closed      .   e   e   e   e   e   e   e   e   e   e   e   e   e   e   .   a   >   >   .   .   .   .
rejected    .   e   a   e   e   e   e   e   e   e   e   e   e   e   e   e   e   >   >   .   .   .   .
merged      .   e   e   e   a   e   e   e   e   e   e   e   e   e   e   e   e   >   >   .   .   .   .
cancelled   .   e   e   e   e   e   e   e   e   e   e   e   e   e   e   e   e   e   a   .   .   .   .
`;

function verdictOf(cell: string, event: HopEvent): Verdict {
  if (cell === '.') return { is: 'stays' };
  const because = OBSTACLE[cell];
  if (because !== undefined) return { is: 'illegal', because };
  const is = LEADS_ON[cell];
  const to = STATE_AFTER[event];
  if (is === undefined || to === null) throw new Error(`no verdict on ${event}: "${cell}"`);
  return { is, to };
}

function parseTable(): Record<CaseState, Record<HopEvent, Verdict>> {
  const [head = [], ...rows] = TABLE.trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  if (HOP_EVENTS.some((event, n) => event.slice(0, 3) !== head[n]))
    throw new Error('the columns are not the events');
  const answers = new Map(
    rows.map(([state, ...cells]) => [
      state,
      Object.fromEntries(HOP_EVENTS.map((event, n) => [event, verdictOf(cells[n] ?? '', event)])),
    ]),
  );
  return Object.fromEntries(
    CASE_STATES.map((state) => [state, answers.get(state)]),
  ) as unknown as Record<CaseState, Record<HopEvent, Verdict>>;
}

/** What every event means in every state. */
export const MACHINE: Readonly<Record<CaseState, Readonly<Record<HopEvent, Verdict>>>> =
  parseTable();

/**
 * What stood in the way of each step of a case, in their order; null: nothing did. A step that could
 * not be leads on all the same: it happened.
 */
export function obstaclesOf(events: readonly HopEvent[]): (Obstacle | null)[] {
  let state: CaseState = 'reported';
  return events.map((event) => {
    const verdict = MACHINE[state][event];
    state = STATE_AFTER[event] ?? state;
    return verdict.is === 'illegal' ? verdict.because : null;
  });
}
