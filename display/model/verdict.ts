import type { Millis, SourceId } from '../../config/contract/ids.ts';
import type {
  AlertRow,
  CounterRow,
  PortRow,
  RecountRow,
  SystemRow,
} from '../../config/contract/picture.ts';
import type { AlertLevel } from '../../config/contract/vocabulary.ts';
import { stands } from './order.ts';

/**
 * The one thing a duty officer must know in two seconds.
 * blind: the picture stands still; filling: history is still coming in, so that nothing can be said;
 * act: somebody must do something; watch: something is coming;
 * well: none of these.
 */
export type Verdict = 'blind' | 'filling' | 'act' | 'watch' | 'well';
export type Reason =
  | { kind: 'server' }
  | { kind: 'feed' }
  | { kind: 'backfill'; part: number }
  | { kind: 'store' }
  | { kind: 'overdue'; count: number }
  | { kind: 'alerts'; level: AlertLevel; count: number }
  | { kind: 'ports'; down: SourceId[] }
  | { kind: 'closed'; why: string }
  | { kind: 'recount'; differences: number };

export interface Situation {
  /** Deployment time. */
  now: Millis;
  connected: boolean;
  system: SystemRow | undefined;
  overdue: CounterRow | undefined;
  alerts: Iterable<AlertRow>;
  ports: Iterable<PortRow>;
  recount: RecountRow | undefined;
}

/** Levels that somebody must act on. */
const URGENT: readonly AlertLevel[] = ['purple', 'red'];

/** Judges the whole picture. Reasons come worst first, and together account for the verdict. */
export function judge(situation: Situation): { verdict: Verdict; reasons: Reason[] } {
  if (!situation.connected) return { verdict: 'blind', reasons: [{ kind: 'server' }] };
  if (situation.system && !situation.system.feedUp) {
    return { verdict: 'blind', reasons: [{ kind: 'feed' }] };
  }
  const backfill = situation.system?.backfill ?? null;
  if (backfill !== null) {
    return { verdict: 'filling', reasons: [{ kind: 'backfill', part: backfill }] };
  }
  const counts: Record<AlertLevel, number> = { blue: 0, yellow: 0, red: 0, purple: 0 };
  for (const alert of situation.alerts) if (stands(alert, situation.now)) counts[alert.level] += 1;
  const alerts = (levels: readonly AlertLevel[]): Reason[] =>
    levels
      .filter((level) => counts[level] > 0)
      .map((level) => ({ kind: 'alerts', level, count: counts[level] }));

  const ports = [...situation.ports];
  const closed = new Set(ports.flatMap((port) => port.closed ?? []));
  const act: Reason[] = [...closed].map((why) => ({ kind: 'closed', why }));
  act.push(...alerts(URGENT));
  const overdue = situation.overdue?.value ?? 0;
  if (overdue > 0) act.push({ kind: 'overdue', count: overdue });
  const down = ports.filter((port) => port.state === 'down').map((port) => port.source);
  if (down.length > 0) act.push({ kind: 'ports', down });
  const differences = situation.recount?.differences ?? 0;
  if (differences > 0) act.push({ kind: 'recount', differences });

  const watch: Reason[] = alerts(['yellow', 'blue']);
  if (situation.system && !situation.system.storeUp) watch.push({ kind: 'store' });

  if (act.length > 0) return { verdict: 'act', reasons: [...act, ...watch] };
  if (watch.length > 0) return { verdict: 'watch', reasons: watch };
  return { verdict: 'well', reasons: [] };
}
