import { alertId } from '../../config/contract/ids.ts';
import { isOverdue } from '../clocks/light.ts';
import { stateAt } from '../state/case-fold.ts';
import type { Stage } from './stage.ts';

const RULE = 'overdue';
const VERSION = 1;
const TITLE_LENGTH = 200;
const TITLE = { zh: '工单超期', en: 'Overdue' } as const;

/**
 * An open case whose running clock has passed its due time (domain §1.6 超时灯, red). One alert a case
 * and deadline: a due time that moves makes another one.
 */
export const overdue: Stage = ({ language, cases }, alerts) => [
  ...alerts,
  ...cases.flatMap(({ fold, light }) => {
    const { dueAt, grid, unit, rank } = fold.dimensions;
    if (dueAt === null || !isOverdue(light)) return [];
    return {
      alertId: alertId(`${RULE}:${fold.id}:${dueAt}`),
      rule: RULE,
      ruleVersion: VERSION,
      level: 'red' as const,
      since: dueAt,
      renewed: stateAt(fold),
      caseId: fold.id,
      grid,
      unit,
      title: [TITLE[language], fold.subject?.value || fold.dimensions.category, fold.upstreamNo]
        .filter(Boolean)
        .join(' · ')
        .slice(0, TITLE_LENGTH),
      evidence: [rank.id],
    };
  }),
];
