import type { Millis } from '../../config/contract/ids.ts';
import type { Features } from './features.ts';
import { FLOOR, kinship } from './kinship.ts';
import type { Known } from './known.ts';
import { inOrder } from './order.ts';

/** A report as it is held. */
export interface Member extends Known {
  features: Features;
  /** When it was last told to be closed, be that before its report; null: it was not. */
  closed: Millis | null;
  cluster: Cluster;
  /** Other clusters to which the evidence binds it, too. */
  suspects: readonly Cluster[];
  /** Id of the group that was last told. */
  told: string;
}

/** Reports found together one by one, in order. */
export interface Cluster {
  /** Known by its earliest. */
  first: Member;
  /** Every one, also those no longer held. */
  members: Member[];
  /** Members of others that suspect this one. */
  suspectedBy: Set<Member> | null;
  /** Clusters that are of one matter with it, by the evidence of all. */
  links: Set<Cluster> | null;
}

export const clusterOf = (first: Member, members: Member[] = [first]): Cluster => ({
  first,
  members,
  suspectedBy: null,
  links: null,
});

export function leave(cluster: Cluster, member: Member): void {
  const at = cluster.members.indexOf(member);
  if (at >= 0) cluster.members.splice(at, 1);
}

export function enter(cluster: Cluster, member: Member): void {
  const { members } = cluster;
  let at = members.length;
  while (at > 0 && inOrder(members[at - 1]!, member) > 0) at--;
  members.splice(at, 0, member);
}

/** So many of a matter's newest members are asked: a matter of ten thousand calls costs no more than one of ten. */
export const ASKED = 8;

/** What the evidence of pairs says together: the mean of their odds. */
export function bond(member: Member, asked: readonly Member[]): number {
  let sum = 0;
  for (const other of asked) sum += Math.max(FLOOR, kinship(other, member));
  return sum / asked.length;
}
