import type { CaseFold } from '../state/case-fold.ts';

const TITLE_LENGTH = 200;

/** What is said of a case, with its subject and its number. */
export const caseTitle = (said: string, { subject, dimensions, upstreamNo }: CaseFold): string =>
  [said, subject?.value || dimensions.category, upstreamNo]
    .filter(Boolean)
    .join(' · ')
    .slice(0, TITLE_LENGTH);
