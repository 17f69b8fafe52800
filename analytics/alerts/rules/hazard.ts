import { alertId } from '../../../config/contract/ids.ts';
import type { AlertLevel } from '../../../config/contract/vocabulary.ts';
import type { Name } from '../../../config/deployment/name.ts';
import { hazardDueOf, hazardLateAt, isOpen, knownFrom, unitOf } from '../../state/case-fold.ts';
import { type HazardLevel, hazardOf } from '../../state/hazard.ts';
import type { AlertStep, Stage } from '../stage.ts';
import { caseTitle, say } from '../title.ts';

const RULE = 'hazard';
const VERSION = 1;

const SAID: Readonly<Record<HazardLevel, Record<'open' | 'late', Name>>> = {
  general: {
    open: { zh: '一般隐患未整改', en: 'Open hazard' },
    late: { zh: '一般隐患逾期未整改', en: 'Hazard past date' },
  },
  major: {
    open: { zh: '重大隐患未销号', en: 'Open major hazard' },
    late: { zh: '重大隐患逾期未整改', en: 'Major hazard past date' },
  },
};

/**
 * 隐患未整改 (domain §1.6): a major hazard from when it was found until it is closed, and any that is not put
 * right by its date. As with a clock, a date that moves makes another alert, and a time that was set
 * back takes nothing back.
 */
export const hazard: Stage = ({ nameCategory, now, cases, rules }, alerts) => [
  ...alerts,
  ...cases.flatMap((fold) => {
    const found = hazardOf(fold.hazard);
    if (found === null || !isOpen(fold)) return [];
    const { open, late } = rules.hazard[found.level];
    const since = knownFrom(fold);
    const lateAt = hazardLateAt(fold);
    if (open === null && lateAt === null) return [];
    const step = (level: AlertLevel, at: number, what: 'open' | 'late'): AlertStep => {
      const said = say(SAID[found.level][what], found.firm);
      return { level, at, title: caseTitle(said, fold, nameCategory) };
    };
    const steps = [
      ...(open === null ? [] : [step(open, since, 'open')]),
      ...(lateAt === null || lateAt > now ? [] : [step(late, Math.max(since, lateAt), 'late')]),
    ];
    return {
      alertId: alertId(`${RULE}:${fold.id}:${hazardDueOf(fold) ?? ''}`),
      rule: RULE,
      ruleVersion: VERSION,
      caseId: fold.id,
      grid: fold.dimensions.grid,
      unit: unitOf(fold),
      figures: null,
      evidence: [(fold.hazard?.level?.rank ?? fold.dimensions.rank).id],
      renewed: fold.reopenedAt,
      steps,
    };
  }),
];
