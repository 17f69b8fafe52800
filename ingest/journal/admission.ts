import type { Fact, Hop } from '../../config/contract/facts.ts';
import type { Millis } from '../../config/contract/ids.ts';
import {
  casePrint,
  contentPrint,
  hex,
  joined,
  type Print,
  printOf,
  stampedPrint,
  stepPrint,
} from './fingerprint.ts';
import { groupOf, Known, partOf } from './known.ts';
import type { Offer } from './offer.ts';

/** Under which a case remembers what it said of itself as a whole. */
const WHOLE = printOf('the case itself');

/** The hop with which a record states its case: the `report`, else the first that states any dimensions. */
function carrierOf(hops: readonly Hop[]): Hop | null {
  let carrier: Hop | null = null;
  for (const hop of hops) {
    if (hop.event === 'report') return hop;
    if (hop.asOf !== 0) carrier ??= hop;
  }
  return carrier;
}

/**
 * Decides what of a commit's offers is new, by identity and by content.
 *
 * - A fact whose id is not known is stored. One whose id and content are known is a duplicate.
 * - A hop is compared by its own step; what it says of its case (dimensions) is compared once a
 *   record. A known hop that says something else of its step becomes one `amend` hop. A record that
 *   says something else of its case gives one `amend` hop that carries dimensions and texts, as of the
 *   upstream's time of the version, or, where it tells none, as of now. With a stamp, a content seen
 *   before is a new version all the same when its time is another (A, B, and A again are three);
 *   without, it is a duplicate, so that a file holding both variants may be imported again.
 * - Any other known fact that says something else is stored again as the next `version`.
 * - Of one fact or case only the newest things it said are remembered (Known): what was forgotten and is
 *   told exactly again is a new version, with an id of its own where it is a hop.
 */
export class Admission {
  private readonly groups = new Map<string, Known>();
  /** Of the hops that are new, those before which nothing was told of their case. */
  readonly begun = new Set<Fact>();

  /** @param stored what the journal holds of a group */
  constructor(private readonly stored: (group: string) => Buffer | undefined) {}

  /** What of an offer is to be stored, in order. */
  admit(offer: Offer, now: Millis): Fact[] {
    const found: Fact[] = [];
    const cases = new Map<string, number[]>();
    for (const [n, fact] of offer.facts.entries()) {
      if (fact.kind !== 'hop') continue;
      const same = cases.get(fact.caseId);
      if (same) same.push(n);
      else {
        cases.set(fact.caseId, [n]);
        // before what is sealed of it, which lies in its group
        if (this.group(fact.caseId).size === 0) this.begun.add(fact);
      }
    }
    for (const fact of offer.facts) {
      const fresh = fact.kind === 'hop' ? null : this.plain(fact);
      if (fresh !== null) found.push(fresh);
    }
    for (const [id, numbers] of cases) this.hopsOfCase(id, offer, numbers, now, found);
    return found;
  }

  /** The groups that changed. */
  *changes(): Generator<[group: string, known: Known]> {
    for (const entry of this.groups) if (entry[1].changed) yield entry;
  }

  /** Where a fact is remembered, or is to be: in its group, or once that is full in a part of it. */
  private known(group: string, fact: Print): Known {
    let name = group;
    for (let depth = 0; ; depth++) {
      const known = this.group(name);
      if (!known.full || known.has(fact)) return known;
      name = partOf(name, fact, depth);
    }
  }

  private group(name: string): Known {
    let known = this.groups.get(name);
    if (known === undefined) {
      known = new Known(this.stored(name));
      this.groups.set(name, known);
    }
    return known;
  }

  private plain(fact: Exclude<Fact, Hop>): Fact | null {
    const id = printOf(fact.id);
    const known = this.known(groupOf(fact), id);
    const print = contentPrint(fact);
    if (known.said(id, print)) return null;
    const version = known.versions(id);
    known.add(id, print);
    return version === 0 ? fact : { ...fact, version };
  }

  private hopsOfCase(
    caseId: string,
    offer: Offer,
    numbers: readonly number[],
    now: Millis,
    found: Fact[],
  ): void {
    const stamped = offer.stamped ?? false;
    const hops = numbers.map((n) => offer.facts[n] as Hop);
    const carrier = carrierOf(hops);
    const whole = carrier && newOfWhole(this.known(caseId, WHOLE), carrier, stamped);
    for (const [k, hop] of hops.entries()) {
      const id = printOf(hop.id);
      const print = stepPrint(hop, offer.terms?.[numbers[k] as number] ?? 'both');
      const known = this.known(caseId, id);
      const first = !known.has(id);
      const step = known.said(id, print) ? null : known.add(id, print);
      if (first) {
        found.push(hop);
        continue;
      }
      const news = hop === carrier ? whole : null;
      const told = news && step ? joined(news, step) : (news ?? step);
      if (told === null) continue;
      const at = stamped && hop.asOf !== 0 ? hop.asOf : now;
      found.push(amendment(hop, told, at, hop === carrier ? at : hop.asOf));
    }
  }
}

/** What a record says of its whole case that it never said before; null: nothing. */
function newOfWhole(known: Known, carrier: Hop, stamped: boolean): Print | null {
  const content = casePrint(carrier);
  const print = stamped ? stampedPrint(content, carrier.asOf) : content;
  if (known.said(WHOLE, print)) return null;
  const told = known.add(WHOLE, print);
  if (stamped && !known.said(WHOLE, content)) known.add(WHOLE, content);
  return told;
}

const amendment = (hop: Hop, print: Print, at: Millis, asOf: Millis): Hop => ({
  ...hop,
  id: `${hop.id}~${hex(print)}`,
  event: 'amend',
  at,
  asOf,
});
