import { reaches, unless } from './notice.ts';

/** One matter that several lines reported is told once: the alert of one of its cases speaks for the others. */
export const matter = unless(({ alerts, tellings, matterOf }, { event }) => {
  const of = event.caseId === null ? null : matterOf(event.caseId);
  if (of === null) return null;
  for (const other of alerts.active())
    if (
      other.alertId !== event.alertId &&
      other.rule === event.rule &&
      other.caseId !== null &&
      reaches(other.level, event.level) &&
      matterOf(other.caseId) === of &&
      tellings.of(other.alertId)?.untold === null
    )
      return { untold: 'matter', by: other.alertId };
  return null;
});
