import { alertId } from '../../../config/contract/ids.ts';
import type { Name } from '../../../config/deployment/name.ts';
import { readWords, type WordTag } from '../../../config/deployment/urgent-words.ts';
import { isOpen, unitOf } from '../../state/case-fold.ts';
import type { Stage } from '../stage.ts';
import { caseTitle, listed } from '../title.ts';

const RULE = 'urgent-words';
const VERSION = 1;

const TAGS: Readonly<Record<WordTag, Name>> = {
  urgent: { zh: '紧急件', en: 'Urgent' },
  hot: { zh: '热点件', en: 'Sensitive' },
  plain: { zh: '普通件', en: 'Noted' },
};

/**
 * 敏感词/紧急 (domain §1.6): words of the deployment's list stand in the newest texts of an open case. They
 * were found when the texts were told, so that a changed list concerns what comes after it.
 */
export const urgentWords: Stage = ({ nameCategory, cases, rules }, alerts) => [
  ...alerts,
  ...cases.flatMap((fold) => {
    const found = readWords(fold.subject?.words ?? '');
    if (fold.subject === null || found === null || !isOpen(fold)) return [];
    const level = rules.words[found.tag];
    if (level === null) return [];
    const { at, id } = fold.subject.rank;
    const [tag, words] = [TAGS[found.tag], listed(found.words)];
    const said = { zh: `${tag.zh} ${words.zh}`, en: `${tag.en} ${words.en}` };
    return {
      alertId: alertId(`${RULE}:${fold.id}`),
      rule: RULE,
      ruleVersion: VERSION,
      caseId: fold.id,
      grid: fold.dimensions.grid,
      unit: unitOf(fold),
      figures: null,
      evidence: [id],
      renewed: Math.max(at, fold.reopenedAt),
      steps: [{ level, at, title: caseTitle(said, fold, nameCategory) }],
    };
  }),
];
