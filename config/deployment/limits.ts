import { DateTime } from 'luxon';
import type { Millis } from '../contract/ids.ts';
import { assertNever } from '../contract/result.ts';
import type { CaseType, Urgency } from '../contract/vocabulary.ts';
import { HOUR, isoDay } from '../contract/zone.ts';
import { addWork, calendarOf, isProvisional, type Working } from './calendar.ts';
import type { Deployment, Limit, Span } from './schema.ts';

/** What of a case decides its limits. */
export interface Limited {
  source: string;
  type: CaseType;
  urgency: Urgency;
  /** Category levels, widest first. */
  category: readonly string[];
  receivedAt: Millis;
}

/** The spans allowed for the steps of a case. Absent: none is set. */
export type Limits = Pick<
  Limit,
  'verify' | 'sign' | 'contact' | 'handle' | 'rework' | 'check' | 'visit'
>;

/** The limits of a case: those of the first rule that matches it, or null where none does. */
export function limitsOf(
  deployment: Pick<Deployment, 'limits' | 'zone'>,
  of: Limited,
): Limits | null {
  return (
    deployment.limits.find(
      ({ since, source, type, urgency, category }) =>
        (since === undefined || since <= isoDay(of.receivedAt, deployment.zone)) &&
        (source === undefined || source === of.source) &&
        (type === undefined || type === of.type) &&
        (urgency === undefined || urgency === of.urgency) &&
        (category === undefined || category === of.category[0]),
    ) ?? null
  );
}

/**
 * The end of a span that begins at `at`. Hours are natural; days are local days of the deployment's
 * zone at the same time of day; a working day is a full day's working hours, so that five working
 * days from Monday 10:00 end on Monday 10:00, and from Saturday on Friday at closing time.
 */
export function addSpan(at: Millis, span: Span, deployment: Working): Millis {
  switch (span.unit) {
    case 'hour':
      return at + Math.round(span.value * HOUR);
    case 'day':
      return DateTime.fromMillis(at, { zone: deployment.zone })
        .plus({ days: span.value })
        .toMillis();
    case 'workhour':
      return addWork(at, Math.round(span.value * HOUR), calendarOf(deployment));
    case 'workday': {
      const calendar = calendarOf(deployment);
      return addWork(at, Math.round(span.value * calendar.workday), calendar);
    }
    default:
      return assertNever(span.unit);
  }
}

/** Whether a span is counted in working time. */
export const isWorkSpan = ({ unit }: Span): boolean => unit === 'workhour' || unit === 'workday';

/** Whether the end of a span may still move, as the working days of its year are not published yet. */
export const isProvisionalEnd = (end: Millis, span: Span, deployment: Working): boolean =>
  isWorkSpan(span) && isProvisional(end, deployment);
