import { alertId } from '../../config/contract/ids.ts';
import type { AlertLevel } from '../../config/contract/vocabulary.ts';
import type { Name } from '../../config/deployment/name.ts';
import { type Clock, LADDERS, type Running, reachedAt } from '../clocks/ladder.ts';
import { runningClocks } from '../clocks/running.ts';
import { type CaseFold, stateAt, unitOf } from '../state/case-fold.ts';
import type { NameCategory } from './name-category.ts';
import type { AlertStep, Stage } from './stage.ts';
import { caseTitle } from './title.ts';

const VERSION = 2;

/** The rule of a clock, and what is said of it by level. */
const RULES: Readonly<
  Record<Clock, { rule: string; title: Readonly<Partial<Record<AlertLevel, Name>>> }>
> = {
  handle: {
    rule: 'overdue',
    title: {
      yellow: { zh: '即将超期', en: 'Due soon' },
      red: { zh: '工单超期', en: 'Overdue' },
      purple: { zh: '严重超期', en: 'Far overdue' },
    },
  },
  verify: { rule: 'unverified', title: { yellow: { zh: '未核实', en: 'Not verified' } } },
  sign: {
    rule: 'unsigned',
    title: {
      yellow: { zh: '未签收', en: 'Not signed for' },
      red: { zh: '仍未签收', en: 'Still not signed for' },
    },
  },
  contact: {
    rule: 'uncontacted',
    title: { yellow: { zh: '未联系诉求人', en: 'Caller not contacted' } },
  },
  check: { rule: 'unchecked', title: { yellow: { zh: '未核查', en: 'Not checked' } } },
  visit: { rule: 'unvisited', title: { yellow: { zh: '未回访', en: 'Not called back' } } },
};

/** The hop that gave the clock its deadline. */
const evidenceOf = ({ due, step, dimensions }: CaseFold, clock: Clock): string =>
  ((clock === 'handle' ? due : step) ?? dimensions).rank.id;

function stepsOf(
  running: Running,
  fold: CaseFold,
  nameCategory: NameCategory,
  now: number,
): AlertStep[] {
  return LADDERS[running.clock].flatMap(({ share, level }): AlertStep[] => {
    const at = reachedAt(running, share);
    if (at === null || at > now) return [];
    const said = RULES[running.clock].title[level];
    return said === undefined ? [] : [{ level, at, title: caseTitle(said, fold, nameCategory) }];
  });
}

/**
 * The clocks of open cases that have used up what their ladder names (domain §1.6 超时灯, 未签收). One
 * alert a case, clock and deadline, which climbs from level to level; a deadline that moves makes
 * another one. A time that was set back takes nothing back: what was said stands while its clock runs.
 */
export const clocks: Stage = ({ nameCategory, now, cases, stands }, alerts) => {
  const found = [...alerts];
  for (const fold of cases)
    for (const running of runningClocks(fold)) {
      const steps = stepsOf(running, fold, nameCategory, now);
      // of most of a million clocks there is nothing to say, and nothing was said
      if (steps.length === 0 && !stands(fold.id)) continue;
      const { rule } = RULES[running.clock];
      found.push({
        alertId: alertId(`${rule}:${fold.id}:${running.dueAt}`),
        rule,
        ruleVersion: VERSION,
        steps,
        renewed: stateAt(fold),
        caseId: fold.id,
        grid: fold.dimensions.grid,
        unit: unitOf(fold),
        figures: null,
        evidence: [evidenceOf(fold, running.clock)],
      });
    }
  return found;
};
