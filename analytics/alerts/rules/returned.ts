import { alertId } from '../../../config/contract/ids.ts';
import { stateAt, stateOf, unitOf } from '../../state/case-fold.ts';
import type { Stage } from '../stage.ts';
import { caseTitle } from '../title.ts';

const RULE = 'returned';
const VERSION = 1;

/**
 * 反复退回 (domain §1.6): a case that units returned so often lies with the centre once more, which is to
 * say who handles it (指挥中心指定). It is over when the case goes on; the next return brings it back.
 */
export const returned: Stage = ({ nameCategory, cases, rules }, alerts) => [
  ...alerts,
  ...cases.flatMap((fold) => {
    const { times, level } = rules.returned;
    const count = fold.returns.length;
    if (stateOf(fold) !== 'returned' || count < times) return [];
    const said = {
      zh: `反复退回 ${count} 次，由指挥中心指定`,
      en: `Returned ${count}×, centre decides`,
    };
    return {
      alertId: alertId(`${RULE}:${fold.id}`),
      rule: RULE,
      ruleVersion: VERSION,
      caseId: fold.id,
      grid: fold.dimensions.grid,
      unit: unitOf(fold),
      figures: { observed: count, expected: times, probability: null },
      evidence: fold.returns.map(({ id }) => id),
      renewed: stateAt(fold),
      steps: [{ level, at: stateAt(fold), title: caseTitle(said, fold, nameCategory) }],
    };
  }),
];
