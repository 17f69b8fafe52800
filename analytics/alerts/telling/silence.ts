import { reasonOf } from '../../../config/contract/ids.ts';
import { DAY } from '../../../config/contract/zone.ts';
import { reaches, unless } from './notice.ts';

/**
 * What an officer silenced, or lately marked as a false alarm, is not told when its reason comes back.
 * What has become worse since is told all the same.
 */
export const silence = unless(({ rules, alerts, acts }, { event }) => {
  for (const id of acts.ofReason(reasonOf(event.alertId))) {
    const before = id === event.alertId ? undefined : alerts.latest(id);
    if (before === undefined || !reaches(before.level, event.level)) continue;
    const { silencedUntil, falseAlarmAt } = acts.of(id);
    if (silencedUntil !== null && event.at < silencedUntil) return { untold: 'silenced', by: id };
    if (falseAlarmAt !== null && event.at < falseAlarmAt + rules.falseAlarmDays * DAY)
      return { untold: 'false-alarm', by: id };
  }
  return null;
});
