import type { Millis } from '../../config/contract/ids.ts';
import { clusterOf, leave, type Member } from './cluster.ts';
import { Decisions } from './decisions.ts';
import { NOTHING } from './features.ts';
import { Groups } from './groups.ts';
import { Judge, type Move } from './judge.ts';
import { type Known, known, type Told } from './known.ts';
import { NONE, suspect } from './links.ts';
import { Neighbours } from './neighbours.ts';
import { inOrder } from './order.ts';
import type { Report } from './report.ts';
import { DEFAULT_SETTINGS, type MattersSettings } from './settings.ts';

/** A matter: all reports of it under one number. */
export interface Group {
  /** Id of its earliest report. */
  id: string;
  /** In order of time. */
  members: readonly Pick<Known, 'report'>[];
}

/**
 * Which reports are of one matter (并单), kept up to date report by report.
 *
 * Whatever the order of arrival, the groups are the same, because each report is judged only by what stands
 * before it in the order of (time, id): it joins the cluster of earlier reports to which the evidence binds it
 * most (`kinship`, a symmetric score of the pair), or begins its own. A late report is put in its place, and
 * whom it may concern is judged again, in the same order. Two clusters that turn out to be of one matter, by
 * the evidence of their reports together, become one group under the number of the earlier (`relink`), and two
 * again when what comes speaks against it. It cannot chain for ever: a cluster, and a group, takes nothing
 * beyond a span after its first report, and a report is weighed against several members at once, so that one
 * accidental likeness does not bind two matters. A cluster is known by its earliest report, which no later
 * one can take from it.
 *
 * What an officer says of two reports overrides the evidence: those parted (`split`) never stand in one
 * cluster or group, those joined (`join`) bring their clusters together; the newest word wins.
 *
 * Memory and the cost of a report are those of what lies within `span` and near it, not of history. Judgements
 * on reports that are no longer held stand as they are.
 */
export class Matters {
  private readonly byId = new Map<string, Member>();
  private readonly neighbours = new Neighbours<Member>();
  private readonly decisions = new Decisions();
  private readonly groups: Groups;
  private readonly judge: Judge;
  /** Of cases whose report has not come yet, or is held no longer. */
  private readonly closings = new Map<string, Millis>();
  private newest: Millis = Number.NEGATIVE_INFINITY;
  private swept: Millis = Number.NEGATIVE_INFINITY;

  constructor(private readonly settings: MattersSettings = DEFAULT_SETTINGS) {
    const { byId, neighbours, decisions } = this;
    this.groups = new Groups(decisions, byId, settings.span);
    this.judge = new Judge(settings, byId, neighbours, decisions, this.groups);
  }

  /** How many reports are held. */
  get size(): number {
    return this.byId.size;
  }

  /**
   * Takes a report. One that is held already, or came longer ago than reports are held, changes nothing.
   * @returns every report whose group changed by it, itself included
   */
  add(report: Report): Move[] {
    if (this.byId.has(report.id) || report.at < this.newest - this.settings.span) return [];
    const member = { ...known(report), closed: null, suspects: NONE, told: '' } as Member;
    const closed = this.closings.get(report.id);
    if (closed !== undefined) {
      member.closed = closed;
      member.alive = Math.max(closed, report.at);
      this.closings.delete(report.id);
    }
    member.cluster = clusterOf(member);
    this.byId.set(report.id, member);
    const later = this.neighbours.after(member);
    this.newest = Math.max(this.newest, report.at);
    this.sweep();
    this.neighbours.add(member);
    return this.judge.settle([member, ...later]);
  }

  /**
   * Tells that a case was closed: for as long again its matter may come back. The latest word stands (a case
   * may be reopened and closed again).
   * @returns every report whose group changed by it
   */
  close(id: string, at: Millis): Move[] {
    const member = this.byId.get(id);
    if (!member) {
      this.closings.set(id, Math.max(at, this.closings.get(id) ?? at));
      return [];
    }
    const { alive, closed } = member;
    member.closed = Math.max(at, closed ?? at);
    if (at <= alive) return [];
    member.alive = at;
    // how long after it another comes counts from its close: only those that came after that are concerned
    return this.judge.settle(
      this.neighbours.after(member).filter((other) => other.report.at > alive),
    );
  }

  /** Officers' word at a time that two reports are of one matter. @returns the reports that moved */
  join(a: string, b: string, at: Millis): Move[] {
    return this.decide(a, b, true, at);
  }

  /** Officers' word at a time that two reports are not of one matter. @returns the reports that moved */
  split(a: string, b: string, at: Millis): Move[] {
    return this.decide(a, b, false, at);
  }

  /**
   * Takes a report back, as if it had never come; what was said of it stands, should it come again.
   * @returns the others whose group changed by it
   */
  remove(id: string): Move[] {
    const member = this.byId.get(id);
    if (!member) return [];
    const concerned = this.neighbours.after(member);
    const touched = this.groups.around(member.cluster);
    this.byId.delete(id);
    this.neighbours.delete(member);
    if (member.closed !== null) this.closings.set(id, member.closed);
    suspect(member, NONE);
    const { cluster } = member;
    leave(cluster, member);
    if (cluster.first === member)
      for (const other of cluster.members.splice(0)) {
        other.cluster = clusterOf(other);
        touched.add(other.cluster);
        if (this.byId.has(other.report.id)) concerned.push(other, ...this.neighbours.after(other));
      }
    return this.judge.settle(concerned, touched);
  }

  /** Whether a report is still compared with what comes. */
  has(id: string): boolean {
    return this.byId.has(id);
  }

  /** What is kept of a report; null where it is not held. */
  told(id: string): Told | null {
    return this.byId.get(id)?.report ?? null;
  }

  /** The matter of a report; null where it is not held. */
  groupOf(id: string): Group | null {
    const member = this.byId.get(id);
    if (!member) return null;
    const members = this.groups
      .joined(member.cluster)
      .flatMap((cluster) => cluster.members)
      .sort(inOrder);
    return { id: members[0]!.report.id, members };
  }

  /** The number of a report's matter: the id of its group; null where it is not held. */
  numberOf(id: string): string | null {
    return this.byId.get(id)?.told ?? null;
  }

  /** The report itself and those held near it: of its place, or of what it says. Empty where it is not held. */
  around(id: string): Told[] {
    const member = this.byId.get(id);
    return member ? [member, ...this.neighbours.near(member)].map(({ report }) => report) : [];
  }

  /** How many reports lie within reach of one; 0 where it is not held or has no coordinates. */
  crowd(id: string): number {
    const member = this.byId.get(id);
    return member ? this.neighbours.crowd(member) : 0;
  }

  private decide(a: string, b: string, same: boolean, at: Millis): Move[] {
    if (!this.decisions.decide(a, b, { same, at })) return [];
    const both = [a, b].flatMap((id) => this.byId.get(id) ?? []);
    const touched = new Set(both.flatMap(({ cluster }) => [...this.groups.around(cluster)]));
    return this.judge.settle(both, touched);
  }

  /** Lets go of a report: it is compared no more. Its matter may live on, and with it the member. */
  release(id: string): void {
    const member = this.byId.get(id);
    if (!member) return;
    this.byId.delete(id);
    this.neighbours.delete(member);
    suspect(member, NONE);
    member.features = NOTHING;
  }

  /** Lets go of what is past, every few days of the reports' time. */
  private sweep(): void {
    const { keep, span } = this.settings;
    if (this.newest - this.swept < keep / 10) return;
    this.swept = this.newest;
    for (const member of this.byId.values()) {
      const { alive, report } = member;
      if (Math.max(report.at + span, alive + keep) < this.newest) this.release(report.id);
    }
    const before = this.newest - span;
    this.decisions.forget(before, (id) => this.byId.has(id));
    for (const [id, at] of this.closings) if (at < before) this.closings.delete(id);
  }
}
