/** How far a grouping agrees with the truth. */
export interface Agreement {
  precision: number;
  recall: number;
}

/**
 * Agreement over pairs: precision is the share of pairs found together that are one matter, recall the share
 * of pairs of one matter that are found together.
 */
export function pairwise(
  found: ReadonlyMap<string, string>,
  truth: ReadonlyMap<string, string | number>,
): Agreement {
  const [both, ours, theirs] = counts(found, truth);
  const pairs = (sizes: Iterable<number>) => {
    let sum = 0;
    for (const n of sizes) sum += (n * (n - 1)) / 2;
    return sum;
  };
  const right = pairs(both.values());
  return {
    precision: right / pairs(ours.values()) || 0,
    recall: right / pairs(theirs.values()) || 0,
  };
}

/**
 * B-cubed (Bagga & Baldwin 1998): for each report the share of its found group that is of its matter, and the
 * share of its matter that is in its found group, averaged over reports. Unlike pairs, large groups count no
 * more than their members, and reports that stand alone count too.
 */
export function bCubed(
  found: ReadonlyMap<string, string>,
  truth: ReadonlyMap<string, string | number>,
): Agreement {
  const [both, ours, theirs] = counts(found, truth);
  let [precision, recall] = [0, 0];
  for (const [id, matter] of truth) {
    const shared = both.get(`${found.get(id)}\n${matter}`)!;
    precision += shared / ours.get(found.get(id)!)!;
    recall += shared / theirs.get(matter)!;
  }
  return { precision: precision / truth.size, recall: recall / truth.size };
}

function counts(found: ReadonlyMap<string, string>, truth: ReadonlyMap<string, string | number>) {
  const both = new Map<string, number>();
  const ours = new Map<string, number>();
  const theirs = new Map<string | number, number>();
  const more = <K>(map: Map<K, number>, key: K) => map.set(key, (map.get(key) ?? 0) + 1);
  for (const [id, matter] of truth) {
    const group = found.get(id)!;
    more(both, `${group}\n${matter}`);
    more(ours, group);
    more(theirs, matter);
  }
  return [both, ours, theirs] as const;
}
