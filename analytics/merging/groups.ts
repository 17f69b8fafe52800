import type { Millis } from '../../config/contract/ids.ts';
import type { Cluster, Member } from './cluster.ts';
import type { Decisions } from './decisions.ts';
import { inOrder } from './order.ts';

/** A word that two clusters are of one matter: of an officer at a time, or of the evidence, older than any. */
interface Word {
  a: Member;
  b: Member;
  at: Millis;
}
const EVIDENCE: Millis = Number.NEGATIVE_INFINITY;

const idsOf = ({ a, b }: Word): string => `${a.report.id}\n${b.report.id}`;

/** Which clusters are one group, by the evidence and by officers' words. */
export class Groups {
  constructor(
    private readonly decisions: Decisions,
    private readonly held: ReadonlyMap<string, Member>,
    /** No evidence makes a group of which the first reports of clusters lie farther apart. */
    private readonly span: Millis,
  ) {}

  /** The clusters that words lead to from this one, itself among them, and those words, each once. */
  private reach(cluster: Cluster): { clusters: Set<Cluster>; words: Word[] } {
    const clusters = new Set([cluster]);
    const words: Word[] = [];
    for (const { first, members, links } of clusters) {
      for (const other of links ?? []) {
        clusters.add(other);
        if (inOrder(first, other.first) < 0) words.push({ a: first, b: other.first, at: EVIDENCE });
      }
      for (const member of members) {
        const { id } = member.report;
        if (!this.held.has(id)) continue;
        for (const [otherId, { same, at }] of this.decisions.of(id)) {
          const other = same ? this.held.get(otherId) : undefined;
          if (!other) continue;
          clusters.add(other.cluster);
          if (id < otherId) words.push({ a: member, b: other, at });
        }
      }
    }
    return { clusters, words };
  }

  /** The clusters that may be of one group with this one, itself among them. */
  around(cluster: Cluster): Set<Cluster> {
    return this.reach(cluster).clusters;
  }

  /**
   * The clusters of one group: of those that words reach, the ones that hold together. The words are taken
   * from the oldest on, and one is void where it would bring together what a newer word parts.
   */
  joined(cluster: Cluster): Cluster[] {
    const { clusters, words } = this.reach(cluster);
    if (clusters.size === 1) return [cluster];
    const groups = new Map([...clusters].map((each) => [each, new Set([each])]));
    words.sort((x, y) => (x.at === y.at ? (idsOf(x) < idsOf(y) ? -1 : 1) : x.at - y.at));
    for (const word of words) {
      const [a, b] = [groups.get(word.a.cluster)!, groups.get(word.b.cluster)!];
      if (
        a === b ||
        (word.at === EVIDENCE && this.isTooLong(a, b)) ||
        this.areParted(a, b, word.at)
      )
        continue;
      for (const each of b) {
        a.add(each);
        groups.set(each, a);
      }
    }
    return [...groups.get(cluster)!];
  }

  private isTooLong(a: ReadonlySet<Cluster>, b: ReadonlySet<Cluster>): boolean {
    const times = [...a, ...b].map(({ first }) => first.report.at);
    return Math.max(...times) - Math.min(...times) > this.span;
  }

  /** Whether a word newer than `since` parts a report of the one from one of the other. */
  private areParted(a: ReadonlySet<Cluster>, b: ReadonlySet<Cluster>, since: Millis): boolean {
    for (const { members } of a)
      for (const { report } of members)
        for (const [id, { same, at }] of this.decisions.of(report.id)) {
          const other = this.held.get(id);
          if (!same && at >= since && other && b.has(other.cluster)) return true;
        }
    return false;
  }
}
