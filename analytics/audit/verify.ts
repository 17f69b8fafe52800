import type { AuditFault } from '../../config/contract/audit.ts';
import { digestOf, type Link, NONE, toldBy } from './chain.ts';

/** The head of the chain, as it was told elsewhere when it was the head. */
export interface Anchor {
  seq: number;
  hash: string;
}

export interface Verdict {
  rows: number;
  /** Anchors that agree with the chain. */
  anchored: number;
  /** By row. */
  faults: AuditFault[];
}

/** A row as found; `seq` and `previous` are what its text says, null where the text is not to be trusted. */
interface Found {
  place: number;
  hash: string;
  seq: number | null;
  previous: string | null;
}

function read(place: number, kept: Link): Found {
  try {
    const { seq, previous, digest } = toldBy(kept);
    if (digestOf(kept.text, digest) === kept.hash) return { place, hash: kept.hash, seq, previous };
  } catch {
    // no text of ours: told as changed
  }
  return { place, hash: kept.hash, seq: null, previous: null };
}

/**
 * Finds rows that were changed, removed, inserted or swapped, a tail that was cut off, and, by anchors
 * kept apart, a chain that was written anew with hashes that fit.
 *
 * Goes from the newest row back by the hash that each holds of the one before: what is reached so is
 * what was recorded. A hash that no row has was a row that is changed, or gone; a row that is never
 * reached was put there.
 * @param chain rows by their place, oldest first
 */
export function verifyChain(
  chain: Iterable<readonly [place: number, kept: Link]>,
  anchors: readonly Anchor[],
): Verdict {
  const found = Array.from(chain, ([place, kept]) => read(place, kept));
  const faults: AuditFault[] = [];
  const tell = (seq: number, what: AuditFault['what'], why: string) =>
    faults.push({ seq, what, why });

  const byHash = new Map<string, Found>();
  const bySeq = new Map<number, Found>();
  /** Rows whose text does not fit their hash, by the number they should have. */
  const broken = new Map<number, Found>();
  let head = 0;
  for (const row of found) {
    head = Math.max(head, row.seq ?? head + 1);
    if (row.seq === null) broken.set(head, row);
    else {
      // of two copies the one further from its place was put there
      const copy = byHash.get(row.hash);
      if (copy && Math.abs(copy.place - row.seq) <= Math.abs(row.place - row.seq)) continue;
      byHash.set(row.hash, row);
      bySeq.set(row.seq, row);
    }
  }

  const reached = new Map<number, Found>();
  const told = new Set<Found>();
  let wanted: string | null = null;
  for (let seq = head; seq >= 1; seq--) {
    const row: Found | undefined = wanted === null ? bySeq.get(seq) : byHash.get(wanted);
    if (row !== undefined && row.seq === seq) {
      reached.set(seq, row);
      wanted = row.previous;
      continue;
    }
    const instead = broken.get(seq) ?? bySeq.get(seq);
    if (instead === undefined) tell(seq, 'removed', 'the row is missing');
    else {
      told.add(instead);
      tell(
        seq,
        'changed',
        instead.seq === null
          ? 'its text does not fit its hash'
          : `row ${seq + 1} was chained to another one`,
      );
    }
    wanted = null;
  }
  if (wanted !== null && wanted !== NONE) tell(1, 'removed', 'there was a row before the first');

  const recorded = new Set(reached.values());
  for (const row of found)
    if (!recorded.has(row) && !told.has(row))
      tell(row.place, 'inserted', 'no row is chained to it');

  const lying = found.filter((row) => recorded.has(row)).map(({ seq }) => seq as number);
  for (const [n, seq] of lying.toSorted((a, b) => a - b).entries())
    if (lying[n] !== seq) tell(seq, 'swapped', `row ${lying[n]} stands in its place`);

  let anchored = 0;
  let last = 0;
  const bad = new Set(faults.map(({ seq }) => seq));
  for (const { seq, hash } of anchors.toSorted((a, b) => a.seq - b.seq)) {
    if (seq > head) {
      tell(head + 1, 'cut off', `row ${seq} was the newest once`);
      break;
    }
    if (reached.get(seq)?.hash === hash) {
      anchored++;
      last = seq;
    } else if (!bad.has(seq)) {
      tell(
        seq,
        'rewritten',
        `it was another row once; all from ${last + 1} on may be written anew`,
      );
      break;
    }
  }
  return { rows: found.length, anchored, faults: faults.sort((a, b) => a.seq - b.seq) };
}
