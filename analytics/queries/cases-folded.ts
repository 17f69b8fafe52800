import { type CaseId, gridId, sourceId, unitId } from '../../config/contract/ids.ts';
import { ENDED } from '../../config/contract/vocabulary.ts';
import { STEPS_REMEMBERED } from '../../config/deployment/alert-rules.ts';
import { int, type Sql, type Store, sql, texts } from '../../ingest/store/index.ts';
import { type CaseFold, joinCategory } from '../state/case-fold.ts';
import type { HazardWords } from '../state/hazard.ts';
import { type Marks, NO_MARKS } from '../state/marks.ts';
import { oneCopy } from '../state/one-copy.ts';
import type { Told, WordRank } from '../state/rank.ts';
import { type CaseRowNow, caseColumns } from './listed-cases.ts';

/** Parts of a case that go by the newest word. */
type Part = 'latest' | 'text' | 'unit' | 'due' | 'hazard' | 'firm' | 'revisit';
type Mark = [at: number, order: number, hop: string];

/** With what ranks the hop that decided each part; an empty id: none did. */
type Row = CaseRowNow & {
  state_order: number;
  state_hop: string;
  step_due_at: number | null;
  contacted: boolean;
  words: string;
  returned: Mark[];
  urged: Mark[];
  supervised: boolean;
  reopened_at: number;
  hazard_told: string;
  firm_told: string;
  revisit_due_told: string;
} & Record<`${Part}_rank`, [asOf: number, at: number, order: number, hop: string]>;

/** The newest of the steps of one kind. */
const newest = (steps: Sql): Sql => sql`arrayMap(
    step -> (toUnixTimestamp64Milli(step.1), step.2, step.3), arraySlice(${steps}, -${int(STEPS_REMEMBERED)}))`;

const folded = (condition: Sql): Sql => sql`
SELECT ${caseColumns},
  state_order, state_hop, toUnixTimestamp64Milli(step_due_at) AS step_due_at, contacted,
  (toUnixTimestamp64Milli(latest_as_of), toUnixTimestamp64Milli(latest_at), latest_order, latest_hop)
    AS latest_rank,
  (toUnixTimestamp64Milli(text_as_of), toUnixTimestamp64Milli(text_at), text_order, text_hop)
    AS text_rank,
  (toUnixTimestamp64Milli(unit_as_of), toUnixTimestamp64Milli(unit_at), unit_order, unit_hop)
    AS unit_rank,
  (toUnixTimestamp64Milli(due_as_of), toUnixTimestamp64Milli(due_told_at), due_order, due_hop)
    AS due_rank,
  words, ${newest(sql`returned`)} AS returned, ${newest(sql`urged`)} AS urged, supervised,
  toUnixTimestamp64Milli(reopened_at) AS reopened_at,
  hazard_told, firm_told, revisit_due_told,
  (toUnixTimestamp64Milli(hazard_as_of), toUnixTimestamp64Milli(hazard_at), hazard_order, hazard_hop)
    AS hazard_rank,
  (toUnixTimestamp64Milli(firm_as_of), toUnixTimestamp64Milli(firm_at), firm_order, firm_hop)
    AS firm_rank,
  (toUnixTimestamp64Milli(revisit_due_as_of), toUnixTimestamp64Milli(revisit_due_at),
    revisit_due_order, revisit_due_hop) AS revisit_rank
FROM cases_now
WHERE ${condition}`;

/** Every open case, as far as the store has it. */
export const openCases = (): Sql => folded(sql`state NOT IN ${texts([...ENDED])}`);

/** Cases by id, open and ended. */
export const casesById = (ids: readonly CaseId[]): Sql => folded(sql`case_id IN ${texts(ids)}`);

const rankOf = ([asOf, at, order, id]: Row[`${Part}_rank`]): WordRank => ({ asOf, at, order, id });

/** Most often the hop that spoke last decided every part: its rank is kept once. */
function told<T>(row: Row, latest: WordRank, part: Part, value: T): Told<T> | null {
  const rank = rankOf(row[`${part}_rank`]);
  if (rank.id === '') return null;
  return { rank: isSame(rank, latest) ? latest : rank, value };
}

const isSame = (a: WordRank, b: WordRank): boolean =>
  a.asOf === b.asOf && a.at === b.at && a.order === b.order && a.id === b.id;

const marksOf = (marks: readonly Mark[]): Marks =>
  marks.length === 0 ? NO_MARKS : marks.map(([at, order, id]) => ({ at, order, id }));

function textOf(row: Row, latest: WordRank): CaseFold['subject'] {
  const subject = told(row, latest, 'text', row.subject);
  return subject && { ...subject, words: row.words };
}

function hazardOf(row: Row, latest: WordRank): HazardWords | null {
  const level = told(row, latest, 'hazard', row.hazard_told);
  const firm = told(row, latest, 'firm', row.firm_told);
  const revisitDue = told(row, latest, 'revisit', row.revisit_due_told);
  return level || firm || revisitDue ? { level, firm, revisitDue } : null;
}

/** Rows of either query as folds. A fold may know more hops than a position: merging is idempotent. */
export async function askFolds(store: Store, statement: Sql): Promise<CaseFold[]> {
  const rows = await store.query<Row>(statement);
  return rows.map(foldOf);
}

function foldOf(row: Row): CaseFold {
  const latest = rankOf(row.latest_rank);
  const { id } = latest;
  const step = { at: row.state_at, order: row.state_order, id: row.state_hop };
  return {
    id: row.case_id as CaseId,
    source: oneCopy(sourceId(row.source)),
    upstreamNo: row.upstream_no,
    step:
      step.id === ''
        ? null
        : {
            rank: step.id === id ? { ...step, id } : step,
            state: row.state,
            dueAt: row.step_due_at,
          },
    contacted: row.contacted,
    dimensions: {
      rank: latest,
      channel: row.channel,
      type: row.type,
      urgency: row.urgency,
      category: joinCategory(row.category),
      grid: oneCopy(gridId(row.grid)),
      community: oneCopy(row.community),
      receivedAt: row.received_at,
      lon: row.lon,
      lat: row.lat,
    },
    unit: told(row, latest, 'unit', oneCopy(unitId(row.unit))),
    due: told(row, latest, 'due', row.due_at),
    subject: textOf(row, latest),
    returns: marksOf(row.returned),
    urges: marksOf(row.urged),
    supervised: row.supervised,
    reopenedAt: row.reopened_at,
    hazard: hazardOf(row, latest),
  };
}
