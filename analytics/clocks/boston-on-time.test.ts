import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseId, Millis } from '../../config/contract/ids.ts';
import { DAY } from '../../config/contract/zone.ts';
import { Running } from '../../config/running.fixture.ts';
import {
  connect,
  type HopRow,
  hops,
  millis,
  type Store,
  selected,
  sql,
  storeTarget,
} from '../../ingest/store/index.ts';
import { CaseBook } from '../state/case-book.ts';
import { isOverdue } from './light.ts';

const FILE = join(import.meta.dirname, '../../../shared/data/boston-311/requests_2011_q3.csv');
const present = existsSync(FILE);
if (!present) console.warn('skipped: no ../shared/data');

type Row = Record<'case_enquiry_id' | 'ontime' | 'case_status' | 'target_dt' | 'closed_dt', string>;

/** What a row has of what a verdict is compared by. */
const haves = ({ ontime, case_status, target_dt }: Row): string =>
  [
    ontime.trim() ? 'flag' : 'no flag',
    target_dt.trim() ? 'target' : 'no target',
    case_status === 'Closed' ? 'closed' : 'open',
  ].join(', ');

/**
 * The city's own word on every order of a quarter beside ours: whether its light was that of an overdue
 * case when it was closed, or for an open one at the newest time that the file tells. Orders are
 * imported as anybody's are, and lived through in their order.
 */
describe.skipIf(!present)('on time, as Boston says of its third quarter of 2011', () => {
  let qiao: Running;
  let store: Store;
  const overdue = new Map<string, boolean>();

  beforeAll(async () => {
    qiao = await Running.start({ QIAO_DEPLOYMENT: 'boston' });
    const run = qiao.import(FILE, '--as', 'boston-311');
    await once(run, 'exit');
    const target = { clickhouseUrl: undefined, storePort: qiao.port + 1, data: qiao.data };
    store = connect(storeTarget(target, 'reader'));
    const found = await store.query<HopRow>(sql`
SELECT ${selected(hops)} FROM hops
WHERE at >= ${millis(Date.UTC(2011, 6, 1))} AND source = 'boston-311'
ORDER BY at, hop_order, id`);
    const book = new CaseBook(0);
    let now: Millis = 0;
    for (const { fact, accepted } of found.map(hops.fromRow)) {
      now = fact.at;
      book.advance(now);
      if (fact.event === 'close')
        overdue.set(fact.upstreamNo, isOverdue(book.get(fact.caseId)?.light ?? 'none'));
      book.apply(fact, accepted);
    }
    for (const id of book.openIds()) {
      const { fold, light } = book.get(id as CaseId)!;
      overdue.set(fold.upstreamNo, isOverdue(light));
    }
    expect(now).toBeGreaterThan(Date.UTC(2013, 0, 1) + DAY);
  }, 120_000);
  afterAll(async () => {
    await store?.close();
    await qiao?.stop();
  });

  it('every verdict is the city’s own, and what cannot be compared is counted by what it lacks', () => {
    const table: Record<string, { rows: number; overdue: number; differ: number }> = {};
    for (const row of parse(readFileSync(FILE), { columns: true, relax_quotes: true }) as Row[]) {
      const of = table[haves(row)] ?? { rows: 0, overdue: 0, differ: 0 };
      table[haves(row)] = of;
      const ours = overdue.get(row.case_enquiry_id);
      const theirs = row.ontime.trim() === '' ? ours : row.ontime === 'OVERDUE';
      of.rows++;
      if (ours === true) of.overdue++;
      if (ours !== theirs) of.differ++;
    }
    expect(table).toEqual({
      'flag, target, closed': { rows: 25_101, overdue: 4_745, differ: 0 },
      'flag, target, open': { rows: 1_631, overdue: 1_631, differ: 0 },
      // without a target nothing is ever late: the city says ONTIME, and so do we
      'flag, no target, closed': { rows: 4_898, overdue: 0, differ: 0 },
      'flag, no target, open': { rows: 115, overdue: 0, differ: 0 },
      // all of them late by their own target; the city left the flag blank
      'no flag, target, closed': { rows: 82, overdue: 82, differ: 0 },
      'no flag, target, open': { rows: 1, overdue: 1, differ: 0 },
    });
  });
});
