import type { Hop } from '../../config/contract/facts.ts';
import type { CaseId, Millis, SourceId } from '../../config/contract/ids.ts';
import { rankedTime } from '../../config/contract/told-time.ts';
import type { CaseState } from '../../config/contract/vocabulary.ts';
import { joinCategory } from '../state/case-fold.ts';
import { compareRank, type Rank } from '../state/rank.ts';
import type { Move } from './judge.ts';
import type { Lived } from './kinds.ts';
import type { Told } from './known.ts';
import { type Life, lastWordOf, lifeWith, NO_LIFE } from './life.ts';
import { Matters } from './matters.ts';
import { inOrder } from './order.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import { tellsOfMatter, wordsOf } from './words.ts';

/**
 * Reports of so long may bear on one that comes now: those that are compared with it, and those of their
 * matters. A matter that began earlier keeps its number while it is held, and may lose it over a restart.
 */
export const LOOK_BACK: Millis = DEFAULT_SETTINGS.keep + 2 * DEFAULT_SETTINGS.span;

/** So many reports are held at most, and as many wait; of more the oldest stand alone. */
export const REPORTS_HELD = 50_000;

interface Filed {
  /** Of the hop that reported it; of several the first stands. */
  rank: Rank;
  source: SourceId;
  upstreamNo: string;
  report: Told;
  subject: string;
  category: string;
  group: string;
}

/** A case as a member of its matter. */
export interface MatterCase extends Lived {
  id: CaseId;
  source: SourceId;
  upstreamNo: string;
  /** Masked; '' of a confidential one or a 举报: its category is what may be shown of it. */
  subject: string;
  category: string;
  open: boolean;
  /** What it ended as; null: no end was told. */
  ended: CaseState | null;
}

/**
 * The matters of the picture: every case that opens is put to those it is of one matter with (`Matters`).
 * Weighing a report costs a fraction of a millisecond, which a backlog of a hundred thousand entries has
 * not: hops are only taken here, and weighed by `work` when there is time.
 */
export class MatterBook {
  readonly #matters = new Matters();
  readonly #isOpen: (id: CaseId) => boolean;
  readonly #filed = new Map<CaseId, Filed>();
  readonly #lives = new Map<CaseId, Life>();
  readonly #groups = new Map<string, Set<CaseId>>();
  /** With the times by which they are weighed. */
  #queue: { hop: Hop; at: Millis }[] = [];
  #today: Millis = 0;
  /** Numbers of matters, and cases, that are other than when the views were last written. */
  readonly changed = new Set<string>();
  /** Whether all are to be written anew. */
  fresh = true;
  /** Matters that alerts have not looked at since they last changed. */
  readonly unjudged = new Set<string>();

  /** @param isOpen whether anything is left to be done about a case */
  constructor(isOpen: (id: CaseId) => boolean) {
    this.#isOpen = isOpen;
  }

  /** Whether all that was taken is weighed. */
  get settled(): boolean {
    return this.#queue.length === 0;
  }

  /** Takes a hop of any case. @param accepted when it was taken into the journal */
  take(hop: Hop, accepted: Millis): void {
    this.touch(hop.caseId);
    const at = rankedTime(hop.at, hop.flags, accepted);
    if (at < this.#today - LOOK_BACK || !tellsOfMatter(hop)) return;
    this.#queue.push({ hop, at });
    if (this.#queue.length > 2 * REPORTS_HELD) this.#queue = this.#queue.slice(-REPORTS_HELD);
  }

  /** Weighs what was taken, for as long as there is time: one hop at least. */
  work(more: () => boolean = () => true): void {
    let done = 0;
    do {
      const next = this.#queue[done++];
      if (next) this.#fold(next.hop, next.at);
    } while (done < this.#queue.length && more());
    this.#queue = this.#queue.slice(done);
    if (this.#filed.size > 1.1 * REPORTS_HELD) this.#trim();
  }

  /** Something about a case is other than it was. */
  touch(id: CaseId): void {
    const group = this.#filed.get(id)?.group;
    if (group !== undefined) this.#mark(group);
  }

  /** Moves the time to a local day: lets go of matters that can grow no more. */
  advance(today: Millis): void {
    if (today === this.#today) return;
    this.#today = today;
    this.fresh = true;
    for (const cases of this.#groups.values()) {
      const ids = [...cases];
      if (ids.some((id) => this.#matters.has(id) || (ids.length > 1 && this.#isOpen(id)))) continue;
      this.#drop(ids);
    }
    for (const [id, life] of this.#lives)
      if (!this.#filed.has(id) && lastWordOf(life) < today - LOOK_BACK) this.#lives.delete(id);
  }

  /** Where its reports are compared. */
  get matters(): Matters {
    return this.#matters;
  }

  /** Numbers of all matters, of one case or several. */
  numbers(): Iterable<string> {
    return this.#groups.keys();
  }

  /** The other cases of the matter that a case is of. */
  kinOf(id: CaseId): CaseId[] {
    const group = this.#filed.get(id)?.group;
    return group === undefined ? [] : [...this.#groups.get(group)!].filter((each) => each !== id);
  }

  /** The cases of a matter in order of time; none where there is no such matter. */
  members(group: string): MatterCase[] {
    return [...(this.#groups.get(group) ?? [])]
      .map((id): MatterCase => {
        const { source, upstreamNo, subject, category, report } = this.#filed.get(id)!;
        const { closes, reopens, ended } = this.#lives.get(id) ?? NO_LIFE;
        const open = this.#isOpen(id);
        return {
          ...{ id, source, upstreamNo, subject, category, report },
          ...{ closes, reopens, open, ended: ended?.value ?? null },
        };
      })
      .sort(inOrder);
  }

  /** When a case last ended, or was said to be of one matter with another or not; 0: never. */
  lastWord(id: CaseId): Millis {
    return lastWordOf(this.#lives.get(id) ?? NO_LIFE);
  }

  /** Lets go of the oldest of too many. */
  #trim(): void {
    const oldest = [...this.#filed]
      .sort(([, a], [, b]) => a.report.at - b.report.at)
      .slice(0, -REPORTS_HELD);
    this.#drop(oldest.map(([id]) => id));
    for (const id of this.#lives.keys()) {
      if (this.#lives.size <= 2 * REPORTS_HELD) break;
      if (!this.#filed.has(id)) this.#lives.delete(id);
    }
  }

  #drop(ids: readonly CaseId[]): void {
    for (const id of ids) {
      this.#matters.release(id);
      this.#leave(id, this.#filed.get(id)!.group);
      this.#filed.delete(id);
      this.#lives.delete(id);
    }
  }

  #fold(hop: Hop, at: Millis): void {
    const { caseId: id, event } = hop;
    const rank: Rank = { at, order: hop.order, id: hop.id };
    if (event === 'report') this.#report(hop, rank);
    if (event === 'close') this.#move(this.#matters.close(id, at));
    this.#live(id, (life) => lifeWith(life, event, rank));
    for (const { other, same } of wordsOf(hop)) {
      this.#move(same ? this.#matters.join(id, other, at) : this.#matters.split(id, other, at));
      for (const each of [id, other])
        this.#live(each, (life) => ({ ...life, spokenOf: Math.max(life.spokenOf, at) }));
    }
    this.touch(id);
  }

  #live(id: CaseId, next: (life: Life) => Life): void {
    this.#lives.set(id, next(this.#lives.get(id) ?? NO_LIFE));
  }

  #report(hop: Hop, rank: Rank): void {
    const { caseId: id, text, source, category, upstreamNo } = hop;
    const before = this.#filed.get(id);
    if (text === null || (before && compareRank(before.rank, rank) <= 0)) return;
    if (before) {
      this.#move(this.#matters.remove(id));
      this.#leave(id, before.group);
    }
    const { subject, content, address, phoneHash: caller, confidential } = text;
    const moves = this.#matters.add({
      ...{ id, source, at: rank.at, category, subject, content, address, caller },
      place: { grid: hop.grid, lon: hop.lon, lat: hop.lat },
    });
    const report = this.#matters.told(id);
    if (report === null) this.#filed.delete(id);
    else {
      const shown = confidential ? '' : subject;
      this.#filed.set(id, {
        ...{ rank, source, upstreamNo, report, subject: shown },
        ...{ category: joinCategory(category), group: '' },
      });
    }
    this.#move(moves);
  }

  #move(moves: readonly Move[]): void {
    for (const { id, group } of moves as { id: CaseId; group: string }[]) {
      const filed = this.#filed.get(id);
      if (!filed) continue;
      this.#leave(id, filed.group);
      filed.group = group;
      const members = this.#groups.get(group);
      if (members) members.add(id);
      else this.#groups.set(group, new Set([id]));
      this.#mark(group);
      this.changed.add(id);
    }
  }

  #leave(id: CaseId, group: string): void {
    const members = this.#groups.get(group);
    if (!members) return;
    members.delete(id);
    if (members.size === 0) this.#groups.delete(group);
    this.#mark(group);
  }

  #mark(group: string): void {
    this.changed.add(group);
    this.unjudged.add(group);
  }
}
