import type { AlertEvent } from '../../../config/contract/facts.ts';
import {
  alertId,
  type CaseId,
  gridId,
  type Millis,
  reasonOf,
  unitId,
} from '../../../config/contract/ids.ts';
import type { CaseRules } from '../../../config/deployment/alert-rules.ts';
import { type CaseFold, knownFrom } from '../../state/case-fold.ts';
import type { FirmHazards } from '../../state/firm-hazards.ts';
import type { Alert } from '../stage.ts';
import { say } from '../title.ts';
import type { Watch } from '../watch.ts';

const RULE = 'hazard-firm';
const VERSION = 1;

/** 隐患未整改 (domain §1.6): firms of which so many hazards are open at once. One alert a firm. */
export class FirmHazardAlerts implements Watch {
  readonly rules = [RULE];
  readonly #firms: FirmHazards;
  readonly #rule: CaseRules['firm'];

  constructor(firms: FirmHazards, rules: CaseRules) {
    this.#firms = firms;
    this.#rule = rules.firm;
  }

  judge(): readonly Alert[] | null {
    if (!this.#firms.changed) return null;
    this.#firms.changed = false;
    return [...this.#firms.all()].flatMap(([firm, open]) =>
      open.size < this.#rule.hazards ? [] : this.#alertOf(firm, open),
    );
  }

  /** Since the last of its hazards that ended did; one that ended while nobody looked, since now. */
  goneAt({ alertId: id }: AlertEvent, now: Millis): Millis {
    return this.#firms.goneAt(reasonOf(id).slice(RULE.length + 1)) ?? now;
  }

  #alertOf(firm: string, open: ReadonlyMap<CaseId, CaseFold>): Alert {
    const { hazards, level } = this.#rule;
    const folds = [...open.values()].sort(inOrder);
    const since = sinceOf(folds[hazards - 1]!);
    const grids = new Set(folds.map(({ dimensions }) => dimensions.grid));
    const said = { zh: `${open.size} 处隐患未整改`, en: `${open.size} open hazards` };
    return {
      alertId: alertId(`${RULE}:${firm}`),
      rule: RULE,
      ruleVersion: VERSION,
      caseId: null,
      grid: grids.size === 1 ? folds[0]!.dimensions.grid : gridId(''),
      unit: unitId(''),
      figures: { observed: open.size, expected: hazards, probability: null },
      evidence: folds.map(({ id }) => id),
      renewed: since,
      steps: [{ level, at: since, title: say(said, firm) }],
    };
  }
}

/** Since when its hazard is open. */
const sinceOf = (fold: CaseFold): Millis => Math.max(knownFrom(fold), fold.reopenedAt);

const inOrder = (a: CaseFold, b: CaseFold): number =>
  sinceOf(a) - sinceOf(b) || (a.id < b.id ? -1 : 1);
