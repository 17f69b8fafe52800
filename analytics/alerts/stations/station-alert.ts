import { alertId, gridId, unitId } from '../../../config/contract/ids.ts';
import type { Alert } from '../stage.ts';

/** Rules by which measuring stations are judged. */
export const STATION_RULES = ['exceed', 'air', 'lost', 'constant', 'step', 'many-points'] as const;
type Rule = (typeof STATION_RULES)[number];
const VERSION = 1;

/** An alert of a rule about a station, a factor of one, or a factor. */
export const alertOf = (
  rule: Rule,
  subject: string,
  of: Pick<Alert, 'steps' | 'renewed' | 'evidence'> & Partial<Pick<Alert, 'figures'>>,
): Alert => ({
  alertId: alertId(`${rule}:${subject}`),
  rule,
  ruleVersion: VERSION,
  caseId: null,
  grid: gridId(''),
  unit: unitId(''),
  figures: null,
  ...of,
});
