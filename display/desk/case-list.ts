import { type Accessor, createMemo, createResource, createSignal } from 'solid-js';
import type { CaseSummary } from '../../config/contract/api.ts';
import type { CaseRow } from '../../config/contract/picture.ts';
import { DAY, isoDay } from '../../config/contract/zone.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import type { Model } from '../model/model.ts';
import { searchCases } from '../net/api.ts';
import { byUrgency, CASE_FILTERS, type CaseFilter, fits, isIn } from './case-order.ts';

/** So many cases are listed at first, and found in the past. */
const SHOWN = 200;
/** How far back cases are searched for. */
export const SEARCHED_DAYS = 365;
const TYPING_MS = 250;
/** Shorter words are in too many cases. */
const SHORTEST = 2;

/** A case as it is listed: of the picture, or found in the past. */
export type Listed = Pick<
  CaseRow,
  | 'id'
  | 'upstreamNo'
  | 'subject'
  | 'state'
  | 'stateAt'
  | 'unit'
  | 'grid'
  | 'urgency'
  | 'receivedAt'
  | 'dueAt'
> & { light: CaseRow['light'] };

export interface CaseList {
  filter: Accessor<CaseFilter>;
  setFilter(filter: CaseFilter): void;
  query: Accessor<string>;
  setQuery(query: string): void;
  counts: Accessor<Readonly<Record<CaseFilter, number>>>;
  /** The first of them, SHOWN at first. */
  keys: Accessor<readonly string[]>;
  /** How many more there are. */
  more: Accessor<number>;
  /** Lists as many again. */
  showMore(): void;
  row(id: string): Listed | undefined;
  searching: Accessor<'idle' | 'searching' | 'failed'>;
}

/** Open cases by what is to be done, or those of now and the past that a query finds. */
export function createCaseList(model: Model, deployment: Deployment): CaseList {
  const [filter, setFilter] = createSignal<CaseFilter>('ours');
  const [query, setQuery] = createSignal('');
  const [settled, setSettled] = createSignal('');
  const [shown, setShown] = createSignal(SHOWN);
  let typing: ReturnType<typeof setTimeout> | undefined;

  const names = new Map(
    [...deployment.units, ...deployment.grids.map(({ properties }) => properties)].map((of) => [
      of.id,
      `${of.name.zh} ${of.name.en}`,
    ]),
  );
  const textsOf = ({ upstreamNo, subject, category, unit, grid }: CaseRow) => [
    ...[upstreamNo, subject, category],
    ...[unit, grid].map((id) => names.get(id) ?? id),
  ];

  const open = createMemo(() => [...model.rows('cases').values()].sort(byUrgency));
  const counts = createMemo(
    () =>
      Object.fromEntries(
        CASE_FILTERS.map((each) => [each, open().filter((row) => isIn(each, row)).length]),
      ) as Record<CaseFilter, number>,
  );
  const [found] = createResource(
    () => (settled().length >= SHORTEST ? settled() : null),
    (words) => {
      const now = model.now();
      const from = isoDay(now - SEARCHED_DAYS * DAY, deployment.zone);
      return searchCases(words, from, isoDay(now + DAY, deployment.zone), SHOWN);
    },
  );
  const past = createMemo((): ReadonlyMap<string, CaseSummary> => {
    const answer = settled().length >= SHORTEST ? found.latest : undefined;
    return new Map(answer?.ok ? answer.value.map((one) => [one.id as string, one]) : []);
  });
  const listed = createMemo((): string[] => {
    const words = query().trim();
    if (words === '')
      return open()
        .filter((row) => isIn(filter(), row))
        .map(({ id }) => id);
    const now = open()
      .filter((row) => fits(words, textsOf(row)))
      .map(({ id }) => id as string);
    return [...new Set([...now, ...(words === settled() ? past().keys() : [])])];
  });

  return {
    filter,
    query,
    counts,
    setFilter(to) {
      setShown(SHOWN);
      setFilter(to);
      setQuery('');
      setSettled('');
    },
    setQuery(to) {
      setShown(SHOWN);
      setQuery(to);
      clearTimeout(typing);
      typing = setTimeout(() => setSettled(to.trim()), TYPING_MS);
    },
    keys: () => listed().slice(0, shown()),
    more: () => Math.max(0, listed().length - shown()),
    showMore: () => setShown((before) => before + SHOWN),
    row(id) {
      const row = model.row('cases', id);
      if (row) return row;
      const one = past().get(id);
      return one && { ...one, light: 'none' };
    },
    searching() {
      if (query().trim().length < SHORTEST) return 'idle';
      if (found.loading || query().trim() !== settled()) return 'searching';
      return found.latest?.ok === false ? 'failed' : 'idle';
    },
  };
}
