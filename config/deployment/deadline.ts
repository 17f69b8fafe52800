import type { Millis } from '../contract/ids.ts';
import { HOP_EVENTS, type HopEvent, STATE_AFTER } from '../contract/vocabulary.ts';
import { addWork, calendarOf, type Working, workBetween } from './calendar.ts';
import { addSpan, isWorkSpan, type Limited, limitsOf } from './limits.ts';
import type { Deployment } from './schema.ts';

/** What decides deadlines. */
export type Ruled = Pick<Deployment, 'limits'> & Working;

/** A case with the handling deadline that it has. */
export interface Standing extends Limited {
  /** Null: none. */
  dueAt: Millis | null;
  /** Since when it is suspended (挂账); null: it is not. */
  suspendedAt: Millis | null;
}

/**
 * The handling deadline of a case after a step of it at `at` (domain §1.4): reopened, it has its limit
 * once more in full; sent to rework, what the rules give for that, if anything; resumed, what was left
 * of it when it was suspended. Any other step leaves it as it was.
 */
export function dueAfter(rules: Ruled, of: Standing, event: HopEvent, at: Millis): Millis | null {
  const limits = limitsOf(rules, of);
  const anew = event === 'reopen' ? limits?.handle : event === 'rework' ? limits?.rework : null;
  if (anew) return addSpan(Math.max(at, of.receivedAt), anew, rules);
  if (event !== 'resume' || of.dueAt === null || of.suspendedAt === null) return of.dueAt;
  const worked = limits !== null && isWorkSpan(limits.handle);
  return resumed(of.dueAt, of.suspendedAt, at, worked ? rules : null);
}

/** Steps that may change a deadline, or what a later one makes of it. Most cases have none. */
const MOVING: ReadonlySet<HopEvent> = new Set(['reopen', 'rework', 'suspend', 'resume']);

/**
 * The handling deadline that the rules give a case that took these steps; null: none matches it. What
 * is told to lie before its receipt counts as of its receipt.
 * @param steps in whatever order
 */
export function deadlineOf(
  rules: Ruled,
  of: Limited,
  steps: readonly { event: HopEvent; at: Millis }[],
): Millis | null {
  const limits = limitsOf(rules, of);
  if (limits === null) return null;
  const dueAt = addSpan(of.receivedAt, limits.handle, rules);
  const moving = steps.filter(({ event }) => MOVING.has(event));
  if (moving.length === 0) return dueAt;
  const { source, type, urgency, category, receivedAt } = of;
  const standing: Standing = {
    source,
    type,
    urgency,
    category,
    receivedAt,
    dueAt,
    suspendedAt: null,
  };
  for (const { event, at } of moving.sort(inCourse)) {
    standing.dueAt = dueAfter(rules, standing, event, at);
    if (event === 'suspend') standing.suspendedAt ??= Math.max(at, receivedAt);
    else if (event === 'resume' || event === 'reopen') standing.suspendedAt = null;
  }
  return standing.dueAt;
}

/** By time; at one instant in the usual course of a case, in whatever order they were told. */
const inCourse = (a: { event: HopEvent; at: Millis }, b: typeof a): number =>
  a.at - b.at || HOP_EVENTS.indexOf(a.event) - HOP_EVENTS.indexOf(b.event);

/** A time in which a case was suspended: from its suspension (挂账) to the step by which it went on. */
export interface Pause {
  from: Millis;
  to: Millis;
}

/**
 * The times in which a case was suspended and that are over. Whatever step leads on ends one: of many systems
 * nobody hears that a case is resumed.
 * @param steps in their order
 */
export function pausesOf(steps: readonly { event: HopEvent; at: Millis }[]): Pause[] {
  const pauses: Pause[] = [];
  let from: Millis | null = null;
  for (const { event, at } of steps) {
    const state = STATE_AFTER[event];
    if (state === 'suspended') from ??= at;
    else if (state !== null && from !== null) {
      pauses.push({ from, to: at });
      from = null;
    }
  }
  return pauses;
}

/**
 * The deadline that a case has after pauses of which whoever told it did not know. What was told once a pause
 * was over counts it already, unless it is what the limits give a case that was never suspended.
 * @param told the deadline told last, and as of when
 */
export function dueAfterPauses(
  rules: Ruled,
  of: Limited,
  told: { dueAt: Millis; asOf: Millis },
  pauses: readonly Pause[],
): Millis {
  const counted = told.dueAt === deadlineOf(rules, of, []);
  return pauses
    .filter(({ to }) => counted || to > told.asOf)
    .reduce(
      (dueAt, { from, to }) =>
        dueAfter(rules, { ...of, dueAt, suspendedAt: from }, 'resume', to) ?? dueAt,
      told.dueAt,
    );
}

/**
 * A deadline with the time that was left of it when it was suspended, counted from when it is resumed.
 * One that had passed by then stays passed.
 * @param working null: the time is natural
 */
function resumed(
  dueAt: Millis,
  suspendedAt: Millis,
  resumedAt: Millis,
  working: Working | null,
): Millis {
  if (suspendedAt >= dueAt || resumedAt <= suspendedAt) return dueAt;
  if (working === null) return resumedAt + (dueAt - suspendedAt);
  const calendar = calendarOf(working);
  return addWork(resumedAt, workBetween(suspendedAt, dueAt, calendar), calendar);
}
