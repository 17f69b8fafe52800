import type { Name } from './name.ts';
import type { Category } from './schema.ts';

/**
 * The levels of a category in both languages, widest first; upstream names each in one of them. A level that is
 * not among the known ones, and what stands below it, keeps its own words.
 */
export function categoryNames(known: readonly Category[], levels: readonly string[]): Name[] {
  const [level, ...rest] = levels;
  if (level === undefined) return [];
  const found = known.find(({ name }) => name.zh === level || name.en === level);
  return [found?.name ?? { zh: level, en: level }, ...categoryNames(found?.children ?? [], rest)];
}
