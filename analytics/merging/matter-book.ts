import type { Hop } from '../../config/contract/facts.ts';
import type { CaseId, Millis, SourceId } from '../../config/contract/ids.ts';
import { clockDoubted } from '../../config/contract/told-time.ts';
import { type CaseState, ENDED, STATE_AFTER } from '../../config/contract/vocabulary.ts';
import { joinCategory } from '../state/case-fold.ts';
import { type Marks, mergeMarks, NO_MARKS } from '../state/marks.ts';
import { compareRank, last, type Rank } from '../state/rank.ts';
import type { Lived } from './kinds.ts';
import type { Told } from './kinship.ts';
import { DEFAULT_SETTINGS, Matters, type Move } from './matters.ts';
import { inOrder } from './order.ts';
import { tellsOfMatter, wordsOf } from './words.ts';

/** Reports of so long may bear on one that comes now: those held, and those of the matters they are of. */
export const LOOK_BACK: Millis = DEFAULT_SETTINGS.keep + DEFAULT_SETTINGS.span;

interface Filed {
  /** Of the hop that reported it; of several the first stands. */
  rank: Rank;
  source: SourceId;
  upstreamNo: string;
  report: Told;
  title: string;
  group: string;
}

interface Life {
  closes: Marks;
  reopens: Marks;
  /** The last step that ended it. */
  ended: { rank: Rank; value: CaseState } | null;
  /** When it was last said to be, or not to be, of one matter with another. */
  spokenOf: Millis;
}
const NO_LIFE: Life = { closes: NO_MARKS, reopens: NO_MARKS, ended: null, spokenOf: 0 };

/** A case as a member of its matter. */
export interface MatterCase extends Lived {
  id: CaseId;
  source: SourceId;
  upstreamNo: string;
  /** What may be shown of it: its masked subject; of a confidential one or a 举报 its category. */
  title: string;
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
  #queue: Hop[] = [];
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

  /** Takes a hop of any case. One whose time is in doubt cannot be weighed by it. @param now deployment time */
  take(hop: Hop, now: Millis): void {
    this.touch(hop.caseId);
    if (hop.at >= now - LOOK_BACK && !clockDoubted(hop.flags) && tellsOfMatter(hop))
      this.#queue.push(hop);
  }

  /** Weighs what was taken, for as long as there is time. */
  work(more: () => boolean): void {
    let done = 0;
    while (done < this.#queue.length && more()) this.#fold(this.#queue[done++]!);
    this.#queue = this.#queue.slice(done);
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
    for (const [group, cases] of this.#groups) {
      const ids = [...cases];
      if (ids.some((id) => this.#matters.has(id) || (ids.length > 1 && this.#isOpen(id)))) continue;
      this.unjudged.add(group);
      this.#groups.delete(group);
      for (const id of ids) {
        this.#filed.delete(id);
        this.#lives.delete(id);
      }
    }
    for (const [id, { ended, spokenOf }] of this.#lives)
      if (!this.#filed.has(id) && Math.max(ended?.rank.at ?? 0, spokenOf) < today - LOOK_BACK)
        this.#lives.delete(id);
  }

  /** Where its reports are compared. */
  get matters(): Matters {
    return this.#matters;
  }

  /** Numbers of all matters, of one case or several. */
  numbers(): Iterable<string> {
    return this.#groups.keys();
  }

  /** The number of the matter that a case shares with others; null: it stands alone. */
  sharedBy(id: CaseId): string | null {
    const group = this.#filed.get(id)?.group;
    return group !== undefined && this.#groups.get(group)!.size > 1 ? group : null;
  }

  /** The cases of a matter in order of time; none where there is no such matter. */
  members(group: string): MatterCase[] {
    return [...(this.#groups.get(group) ?? [])]
      .map((id): MatterCase => {
        const { source, upstreamNo, title, report } = this.#filed.get(id)!;
        const { closes, reopens, ended } = this.#lives.get(id) ?? NO_LIFE;
        const open = this.#isOpen(id);
        return {
          id,
          source,
          upstreamNo,
          title,
          report,
          closes,
          reopens,
          open,
          ended: ended?.value ?? null,
        };
      })
      .sort(inOrder);
  }

  /** When a case last ended, or was said to be of one matter with another or not; 0: never. */
  lastWord(id: CaseId): Millis {
    const { ended, spokenOf } = this.#lives.get(id) ?? NO_LIFE;
    return Math.max(ended?.rank.at ?? 0, spokenOf);
  }

  #fold(hop: Hop): void {
    const { caseId: id, event, at } = hop;
    const rank: Rank = { at, order: hop.order, id: hop.id };
    const state = STATE_AFTER[event];
    if (event === 'report') this.#report(hop, rank);
    if (event === 'close') this.#move(this.#matters.close(id, at));
    this.#live(id, ({ closes, reopens, ended, spokenOf }) => ({
      closes: event === 'close' ? mergeMarks(closes, [rank]) : closes,
      reopens: event === 'reopen' ? mergeMarks(reopens, [rank]) : reopens,
      ended:
        state !== null && ENDED.has(state)
          ? last(compareRank, ended, { rank, value: state })
          : ended,
      spokenOf,
    }));
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
      ...{ id, source, at: hop.at, category, subject, content, address, caller },
      place: { grid: hop.grid, lon: hop.lon, lat: hop.lat },
    });
    const report = this.#matters.told(id);
    if (report === null) this.#filed.delete(id);
    else {
      const title = confidential ? '' : subject;
      const shown = title || joinCategory(category);
      this.#filed.set(id, { rank, source, upstreamNo, report, title: shown, group: '' });
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
