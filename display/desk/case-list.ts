import { type Accessor, createMemo, createResource, createSignal, untrack } from 'solid-js';
import type { CaseSummary } from '../../config/contract/api.ts';
import type { CaseRow } from '../../config/contract/picture.ts';
import { DAY, isoDay } from '../../config/contract/zone.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import { firstRows } from '../model/first-rows.ts';
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
  const textsOf = (
    upstreamNo: string,
    subject: string,
    category: string,
    unit: string,
    grid: string,
  ) => [upstreamNo, subject, category, names.get(unit) ?? unit, names.get(grid) ?? grid];

  const isListed = (filter: CaseFilter) => {
    const cases = model.rows('cases');
    const [state, light] = [cases.column('state'), cases.column('light')];
    return (n: number) => isIn(filter, state.at(n), light.at(n));
  };
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
  const fitting = (words: string) => {
    const cases = model.rows('cases');
    const [no, subject, category] = [
      cases.column('upstreamNo'),
      cases.column('subject'),
      cases.column('category'),
    ];
    const [unit, grid] = [cases.column('unit'), cases.column('grid')];
    const fit = fits(words);
    return (n: number) =>
      fit(textsOf(no.at(n), subject.at(n), category.at(n), unit.at(n), grid.at(n)));
  };
  const open = (fit: (n: number) => boolean) => {
    const cases = model.rows('cases');
    return firstRows(cases, fit, byUrgency(cases), shown());
  };
  const second = createMemo(() => Math.floor(model.machine() / 1000));
  const listed = createMemo(() => {
    const words = query().trim();
    if (words === '') return open(isListed(filter()));
    const found = words === settled() ? [...past().keys()] : [];
    second(); // to read all texts after every change would take up the page
    return untrack(() => {
      const cases = model.rows('cases');
      const fit = fitting(words);
      const now = open(fit);
      const others = found.filter((id) => {
        const n = cases.numberOf(id);
        return n === undefined || !fit(n);
      });
      return { keys: [...now.keys, ...others], count: now.count + others.length };
    });
  });
  const countOf = (each: CaseFilter): number => {
    if (each === 'all') return model.rows('cases').size;
    if (each === filter() && query().trim() === '') return listed().count;
    const fit = isListed(each);
    let count = 0;
    for (const n of model.rows('cases').numbers()) if (fit(n)) count += 1;
    return count;
  };
  const counts = createMemo(
    () =>
      Object.fromEntries(CASE_FILTERS.map((each) => [each, countOf(each)])) as Record<
        CaseFilter,
        number
      >,
  );
  const keys = createMemo(() => listed().keys.slice(0, shown()));

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
    keys,
    more: () => listed().count - keys().length,
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
