import { categoryNames } from '../../config/deployment/category-names.ts';
import type { Name } from '../../config/deployment/name.ts';
import type { Category } from '../../config/deployment/schema.ts';
import { joinCategory, splitCategory } from '../state/case-fold.ts';

export type NameCategory = (category: string) => Name;

/** Says categories, told as `joinCategory` writes them, in both languages. */
export const createNameCategory =
  (known: readonly Category[]): NameCategory =>
  (category) => {
    const names = categoryNames(known, splitCategory(category));
    return {
      zh: joinCategory(names.map(({ zh }) => zh)),
      en: joinCategory(names.map(({ en }) => en)),
    };
  };
