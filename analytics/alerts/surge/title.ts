import type { Deployment } from '../../../config/deployment/schema.ts';
import type { SeriesKey } from './series.ts';
import type { Surge } from './watch.ts';

const STREAM: Readonly<Record<string, { zh: string; en: string }>> = {
  order: { zh: '工单', en: 'orders' },
  patrol: { zh: '巡查上报', en: 'patrol reports' },
};

/** What is said of a surge: what and where, how many in how long, how many are expected. */
export function surgeTitle(surge: Surge, key: SeriesKey, deployment: Deployment): string {
  const { stream, window, observed, expected } = surge;
  const { language, communities, grids, categories } = deployment;
  const what: string[] = [];
  if ('category' in key)
    what.push(
      categories.find(({ name }) => name.zh === key.category)?.name[language] ?? key.category,
    );
  if ('community' in key)
    what.push(communities.find(({ id }) => id === key.community)?.name[language] ?? key.community);
  if ('grid' in key)
    what.push(
      grids.find(({ properties }) => properties.id === key.grid)?.properties.name[language] ??
        key.grid,
    );
  const of = STREAM[stream]?.[language] ?? stream;
  const least = expected < 10 ? expected.toPrecision(2) : expected.toFixed(0);
  return language === 'zh'
    ? `${['突增', ...what].join(' · ')} · ${window} 小时${of} ${observed} 件, 预期 ${least}`
    : `${['Surge', ...what].join(' · ')} · ${observed} ${of} in ${window} h, expected ${least}`;
}
