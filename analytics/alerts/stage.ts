import type { AlertEvent } from '../../config/contract/facts.ts';
import type { AlertId, CaseId, Millis } from '../../config/contract/ids.ts';
import type { AlertLevel } from '../../config/contract/vocabulary.ts';
import type { CaseRules } from '../../config/deployment/alert-rules.ts';
import type { Name } from '../../config/deployment/name.ts';
import type { CaseFold } from '../state/case-fold.ts';
import type { NameCategory } from './name-category.ts';

/** What stages judge: the cases that changed, as they stand at `now`. */
export interface AlertContext {
  /** Deployment time. */
  now: Millis;
  rules: CaseRules;
  cases: readonly CaseFold[];
  nameCategory: NameCategory;
  /** Whether any alert of a case stands. */
  stands(id: CaseId): boolean;
}

/** From when an alert is of a level, and what is said from then on. */
export interface AlertStep {
  level: AlertLevel;
  at: Millis;
  title: Name;
}

/** Something that may be alerted of: an alert that stands, stands on; one that does not, is raised by its steps. */
export interface Alert
  extends Pick<
    AlertEvent,
    'rule' | 'ruleVersion' | 'caseId' | 'grid' | 'unit' | 'figures' | 'evidence'
  > {
  alertId: AlertId;
  /** What has come true of it until now, earliest and mildest first. */
  steps: readonly AlertStep[];
  /** Newest time at which its reason may have come back after it was gone. */
  renewed: Millis;
}

/** Every step of judging: takes the alerts so far, gives them on with its own. */
export type Stage = (context: AlertContext, alerts: readonly Alert[]) => readonly Alert[];
