import type { Hop, PatrolReport } from '../../../config/contract/facts.ts';
import type { Millis } from '../../../config/contract/ids.ts';
import type { Counted } from './watch.ts';

/** What happens is counted in two streams, whose rhythms differ. */
export type StreamName = 'order' | 'patrol';

/** Where something counts. '' where it is not known. */
export interface Place {
  stream: StreamName;
  /** Widest level of the category, or class of the patrol report. */
  category: string;
  community: string;
  grid: string;
}

/** What was counted: events of one hour, local day and place. */
export interface CountedPast extends Place {
  at: Millis;
  count: number;
  ids: readonly string[];
}

/** The parts of a series' id: its family, and the category or place it is of. */
export type SeriesKey =
  | { family: 'all' }
  | { family: 'category'; category: string }
  | { family: 'community'; community: string }
  | { family: 'grid'; grid: string }
  | { family: 'category-community'; category: string; community: string }
  | { family: 'category-grid'; category: string; grid: string };

/** The id of a series, of which `keyOfSeries` gives the parts back. */
const idOf = (key: SeriesKey): string => JSON.stringify(Object.values(key));

/** The parts of a series by its id. */
export function keyOfSeries(id: string): SeriesKey {
  const [family, one = '', two = ''] = JSON.parse(id) as string[];
  switch (family) {
    case 'category':
      return { family, category: one };
    case 'community':
      return { family, community: one };
    case 'grid':
      return { family, grid: one };
    case 'category-community':
      return { family, category: one, community: two };
    case 'category-grid':
      return { family, category: one, grid: two };
    default:
      return { family: 'all' };
  }
}

/** The series in which something of a place counts: all, its category, its places, and category × place. */
export function seriesOf({ category, community, grid }: Place): Counted['series'] {
  const keys: SeriesKey[] = [{ family: 'all' }];
  if (category !== '') keys.push({ family: 'category', category });
  if (community !== '') keys.push({ family: 'community', community });
  if (grid !== '') keys.push({ family: 'grid', grid });
  if (category !== '' && community !== '')
    keys.push({ family: 'category-community', category, community });
  if (category !== '' && grid !== '') keys.push({ family: 'category-grid', category, grid });
  return keys.map((key) => ({ family: key.family, id: idOf(key) }));
}

/** Where a fact counts; null: it is none of those that are counted (an order's arrival, a patrol report). */
export function placeOf(fact: Hop | PatrolReport): Place | null {
  const { community, grid } = fact;
  if (fact.kind === 'patrol')
    return fact.version > 0 ? null : { stream: 'patrol', category: fact.class, community, grid };
  return fact.event === 'report' && fact.channel !== 'patrol'
    ? { stream: 'order', category: fact.category[0], community, grid }
    : null;
}
