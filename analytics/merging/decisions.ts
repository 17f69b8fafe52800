import type { Millis } from '../../config/contract/ids.ts';

/** What an officer said of two reports: one matter, or two. */
interface Decision {
  same: boolean;
  at: Millis;
}

/**
 * Officers' words on pairs of reports. The newest on a pair stands; of two of one instant the parting one,
 * so that it does not matter which arrives first.
 */
export class Decisions {
  private readonly byId = new Map<string, Map<string, Decision>>();

  /** @returns whether it is the word that stands */
  decide(a: string, b: string, decision: Decision): boolean {
    if (a === b) return false;
    const now = this.byId.get(a)?.get(b);
    if (now && (now.at > decision.at || (now.at === decision.at && !now.same))) return false;
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const of = this.byId.get(one);
      if (of) of.set(other, decision);
      else this.byId.set(one, new Map([[other, decision]]));
    }
    return true;
  }

  /** What was said of a report, by the other report. */
  of(id: string): ReadonlyMap<string, Decision> {
    return this.byId.get(id) ?? NONE;
  }

  /** Lets go of what was said before a time of reports of which neither is held. */
  forget(before: Millis, isHeld: (id: string) => boolean): void {
    for (const [id, of] of this.byId) {
      if (isHeld(id)) continue;
      for (const [other, { at }] of of)
        if (at < before && !isHeld(other)) {
          of.delete(other);
          this.byId.get(other)?.delete(id);
        }
      if (of.size === 0) this.byId.delete(id);
    }
  }
}

const NONE: ReadonlyMap<string, Decision> = new Map();
