import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { CaseId, Millis } from '../../config/contract/ids.ts';
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
/** Whether the city's file is there. */
export const present = existsSync(FILE);

type Row = Record<'case_enquiry_id' | 'ontime' | 'case_status' | 'target_dt' | 'closed_dt', string>;

/** Rows of the file that have the same to compare: how many, how many we say were late, and how many the city judges differently. */
export interface Agreement {
  rows: number;
  overdue: number;
  differ: number;
}

/** What a row has of what a verdict is compared by. */
const haves = ({ ontime, case_status, target_dt }: Row): string =>
  [
    ontime.trim() ? 'flag' : 'no flag',
    target_dt.trim() ? 'target' : 'no target',
    case_status === 'Closed' ? 'closed' : 'open',
  ].join(', ');

/** Whether the light of each order was that of an overdue case when it was closed, or for an open one at the newest time that is told. */
async function verdicts(store: Store): Promise<Map<string, boolean>> {
  const overdue = new Map<string, boolean>();
  const found = await store.query<HopRow>(sql`
SELECT ${selected(hops)} FROM hops
WHERE at >= ${millis(Date.UTC(2011, 6, 1))} AND source = 'boston-311'
ORDER BY at, hop_order, id`);
  const book = new CaseBook(0);
  for (const { fact, accepted } of found.map(hops.fromRow)) {
    const now: Millis = fact.at;
    book.advance(now);
    if (fact.event === 'close')
      overdue.set(fact.upstreamNo, isOverdue(book.get(fact.caseId)?.light ?? 'none'));
    book.apply(fact, { seq: 0, accepted, begins: true });
  }
  for (const id of book.openIds()) {
    const { fold, light } = book.get(id as CaseId)!;
    overdue.set(fold.upstreamNo, isOverdue(light));
  }
  return overdue;
}

/**
 * The city's own word on every order of a quarter beside ours, by what each has to be compared by. Orders are
 * imported as anybody's are, and lived through in their order.
 */
export async function agreementWithBoston(): Promise<Record<string, Agreement>> {
  const qiao = await Running.start({ QIAO_DEPLOYMENT: 'boston' });
  const target = { clickhouseUrl: undefined, storePort: qiao.port + 1, data: qiao.data };
  const store = connect(storeTarget(target, 'reader'));
  try {
    await once(qiao.import(FILE, '--as', 'boston-311'), 'exit');
    const overdue = await verdicts(store);
    const table: Record<string, Agreement> = {};
    for (const row of parse(readFileSync(FILE), { columns: true, relax_quotes: true }) as Row[]) {
      table[haves(row)] ??= { rows: 0, overdue: 0, differ: 0 };
      const of = table[haves(row)]!;
      const ours = overdue.get(row.case_enquiry_id);
      const theirs = row.ontime.trim() === '' ? ours : row.ontime === 'OVERDUE';
      of.rows++;
      if (ours === true) of.overdue++;
      if (ours === undefined || ours !== theirs) of.differ++;
    }
    return table;
  } finally {
    await store.close();
    await qiao.stop();
  }
}
