import { PATROL_CLASS_NAMES } from '../../../config/contract/patrol-class-names.ts';
import type { Name } from '../../../config/deployment/name.ts';
import type { Deployment } from '../../../config/deployment/schema.ts';
import type { NameCategory } from '../name-category.ts';
import { type Said, say } from '../title.ts';
import type { SeriesKey } from './series.ts';
import type { Surge } from './watch.ts';

const STREAM: Readonly<Record<string, Name>> = {
  order: { zh: '工单', en: 'orders' },
  patrol: { zh: '巡查上报', en: 'patrol reports' },
};

/** What is said of a surge: what and where, how many in how long, how many are expected. */
export function surgeTitle(
  surge: Surge,
  key: SeriesKey,
  { communities, grids }: Pick<Deployment, 'communities' | 'grids'>,
  nameCategory: NameCategory,
): Name {
  const { stream, window, observed, expected } = surge;
  const what: Said[] = [{ zh: '突增', en: 'Surge' }];
  if ('category' in key) {
    // patrol reports are counted by class
    const names: Readonly<Partial<Record<string, Name>>> = PATROL_CLASS_NAMES;
    what.push(names[key.category] ?? nameCategory(key.category));
  }
  if ('community' in key)
    what.push(communities.find(({ id }) => id === key.community)?.name ?? key.community);
  if ('grid' in key)
    what.push(
      grids.find(({ properties }) => properties.id === key.grid)?.properties.name ?? key.grid,
    );
  const of = STREAM[stream] ?? { zh: stream, en: stream };
  const least = expected < 10 ? expected.toPrecision(2) : expected.toFixed(0);
  return say(...what, {
    zh: `${window} 小时${of.zh} ${observed} 件, 预期 ${least}`,
    en: `${observed} ${of.en} in ${window} h, expected ${least}`,
  });
}
