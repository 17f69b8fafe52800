import { DateTime } from 'luxon';
import { err, ok, type Result } from '../../config/contract/result.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import type { CaseSearch } from '../queries/searched-cases.ts';

/** Longest period, in days: every text of it is looked through. */
const LONGEST = 400;
const WORDS_MOST = 6;
const WORD_LONGEST = 64;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What a word of a search may name. */
export type SearchPlace = Pick<Deployment, 'zone' | 'units' | 'grids'>;

/** What a query string searches for: `q` words, `from` and `to` local days, `to` exclusive. The error says what is wrong. */
export function readSearchQuery(
  query: URLSearchParams,
  { zone, units, grids }: SearchPlace,
): Result<CaseSearch> {
  const words = (query.get('q') ?? '').split(/\s+/).filter((word) => word !== '');
  if (words.length === 0 || words.length > WORDS_MOST) return err(`q: 1 to ${WORDS_MOST} words`);
  if (words.some(({ length }) => length > WORD_LONGEST))
    return err(`q: words of at most ${WORD_LONGEST} letters`);
  const dayOf = (name: string) => {
    const text = query.get(name) ?? '';
    return DAY.test(text) ? DateTime.fromISO(text, { zone }) : DateTime.invalid('no day');
  };
  const [from, to] = [dayOf('from'), dayOf('to')];
  if (!from.isValid || from.toMillis() < 0) return err('from: a day as yyyy-MM-dd, from 1970 on');
  if (!to.isValid || to <= from) return err('to: a day as yyyy-MM-dd, after from');
  if (to.diff(from, 'days').days > LONGEST) return err(`at most ${LONGEST} days`);

  const places = grids.map(({ properties }) => properties);
  const called = (
    all: readonly Pick<Deployment['units'][number], 'id' | 'name' | 'aliases'>[],
    word: string,
  ) =>
    all
      .filter(({ name, aliases }) =>
        [name.zh, name.en, ...aliases].some((text) =>
          text.toLowerCase().includes(word.toLowerCase()),
        ),
      )
      .map(({ id }) => id);
  return ok({
    words: words.map((word) => ({
      word,
      units: called(units, word),
      grids: called(places, word),
    })),
    from: from.toMillis(),
    to: to.toMillis(),
  });
}
