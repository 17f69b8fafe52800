import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditEntry, AuditFault } from '../../config/contract/audit.ts';
import { type Digest, digestOf, type Link, link, NONE, toldBy } from './chain.ts';
import { type Anchor, verifyChain } from './verify.ts';

const entry = (n: number): AuditEntry => ({
  act: 'command',
  outcome: 'done',
  who: `officer-${n % 3}`,
  role: 'officer',
  from: '',
  target: `case-${n}`,
  reason: '',
  detail: {},
});

function chainOf(rows: number, digest: Digest = 'sha256'): Link[] {
  const chain: Link[] = [];
  for (let seq = 1; seq <= rows; seq++)
    chain.push(link(entry(seq), seq, 1_700_000_000_000 + seq, chain.at(-1)?.hash ?? NONE, digest));
  return chain;
}
/** Numbered as they lie, as someone who covers tracks would leave them. */
const placed = (chain: readonly Link[]): [number, Link][] => chain.map((kept, n) => [n + 1, kept]);
const anchorOf = (chain: readonly Link[], seq: number): Anchor => ({
  seq,
  hash: chain[seq - 1]!.hash,
});
const reworded = ({ text }: Link): Link => {
  const forged = text.replace('"outcome":"done"', '"outcome":"refused"');
  return { text: forged, hash: digestOf(forged, toldBy({ text, hash: '' }).digest) };
};
const places = (faults: readonly AuditFault[], what: AuditFault['what']): number[] =>
  faults.filter((fault) => fault.what === what).map(({ seq }) => seq);

const size = fc.integer({ min: 4, max: 40 });
/** A chain, and rows in it: two different ones, the last left alone. */
const spots = size.chain((rows) =>
  fc
    .tuple(
      fc.integer({ min: 1, max: rows - 1 }),
      fc.integer({ min: 1, max: rows - 1 }),
      fc.constantFrom<Digest>('sha256', 'sm3'),
    )
    .filter(([a, b]) => a < b)
    .map(([a, b, digest]) => ({ chain: chainOf(rows, digest), a, b })),
);
const check = (test: (given: { chain: Link[]; a: number; b: number }) => void) =>
  fc.assert(
    fc.property(spots, (given) => {
      test(given);
    }),
    { numRuns: 60 },
  );

describe('an audit that someone tampered with', () => {
  it('is told sound as long as nobody did', () => {
    check(({ chain, a }) =>
      expect(verifyChain(placed(chain), [anchorOf(chain, a)])).toEqual({
        rows: chain.length,
        anchored: 1,
        faults: [],
      }),
    );
    expect(verifyChain([], []).faults).toEqual([]);
  });

  it('tells a row whose text was changed', () => {
    check(({ chain, a }) => {
      const forged = chain.with(a - 1, { ...chain[a - 1]!, text: reworded(chain[a - 1]!).text });
      expect(verifyChain(placed(forged), []).faults).toMatchObject([{ seq: a, what: 'changed' }]);
    });
  });

  it('tells a row that was changed together with its hash', () => {
    check(({ chain, a }) => {
      const forged = chain.with(a - 1, reworded(chain[a - 1]!));
      expect(verifyChain(placed(forged), []).faults).toMatchObject([{ seq: a, what: 'changed' }]);
    });
  });

  it('tells a removed row, whether or not those after it were moved up', () => {
    check(({ chain, a }) => {
      const left = placed(chain).filter(([place]) => place !== a);
      expect(verifyChain(left, []).faults).toMatchObject([{ seq: a, what: 'removed' }]);
      const moved = placed(chain.toSpliced(a - 1, 1));
      expect(verifyChain(moved, []).faults).toMatchObject([{ seq: a, what: 'removed' }]);
    });
  });

  it('tells an inserted row, though it is chained to the one before', () => {
    check(({ chain, a, b }) => {
      const forged = link(entry(99), a + 1, 1_700_000_000_000, chain[a - 1]!.hash, 'sha256');
      const faults = verifyChain(placed(chain.toSpliced(a, 0, forged)), []).faults;
      expect(faults).toMatchObject([{ seq: a + 1, what: 'inserted' }]);
      const copied = verifyChain(placed(chain.toSpliced(b, 0, chain[a - 1]!)), []).faults;
      expect(copied).toHaveLength(1);
      expect(copied).toMatchObject([{ what: 'inserted' }]);
    });
  });

  it('tells both places of two swapped rows', () => {
    check(({ chain, a, b }) => {
      const swapped = chain.with(a - 1, chain[b - 1]!).with(b - 1, chain[a - 1]!);
      const { faults } = verifyChain(placed(swapped), []);
      expect(places(faults, 'swapped')).toEqual([a, b]);
      expect(faults).toHaveLength(2);
    });
  });

  it('tells a tail that was cut off by an anchor kept apart', () => {
    check(({ chain, a }) => {
      const anchors = [anchorOf(chain, a), anchorOf(chain, chain.length)];
      expect(verifyChain(placed(chain.slice(0, a)), anchors).faults).toMatchObject([
        { seq: a + 1, what: 'cut off' },
      ]);
    });
  });

  it('tells by anchors from where a chain with new hashes may have been written anew', () => {
    check(({ chain, a, b }) => {
      const anchors = [anchorOf(chain, a), anchorOf(chain, chain.length)];
      const anew = chain.slice(0, b - 1);
      for (let seq = b; seq <= chain.length; seq++)
        anew.push(
          link(entry(seq + 1), seq, 1_700_000_000_000, anew.at(-1)?.hash ?? NONE, 'sha256'),
        );
      const { faults } = verifyChain(placed(anew), anchors);
      expect(faults).toMatchObject([{ seq: chain.length, what: 'rewritten' }]);
      expect(faults[0]?.why).toContain(`from ${a + 1} on`);
    });
  });
});
