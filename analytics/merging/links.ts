import type { Millis } from '../../config/contract/ids.ts';
import { ASKED, type Cluster, type Member } from './cluster.ts';
import { FLOOR, kinship } from './kinship.ts';

/** No other clusters. */
export const NONE: readonly Cluster[] = [];

/** Notes to which other clusters the evidence binds a member beside its own; the last word stands. */
export function suspect(member: Member, others: readonly Cluster[]): void {
  for (const cluster of member.suspects) cluster.suspectedBy?.delete(member);
  member.suspects = others.length === 0 ? NONE : others;
  for (const cluster of others) {
    cluster.suspectedBy ??= new Set();
    cluster.suspectedBy.add(member);
  }
}

export interface LinkSettings {
  /** Natural logarithm of the odds above which two clusters are one matter. */
  link: number;
  /** Pairs of reports longer apart than this say nothing of it. */
  window: Millis;
}

/**
 * Judges anew whether clusters are of one matter with others: what did not bind a report by itself may do so
 * once others tell of it. Two are, where the newest of the one and those of the other say so together, and more
 * than one pair of them speaks. Only those are weighed that a member suspects: where none is bound to the other
 * cluster, all together are not. What is held no longer cannot be weighed: links between such stand.
 * @param clusters those that changed; to them are added whose links changed
 */
export function relink(
  clusters: Set<Cluster>,
  settings: LinkSettings,
  isHeld: (member: Member) => boolean,
): void {
  for (const cluster of [...clusters]) {
    const others = new Set(cluster.links);
    for (const member of cluster.members) for (const other of member.suspects) others.add(other);
    for (const member of cluster.suspectedBy ?? []) others.add(member.cluster);
    others.delete(cluster);
    for (const other of others) {
      const stands = cluster.links?.has(other) ?? false;
      if (stands === areLinked(cluster, other, stands, settings, isHeld)) continue;
      for (const [one, two] of [
        [cluster, other],
        [other, cluster],
      ] as const) {
        one.links ??= new Set();
        if (stands) one.links.delete(two);
        else one.links.add(two);
        clusters.add(one);
      }
    }
  }
}

function areLinked(
  a: Cluster,
  b: Cluster,
  stands: boolean,
  { link, window }: LinkSettings,
  isHeld: (member: Member) => boolean,
): boolean {
  if (a.members.length === 0 || b.members.length === 0) return false;
  if (!isHeld(a.first) || !isHeld(b.first)) return stands;
  let [sum, pairs] = [0, 0];
  const held = (members: readonly Member[]) => members.slice(-ASKED).filter(isHeld);
  const others = held(b.members);
  for (const one of held(a.members))
    for (const other of others) {
      const [earlier, later] = one.report.at <= other.report.at ? [one, other] : [other, one];
      if (later.report.at - earlier.alive > window) continue;
      sum += Math.max(FLOOR, kinship(earlier, later));
      pairs++;
    }
  return pairs > 1 && sum / pairs > link;
}
