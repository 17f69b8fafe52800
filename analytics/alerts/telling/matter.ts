import type { AlertEvent } from '../../../config/contract/facts.ts';
import { type Notice, reaches, type TellStage } from './notice.ts';

/**
 * One matter that several lines reported is told once to a unit: the alert of one of its cases speaks for the
 * others, told before or in the same breath.
 */
export const matter: TellStage = ({ alerts, tellings, kinOf }, notices) => {
  const said = new Map<string, AlertEvent>();
  return notices.map((notice): Notice => {
    const { event } = notice;
    if (notice.untold !== null || event.caseId === null) return notice;
    for (const id of kinOf(event.caseId)) {
      const told = alerts.ofCase(id).filter((each) => tellings.of(each.alertId)?.untold === null);
      const inThisBreath = said.get(`${event.rule} ${id}`);
      const by = [...told, ...(inThisBreath ? [inThisBreath] : [])].find((other) =>
        speaksFor(other, event),
      );
      if (by) return { ...notice, untold: 'matter', by: by.alertId };
    }
    said.set(`${event.rule} ${event.caseId}`, event);
    return notice;
  });
};

const speaksFor = (other: AlertEvent, event: AlertEvent): boolean =>
  other.rule === event.rule && other.unit === event.unit && reaches(other.level, event.level);
