import { expect, test } from 'vitest';
import type { Hop } from '../../config/contract/facts.ts';
import type { CaseId } from '../../config/contract/ids.ts';
import { HOUR } from '../../config/contract/zone.ts';
import { CaseBook } from './case-book.ts';
import { type CaseFold, foldOfHop, mergeFolds } from './case-fold.ts';
import { hop, MONDAY, Numbered } from './samples.ts';
import { Unheld } from './unheld.ts';

/** The cases of a picture, and what a store would have of all. */
function hotline() {
  const book = new CaseBook(MONDAY);
  const stored = new Map<CaseId, CaseFold>();
  const journal = new Numbered();
  let seq = 0;
  return {
    book,
    tell(of: Parameters<typeof hop>[0]) {
      const fact = hop(of);
      const entry = journal.entry(fact, MONDAY);
      seq = entry.seq;
      book.apply(fact, entry);
      const fold = foldOfHop(fact, MONDAY);
      const known = stored.get(fold.id);
      stored.set(fold.id, known ? mergeFolds(known, fold) : fold);
      return fact.caseId;
    },
    /** The store answers once it holds so many records; all of them, where it is not said. */
    answer(holds = seq) {
      for (const id of book.unheld.askable(holds, Number.POSITIVE_INFINITY))
        book.recall(id, stored.get(id) ?? null);
    },
  };
}

const LATE: [string, Partial<Hop>][] = [
  ['an early step', { event: 'sign', at: MONDAY }],
  ['its report', { event: 'report', at: MONDAY }],
  ['a correction as of its receipt', { event: 'amend', at: MONDAY, asOf: MONDAY }],
  ['a remark', { event: 'comment', at: MONDAY + 9 * HOUR }],
  ['a step told alone', { event: 'finish', asOf: 0 }],
  ['a remark of the year 1975', { event: 'comment', at: 0, flags: ['clock-behind'] }],
];
test.each(LATE)('a case that ended and is forgotten is not opened by %s', (_, late) => {
  const { book, tell, answer } = hotline();
  tell({ no: 'old', event: 'visit' });
  tell({ no: 'old', event: 'close', at: MONDAY + HOUR });
  for (let n = 0; n < 20_000; n++) tell({ no: `${n}`, event: 'cancel', at: MONDAY });
  const id = tell({ no: 'old', id: 'late', ...late });
  expect([book.open, book.get(id), book.unheld.size]).toEqual([0, null, 1]);
  answer(20_000);
  expect([book.open, book.unheld.size]).toEqual([0, 1]);
  answer();
  expect([book.open, book.unheld.size]).toEqual([0, 0]);
  expect(book.get(id)!.fold.step!.state).toBe('closed');
});

test('of more than wait at once something is let go of, and it is known from where the picture is to be folded anew', () => {
  const unheld = new Unheld();
  for (let n = 1; n <= 60_000; n++)
    unheld.add(foldOfHop(hop({ no: `${n}`, event: 'sign' }), MONDAY), n);
  unheld.add(foldOfHop(hop({ no: '7', event: 'finish', at: MONDAY + HOUR }), MONDAY), 60_001);
  expect([unheld.size, unheld.overrun]).toEqual([50_000, 50_001]);
  expect(unheld.askable(3, 10)).toHaveLength(3);
  expect(unheld.release(unheld.askable(7, 10).at(-1)!)!.step!.state).toBe('done');
});
