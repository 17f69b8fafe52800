import type { AuditEntry } from '../../config/contract/audit.ts';
import type { Millis } from '../../config/contract/ids.ts';
import { networkOf } from '../../config/network-of.ts';
import type { Audit } from './audit.ts';

const MINUTE: Millis = 60_000;
/** Refusals that are kept one by one within a minute: of one network, and of all. */
export const OF_ONE = 10;
export const OF_ALL = 100;

/** Refusals of one minute that are counted only. */
interface Counted {
  /** Address of the first, or '' where they are of many. */
  from: string;
  since: Millis;
  acts: Map<AuditEntry['act'], number>;
}

/**
 * Keeps whoever is refused over and over from filling the disk: of refusals beyond so many a minute the
 * audit is told that they are counted from here on, and at the end of the minute how many there were.
 * What was done is always kept, row by row.
 */
export class Refusals {
  readonly #audit: Pick<Audit, 'record'>;
  readonly #now: () => Millis;
  #began: Millis = 0;
  #kept = new Map<string, number>();
  #all = 0;
  #counted = new Map<string, Counted>();

  /** @param now machine time */
  constructor(audit: Pick<Audit, 'record'>, now: () => Millis) {
    this.#audit = audit;
    this.#now = now;
  }

  /** As `Audit.record`: resolves once the act is on record, or counted. */
  async record(entry: AuditEntry, once?: string): Promise<unknown> {
    if (entry.outcome === 'done') return this.#audit.record(entry, once);
    await this.tell();
    const network = networkOf(entry.from);
    const kept = this.#kept.get(network) ?? 0;
    if (kept < OF_ONE && this.#all < OF_ALL) {
      this.#kept.set(network, kept + 1);
      this.#all++;
      return this.#audit.record(entry, once);
    }
    const one = kept >= OF_ONE;
    const key = one ? network : '';
    const known = this.#counted.get(key);
    const of = known ?? { from: one ? entry.from : '', since: this.#now(), acts: new Map() };
    of.acts.set(entry.act, (of.acts.get(entry.act) ?? 0) + 1);
    if (known) return undefined;
    this.#counted.set(key, of);
    return this.#audit.record(summary(of, entry.act, 'counted from here on', {}));
  }

  /** Tells what was counted, once its minute is over. @param over whether it is in any case */
  async tell(over = false): Promise<void> {
    const now = this.#now();
    // a clock that was set back begins another minute, too
    if (!over && Math.abs(now - this.#began) < MINUTE) return;
    const counted = [...this.#counted.values()];
    this.#began = now;
    this.#all = 0;
    this.#kept.clear();
    this.#counted.clear();
    for (const of of counted) {
      const [[act] = ['export'] as const] = of.acts;
      const more = [...of.acts.values()].reduce((sum, each) => sum + each, 0);
      const acts = [...of.acts].map(([name, times]) => `${name} ${times}`).join(', ');
      const since = new Date(of.since).toISOString();
      await this.#audit.record(summary(of, act, 'counted', { more: String(more), acts, since }));
    }
  }
}

const summary = (
  { from }: Counted,
  act: AuditEntry['act'],
  reason: string,
  detail: AuditEntry['detail'],
): AuditEntry => ({
  ...{ act, outcome: 'refused', who: '', role: '', from, target: '', reason, detail },
});
