import { ASKED, bond, type Cluster, clusterOf, enter, leave, type Member } from './cluster.ts';
import type { Decisions } from './decisions.ts';
import type { Groups } from './groups.ts';
import { isPlaced } from './known.ts';
import { relink, suspect } from './links.ts';
import type { Neighbours } from './neighbours.ts';
import { Agenda, inOrder } from './order.ts';
import type { MattersSettings } from './settings.ts';

/** A report whose group is another than last told. */
export interface Move {
  id: string;
  group: string;
}

/**
 * Puts each report to the cluster of earlier ones to which the evidence binds it most, or to its own; and whom
 * that concerns is judged again, in the one order. What comes of it does not depend on the order of arrival.
 */
export class Judge {
  constructor(
    private readonly settings: MattersSettings,
    private readonly held: ReadonlyMap<string, Member>,
    private readonly neighbours: Neighbours<Member>,
    private readonly decisions: Decisions,
    private readonly groups: Groups,
  ) {}

  /**
   * Judges reports anew, and all whom a change concerns.
   * @param touched clusters that changed already
   */
  settle(members: Iterable<Member>, touched = new Set<Cluster>()): Move[] {
    const agenda = new Agenda<Member>();
    for (const member of members) agenda.put(member);
    for (let member = agenda.take(); member; member = agenda.take()) {
      const { cluster } = member;
      const found = this.find(member);
      touched.add(found ?? cluster);
      if (found === cluster || (found === null && cluster.first === member)) continue;
      touched.add(cluster);
      for (const later of this.neighbours.after(member)) agenda.put(later);
      leave(cluster, member);
      member.cluster = found ?? clusterOf(member, []);
      enter(member.cluster, member);
      touched.add(member.cluster);
      if (cluster.first !== member) continue;
      // without its first a cluster is no more: its others are judged again, or go with it where they cannot be
      for (const other of cluster.members.splice(0)) {
        const held = this.held.has(other.report.id);
        other.cluster = held ? clusterOf(other) : member.cluster;
        if (held) for (const each of [other, ...this.neighbours.after(other)]) agenda.put(each);
        else enter(member.cluster, other);
      }
    }
    relink(touched, this.settings, (member) => this.held.has(member.report.id));
    return this.tell(touched);
  }

  /**
   * The earlier cluster to which the evidence binds a report most; null where it stands alone. Others to which
   * it is bound are suspected.
   */
  private find(member: Member): Cluster | null {
    const { threshold, link, window, span } = this.settings;
    const { at } = member.report;
    const clusters = new Map<Cluster, Member[]>();
    for (const other of this.neighbours.near(member)) {
      if (at - other.alive > window || inOrder(other, member) >= 0) continue;
      if (at - other.cluster.first.report.at > span) continue;
      const members = clusters.get(other.cluster);
      if (members) members.push(other);
      else clusters.set(other.cluster, [other]);
    }
    let best: Cluster | null = null;
    let most = threshold;
    const bound: Cluster[] = [];
    for (const [cluster, members] of clusters) {
      if (this.isParted(member, cluster)) continue;
      const asked = members.sort((a, b) => inOrder(b, a)).slice(0, ASKED);
      const said = bond(member, asked);
      if (said > link) bound.push(cluster);
      const odds = asked.length === 1 ? said - this.dueAlone(member, asked[0]!) : said;
      if (odds < most) continue;
      if (odds === most && best && inOrder(best.first, cluster.first) <= 0) continue;
      [best, most] = [cluster, odds];
    }
    suspect(
      member,
      bound.filter((cluster) => cluster !== best),
    );
    return best;
  }

  private dueAlone(a: Member, b: Member): number {
    return isPlaced(a.report) || isPlaced(b.report)
      ? this.settings.alone
      : this.settings.aloneUnplaced;
  }

  /** Whether an officer parted the report from one of those before it in the cluster. */
  private isParted(member: Member, cluster: Cluster): boolean {
    for (const [id, { same }] of this.decisions.of(member.report.id)) {
      const other = same ? undefined : this.held.get(id);
      if (other && other.cluster === cluster && inOrder(other, member) < 0) return true;
    }
    return false;
  }

  /** The reports whose group is another than last told, in these clusters and all that may be of one group with them. */
  private tell(clusters: Iterable<Cluster>): Move[] {
    const moves: Move[] = [];
    const all = new Set<Cluster>();
    for (const cluster of clusters)
      if (!all.has(cluster)) for (const each of this.groups.around(cluster)) all.add(each);
    for (const cluster of all) {
      if (cluster.members.length === 0) continue;
      const group = this.groups
        .joined(cluster)
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
}
