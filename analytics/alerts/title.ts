import type { Name } from '../../config/deployment/name.ts';
import type { CaseFold } from '../state/case-fold.ts';
import type { NameCategory } from './name-category.ts';

/** What is said, in either language or the same in both. */
export type Said = Name | string;

const TITLE_LENGTH = 200;

const joined = (all: readonly Said[], language: 'zh' | 'en', between: string): string =>
  all
    .map((said) => (typeof said === 'string' ? said : said[language]))
    .filter((said) => said !== '')
    .join(between);

/** A title of its parts; empty ones are left out. */
export const say = (...parts: readonly Said[]): Name => ({
  zh: joined(parts, 'zh', ' · '),
  en: joined(parts, 'en', ' · '),
});

/** Several of a kind in one part: 甲、乙. */
export const listed = (all: readonly Said[]): Name => ({
  zh: joined(all, 'zh', '、'),
  en: joined(all, 'en', ', '),
});

/** What is said of a case, with its subject and its number; a subject stands as it was written. */
export function caseTitle(
  said: Name,
  { subject, dimensions: { category }, upstreamNo }: CaseFold,
  nameCategory: NameCategory,
): Name {
  const { zh, en } = say(said, subject?.value || nameCategory(category), upstreamNo);
  return { zh: zh.slice(0, TITLE_LENGTH), en: en.slice(0, TITLE_LENGTH) };
}
