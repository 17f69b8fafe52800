import type { AlertEvent } from '../../../config/contract/facts.ts';
import { MINUTE } from '../../../config/contract/zone.ts';
import { reaches, type TellContext, type TellStage } from './notice.ts';

/**
 * Alerts of one case that say the same in one moment, as a hazard past its date and the order past its
 * deadline: the worse one is told, of two alike the one whose rule is named first.
 */
export const together: TellStage = (context, notices) =>
  notices.map((notice) => {
    const { event, untold } = notice;
    if (untold !== null || event.caseId === null) return notice;
    const named = context.rules.together.find((rules) => rules.includes(event.rule)) ?? [];
    const by = context.alerts
      .ofCase(event.caseId)
      .find((other) => other.rule !== event.rule && saysIt(context, named, other, event));
    return by ? { ...notice, untold: 'inhibited', by: by.alertId } : notice;
  });

function saysIt(
  { tellings }: TellContext,
  named: readonly string[],
  other: AlertEvent,
  event: AlertEvent,
): boolean {
  if (!named.includes(other.rule) || Math.abs(other.at - event.at) > MINUTE) return false;
  const decided = tellings.of(other.alertId);
  if (decided?.level === other.level && decided.untold !== null) return false;
  if (!reaches(other.level, event.level)) return false;
  return (
    !reaches(event.level, other.level) || named.indexOf(other.rule) < named.indexOf(event.rule)
  );
}
