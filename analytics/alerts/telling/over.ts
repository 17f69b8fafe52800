import { unless } from './notice.ts';

/** What was cleared, or climbed on, before anybody could be told. */
export const over = unless(({ alerts }, { event }) => {
  const latest = alerts.latest(event.alertId);
  return latest?.phase === 'raised' && latest.level === event.level
    ? null
    : { untold: 'over', by: '' };
});
