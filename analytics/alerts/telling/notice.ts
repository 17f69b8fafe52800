import type { AlertEvent } from '../../../config/contract/facts.ts';
import { type AlertId, type CaseId, type Millis, reasonOf } from '../../../config/contract/ids.ts';
import { ALERT_LEVELS, type Audience, type Untold } from '../../../config/contract/vocabulary.ts';
import type { TellingRules } from '../../../config/deployment/telling.ts';
import type { AlertActs } from '../../state/alert-acts.ts';
import type { AlertFold } from '../../state/alert-fold.ts';
import type { Tellings } from '../../state/tellings.ts';

/** A level that an alert reached, on its way to be told or not. */
export interface Notice {
  event: AlertEvent;
  to: Audience;
  /** Null: it is to be told. A stage that finds a reason leaves one found before it. */
  untold: Untold | null;
  by: AlertId | '';
  group: string;
}

/** What the stages look at. None of it is changed by them. */
export interface TellContext {
  /** Deployment time. */
  now: Millis;
  rules: TellingRules;
  alerts: AlertFold;
  acts: AlertActs;
  tellings: Tellings;
  /** The other cases of the matter that a case is of. */
  kinOf(id: CaseId): Iterable<CaseId>;
}

/** Every step of telling: takes the notices, the oldest and worst first, and gives them on with its own word. */
export type TellStage = (context: TellContext, notices: readonly Notice[]) => readonly Notice[];

/** Gives each notice that is still to be told what a stage finds against it. */
export const unless =
  (
    find: (context: TellContext, notice: Notice) => Pick<Notice, 'untold' | 'by'> | null,
  ): TellStage =>
  (context, notices) =>
    notices.map((notice) =>
      notice.untold === null ? { ...notice, ...find(context, notice) } : notice,
    );

/** What an alert is about: its case, or what its id names after the rule, as a station. */
export const subjectOf = ({ caseId, alertId }: AlertEvent): string =>
  caseId ?? reasonOf(alertId).split(':')[1] ?? '';

/** Whether a level is at least as bad as another. */
export const reaches = (a: AlertEvent['level'], b: AlertEvent['level']): boolean =>
  ALERT_LEVELS.indexOf(a) >= ALERT_LEVELS.indexOf(b);
