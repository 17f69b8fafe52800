import type { Millis } from '../../config/contract/ids.ts';
import { DAY } from '../../config/contract/zone.ts';
import { Decisions } from './decisions.ts';
import { type Features, NOTHING } from './features.ts';
import { kinship } from './kinship.ts';
import { type Known, known, type Told } from './known.ts';
import { Neighbours } from './neighbours.ts';
import { Agenda, inOrder } from './order.ts';
import type { Report } from './report.ts';

export interface MattersSettings {
  /** Natural logarithm of the odds from which on a report joins a matter. */
  threshold: number;
  /** So much more is asked where only one report speaks for it. */
  alone: number;
  /** A report joins none of whose members came, or was closed, longer ago than this. */
  window: Millis;
  /** A matter takes no report that came longer than this after its first. */
  span: Millis;
  /**
   * Reports are held for as long as their matter may grow, and for so long after they were closed. One that
   * comes later still stands alone.
   */
  keep: Millis;
}

export const DEFAULT_SETTINGS: MattersSettings = {
  threshold: 0,
  alone: 1,
  window: 14 * DAY,
  span: 90 * DAY,
  keep: 30 * DAY,
};

/** So many of a matter's newest members are asked: a matter of ten thousand calls costs no more than one of ten. */
const ASKED = 8;

/** What its nearest member counts in the bond of a report to a matter; the rest is what all of them say. */
const NEAREST = 0.2;

interface Member extends Known {
  features: Features;
  closedAt: Millis | null;
  /** First of those with whom it was found together; itself where it was found alone. */
  cluster: Cluster;
  /** Id of the group that was last told. */
  told: string;
}

/** Reports found together, in order, by the evidence; officers join clusters to groups. */
interface Cluster {
  first: Member;
  /** Every one, also those no longer held. */
  members: Member[];
}

/** A matter: all reports of it under one number. */
export interface Group {
  /** Id of its earliest report. */
  id: string;
  /** In order of time. */
  members: readonly Pick<Known, 'report' | 'closedAt'>[];
}

/** A word that two reports are of one matter. */
interface Joining {
  a: string;
  b: string;
  at: Millis;
}

/** A report whose group is another than last told. */
export interface Move {
  id: string;
  group: string;
}

/**
 * Which reports are of one matter (并单), kept up to date report by report.
 *
 * Whatever the order of arrival, the groups are the same, because each report is judged only by what stands
 * before it in the order of (time, id): it joins the cluster of earlier reports to which the evidence binds it
 * most (`kinship`, a symmetric score of the pair), or begins its own. A late report is put in its place, and
 * whom it may concern is judged again, in the same order. It cannot chain for ever: a cluster takes nothing
 * beyond a span after its first report, and a report is weighed against several members at once, so that one
 * accidental likeness does not bind two matters. A cluster is known by its earliest report, which no later
 * one can take from it.
 *
 * What an officer says of two reports overrides the evidence: those parted (`split`) never stand in one
 * cluster, those joined (`join`) bring their clusters together; the newest word wins.
 *
 * Memory and the cost of a report are those of what lies within `span` and near it, not of history. Judgements
 * on reports that are no longer held stand as they are.
 */
export class Matters {
  private readonly byId = new Map<string, Member>();
  private readonly neighbours = new Neighbours<Member>();
  private readonly decisions = new Decisions();
  /** Of cases whose report has not come yet, or is held no longer. */
  private readonly closings = new Map<string, Millis>();
  private newest: Millis = Number.NEGATIVE_INFINITY;
  private swept: Millis = Number.NEGATIVE_INFINITY;

  constructor(private readonly settings: MattersSettings = DEFAULT_SETTINGS) {}

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
    this.newest = Math.max(this.newest, report.at);
    this.sweep();
    const member = { ...known(report), told: '' } as Member;
    const closedAt = this.closings.get(report.id);
    if (closedAt !== undefined && closedAt > report.at) member.closedAt = closedAt;
    this.closings.delete(report.id);
    member.cluster = { first: member, members: [member] };
    this.byId.set(report.id, member);
    const later = this.after(member);
    this.neighbours.add(member);
    return this.judge([member, ...later]);
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
    const alive = member.closedAt ?? member.report.at;
    if (at <= alive) return [];
    member.closedAt = at;
    // how long after it another comes counts from its close: only those that came after that are concerned
    return this.judge(this.after(member).filter((other) => other.report.at > alive));
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
    const concerned = this.after(member);
    const touched = this.reach(member.cluster).clusters;
    this.byId.delete(id);
    this.neighbours.delete(member);
    if (member.closedAt !== null) this.closings.set(id, member.closedAt);
    const { cluster } = member;
    leave(cluster, member);
    if (cluster.first === member)
      for (const other of cluster.members.splice(0)) {
        other.cluster = { first: other, members: [other] };
        touched.add(other.cluster);
        if (this.byId.has(other.report.id)) concerned.push(other);
      }
    return [...this.judge(concerned), ...this.tell(touched)];
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
    const members = this.joined(member.cluster)
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
    const before = both.flatMap(({ cluster }) => [...this.reach(cluster).clusters]);
    const moves = this.judge(both);
    return [...moves, ...this.tell([...before, ...both.map(({ cluster }) => cluster)])];
  }

  /** Those near it that come after it. */
  private after(member: Member): Member[] {
    return [...this.neighbours.near(member)].filter((other) => inOrder(member, other) < 0);
  }

  /** Judges reports anew, and all whom a change concerns. */
  private judge(members: Iterable<Member>): Move[] {
    const agenda = new Agenda<Member>();
    for (const member of members) agenda.put(member);
    const touched = new Set<Cluster>();
    for (let member = agenda.take(); member; member = agenda.take()) {
      const { cluster } = member;
      const found = this.find(member);
      touched.add(found ?? cluster);
      if (found === cluster || (found === null && cluster.first === member)) continue;
      touched.add(cluster);
      for (const later of this.after(member)) agenda.put(later);
      leave(cluster, member);
      member.cluster = found ?? { first: member, members: [] };
      enter(member.cluster, member);
      touched.add(member.cluster);
      if (cluster.first !== member) continue;
      // without its first a cluster is no more: its others are judged again, or go with it where they cannot be
      for (const other of cluster.members.splice(0)) {
        const held = this.byId.has(other.report.id);
        other.cluster = held ? { first: other, members: [other] } : member.cluster;
        if (held) agenda.put(other);
        else enter(member.cluster, other);
      }
    }
    return this.tell(touched);
  }

  /** The earlier cluster to which the evidence binds a report most; null where it stands alone. */
  private find(member: Member): Cluster | null {
    const { threshold, alone, window, span } = this.settings;
    const { at } = member.report;
    const clusters = new Map<Cluster, Member[]>();
    for (const other of this.neighbours.near(member)) {
      if (inOrder(other, member) >= 0) continue;
      if (at - Math.max(other.report.at, other.closedAt ?? 0) > window) continue;
      if (at - other.cluster.first.report.at > span) continue;
      const members = clusters.get(other.cluster);
      if (members) members.push(other);
      else clusters.set(other.cluster, [other]);
    }
    let best: Cluster | null = null;
    let most = threshold;
    for (const [cluster, members] of clusters) {
      if (this.isParted(member, cluster)) continue;
      const odds = bond(member, members) - (members.length === 1 ? alone : 0);
      if (odds < most) continue;
      if (odds === most && best && inOrder(best.first, cluster.first) <= 0) continue;
      [best, most] = [cluster, odds];
    }
    return best;
  }

  /** Whether an officer parted the report from one of those before it in the cluster. */
  private isParted(member: Member, cluster: Cluster): boolean {
    for (const [id, { same }] of this.decisions.of(member.report.id)) {
      const other = same ? undefined : this.byId.get(id);
      if (other && other.cluster === cluster && inOrder(other, member) < 0) return true;
    }
    return false;
  }

  /** The clusters that words of joining lead to from this one, itself among them, and those words, each once. */
  private reach(cluster: Cluster): { clusters: Set<Cluster>; words: Joining[] } {
    const clusters = new Set([cluster]);
    const words: Joining[] = [];
    for (const { members } of clusters)
      for (const { report } of members) {
        if (!this.byId.has(report.id)) continue;
        for (const [id, { same, at }] of this.decisions.of(report.id)) {
          const other = same ? this.byId.get(id) : undefined;
          if (!other) continue;
          clusters.add(other.cluster);
          if (report.id < id) words.push({ a: report.id, b: id, at });
        }
      }
    return { clusters, words };
  }

  /**
   * The clusters of one group: of those that words of joining reach, the ones that hold together. The words
   * are taken from the oldest on, and one is void where it would bring together what a newer word parts.
   */
  private joined(cluster: Cluster): Cluster[] {
    const { clusters, words } = this.reach(cluster);
    if (clusters.size === 1) return [cluster];
    const groups = new Map([...clusters].map((each) => [each, new Set([each])]));
    words.sort((x, y) => x.at - y.at || (`${x.a}\n${x.b}` < `${y.a}\n${y.b}` ? -1 : 1));
    for (const { a: id, b: other, at } of words) {
      const [a, b] = [id, other].map((each) => groups.get(this.byId.get(each)!.cluster)!) as [
        Set<Cluster>,
        Set<Cluster>,
      ];
      if (a === b || this.areParted(a, b, at)) continue;
      for (const each of b) {
        a.add(each);
        groups.set(each, a);
      }
    }
    return [...groups.get(cluster)!];
  }

  /** Whether a word newer than `since` parts a report of the one from one of the other. */
  private areParted(a: ReadonlySet<Cluster>, b: ReadonlySet<Cluster>, since: Millis): boolean {
    for (const { members } of a)
      for (const { report } of members)
        for (const [id, { same, at }] of this.decisions.of(report.id)) {
          const other = this.byId.get(id);
          if (!same && at >= since && other && b.has(other.cluster)) return true;
        }
    return false;
  }

  /** The reports whose group is another than last told, in these clusters and all that words join with them. */
  private tell(clusters: Iterable<Cluster>): Move[] {
    const moves: Move[] = [];
    const all = new Set<Cluster>();
    for (const cluster of clusters)
      if (!all.has(cluster)) for (const each of this.reach(cluster).clusters) all.add(each);
    for (const cluster of all) {
      if (cluster.members.length === 0) continue;
      const group = this.joined(cluster)
        .map(({ first }) => first)
        .sort(inOrder)[0]!.report.id;
      for (const member of cluster.members) {
        if (member.told === group) continue;
        member.told = group;
        moves.push({ id: member.report.id, group });
      }
    }
    return moves;
  }

  /** Lets go of a report: it is compared no more. Its matter may live on, and with it the member. */
  release(id: string): void {
    const member = this.byId.get(id);
    if (!member) return;
    this.byId.delete(id);
    this.neighbours.delete(member);
    member.features = NOTHING;
  }

  /** Lets go of what is past, a few times a day of the reports' time. */
  private sweep(): void {
    const { keep, span } = this.settings;
    if (this.newest - this.swept < keep / 50) return;
    this.swept = this.newest;
    for (const member of this.byId.values()) {
      const { closedAt, report } = member;
      const until = Math.max(report.at + span, (closedAt ?? 0) + keep);
      if (until < this.newest) this.release(report.id);
    }
    const before = this.newest - span;
    this.decisions.forget(before, (id) => this.byId.has(id));
    for (const [id, at] of this.closings) if (at < before) this.closings.delete(id);
  }
}

/**
 * What binds a report to a cluster: between its bond to the member it is nearest to and that to the newest
 * ones together.
 */
function bond(member: Member, members: Member[]): number {
  const asked = members.sort((a, b) => inOrder(b, a)).slice(0, ASKED);
  let best = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (const other of asked) {
    const odds = Math.max(-6, kinship(other, member));
    best = Math.max(best, odds);
    sum += odds;
  }
  return NEAREST * best + (1 - NEAREST) * (sum / asked.length);
}

function leave(cluster: Cluster, member: Member): void {
  const at = cluster.members.indexOf(member);
  if (at >= 0) cluster.members.splice(at, 1);
}

function enter(cluster: Cluster, member: Member): void {
  const { members } = cluster;
  let at = members.length;
  while (at > 0 && inOrder(members[at - 1]!, member) > 0) at--;
  members.splice(at, 0, member);
}
