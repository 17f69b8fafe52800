import type { AlertEvent } from '../../config/contract/facts.ts';
import type { AlertId, CaseId, Millis } from '../../config/contract/ids.ts';
import type { Light } from '../../config/contract/picture.ts';
import type { CaseFold } from '../state/case-fold.ts';

/** What stages judge: the cases that changed, as they stand at `now`. */
export interface AlertContext {
  /** Deployment time. */
  now: Millis;
  language: 'zh' | 'en';
  cases: readonly { fold: CaseFold; light: Light }[];
}

/** An alert that should stand. */
export interface Alert
  extends Omit<AlertEvent, 'kind' | 'id' | 'version' | 'source' | 'phase' | 'at'> {
  alertId: AlertId;
  caseId: CaseId;
  /** Since when there is reason for it. */
  since: Millis;
  /** Newest time at which that reason may have come back after it was gone. */
  renewed: Millis;
}

/** Every step of judging: takes the alerts so far, gives them on with its own. */
export type Stage = (context: AlertContext, alerts: readonly Alert[]) => readonly Alert[];
