import type { Fact, Tally } from '../../config/contract/facts.ts';
import type { Millis, SourceId } from '../../config/contract/ids.ts';
import { AHEAD } from '../../config/contract/told-time.ts';
import { Admission } from './admission.ts';
import { countedAs, type DayCount, rowOf } from './day-counts.ts';
import type { Known } from './known.ts';
import type { Offer, Outcome } from './offer.ts';

/** What the journal remembers of a port. */
export interface PortMemory extends Tally {
  /**
   * Newest time at which anything of the port happened; of a register, which says since when something
   * holds, when it was told, be it told again. A time later than tomorrow does not count.
   */
  lastAt: Millis;
  /** Newest time at which a matter of the port was received. */
  lastReceived: Millis;
}

/** Times of one fact that matter to its port. */
const times = (fact: Fact): { at: Millis; received: Millis } =>
  fact.kind === 'hop'
    ? { at: fact.at, received: fact.event === 'report' ? fact.receivedAt : 0 }
    : { at: fact.at, received: fact.kind === 'patrol' ? fact.at : 0 };

/** What the journal holds already. */
interface Held {
  group: (name: string) => Buffer | undefined;
  port: (source: SourceId) => PortMemory;
  days: (source: SourceId) => DayCount[];
  dayOf: (at: Millis) => string;
  deploymentTime: (machine: Millis) => Millis;
}

/** What a commit adds to the journal, worked out from what it is offered. */
export class Taking {
  /** New facts in the order in which they are numbered. */
  readonly facts: Fact[] = [];
  readonly ports = new Map<SourceId, PortMemory>();
  readonly days = new Map<SourceId, DayCount[]>();
  private readonly admission: Admission;

  constructor(private readonly held: Held) {
    this.admission = new Admission(held.group);
  }

  /** @param now machine time of acceptance */
  take(offers: readonly Offer[], now: Millis): Outcome[] {
    const accepted = this.held.deploymentTime(now);
    const latest = accepted + AHEAD;
    return offers.map((offer) => {
      let port = this.ports.get(offer.source);
      if (port === undefined) {
        port = this.held.port(offer.source);
        this.ports.set(offer.source, port);
      }
      const fresh = this.admission.admit(offer, now);
      if (offer.facts.some(({ kind }) => kind === 'register'))
        port.lastAt = Math.max(port.lastAt, accepted);
      for (const fact of fresh) {
        this.facts.push(fact);
        if (fact.kind === 'dead') continue;
        const { at, received } = times(fact);
        if (at <= latest) port.lastAt = Math.max(port.lastAt, at);
        // a mistyped year must not carry the clock of an archive away
        if (received <= now) port.lastReceived = Math.max(port.lastReceived, received);
        this.count(fact, latest);
      }
      const outcome = offer.rejected ? 'rejected' : fresh.length > 0 ? 'stored' : 'duplicate';
      port.received++;
      port[outcome]++;
      return outcome;
    });
  }

  /** Of the facts, the hops before which nothing was told of their case. */
  get begun(): ReadonlySet<Fact> {
    return this.admission.begun;
  }

  /** The groups that changed. */
  groups(): Iterable<[name: string, known: Known]> {
    return this.admission.changes();
  }

  private count(fact: Fact, latest: Millis): void {
    const counted = countedAs(fact);
    if (counted === null || counted.at > latest) return;
    let days = this.days.get(fact.source);
    if (days === undefined) {
      days = this.held.days(fact.source);
      this.days.set(fact.source, days);
    }
    const row = rowOf(days, this.held.dayOf(counted.at), counted.what);
    if (row !== null) row.ours++;
  }
}
