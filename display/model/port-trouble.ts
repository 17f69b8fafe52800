import type { DayTotal } from '../../config/contract/feed.ts';
import type { Millis } from '../../config/contract/ids.ts';
import type { PortRow } from '../../config/contract/picture.ts';
import type { PortRefusal } from '../../config/contract/port-refusal.ts';

/** What is wrong with a port, in the order in which somebody should look at it. */
export type Trouble =
  /** The upstream counted a day otherwise than we did. */
  | ({ kind: 'totals' } & DayTotal)
  /** A sender's clock minus ours. */
  | { kind: 'clock'; offset: Millis }
  /** Input that never became a record, since ingest started. */
  | { kind: 'refused'; reason: PortRefusal; count: number }
  /** Records come this long after the time they state. */
  | { kind: 'lag'; lag: Millis }
  /** Records kept as dead letters, since the beginning. */
  | { kind: 'rejected'; count: number };

/** The finest interval that stations report: a clock further off puts a value into the wrong one. */
const CLOCK_OFF_MS = 60_000;

/**
 * The troubles of a port, worst first; none where all is well.
 * @param usual longest gap between its records that is usual: records later than that are late
 */
export function troublesOf(port: PortRow, usual: Millis): Trouble[] {
  const { totals, refused, clockOffset, lag, rejected } = port;
  const found: Trouble[] = totals
    .filter((total) => total.upstream !== total.ours)
    .map((total) => ({ kind: 'totals', ...total }));
  if (clockOffset !== null && Math.abs(clockOffset) >= CLOCK_OFF_MS)
    found.push({ kind: 'clock', offset: clockOffset });
  const reasons = (Object.entries(refused) as [PortRefusal, number][]).sort(
    ([, a], [, b]) => b - a,
  );
  for (const [reason, count] of reasons) found.push({ kind: 'refused', reason, count });
  if (lag !== null && lag > usual) found.push({ kind: 'lag', lag });
  if (rejected > 0) found.push({ kind: 'rejected', count: rejected });
  return found;
}
