import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sealed } from '../store/facts.fixture.ts';
import { order } from './facts.fixture.ts';
import { Journal } from './journal.ts';
import type { Offer } from './offer.ts';

let path: string;
let journal: Journal;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'qiao-journal-'));
  journal = new Journal(path);
});
afterEach(async () => {
  await journal.close();
  rmSync(path, { recursive: true });
});

/** What the journal takes of offers, in short; `!`: it begins its case. */
async function taken(...offers: Offer[]): Promise<string[]> {
  const before = journal.head();
  await journal.append(offers, 5);
  return journal
    .read(before, 10)
    .map(({ fact, begins }) =>
      fact.kind === 'hop' ? `${fact.upstreamNo} ${fact.event}${begins ? '!' : ''}` : fact.kind,
    );
}
const signed = { event: 'sign', minute: 3 } as const;

it('the first hop ever told of a case begins it, and none that is told again with other content', async () => {
  expect(await taken(order({ steps: [signed] }))).toEqual(['1 report!', '1 sign']);
  expect(await taken(order({ subject: '改' }), order({ no: '2' }))).toEqual([
    '1 amend',
    '2 report!',
  ]);
});

it('a report that comes after the steps of its case does not begin it, though they are trimmed', async () => {
  const [report, sign] = order({ steps: [signed] }).facts;
  expect(await taken({ ...order({}), facts: [sign!] })).toEqual(['1 sign!']);
  await journal.trim(journal.head());
  await journal.close();
  journal = new Journal(path);
  expect(await taken({ ...order({}), facts: [report!] })).toEqual(['1 report']);
});

it('a case begins with its hop, whatever is sealed of it in the same record', async () => {
  const [report] = order({}).facts;
  const values = { ...sealed(1), about: '12345:1:0' };
  expect(await taken({ ...order({}), facts: [values, report!] })).toEqual(['sealed', '1 report!']);
});
