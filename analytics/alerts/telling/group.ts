import type { AlertId, Millis } from '../../../config/contract/ids.ts';
import { MINUTE } from '../../../config/contract/zone.ts';
import { entryOf } from '../../state/tallies.ts';
import type { Notice, TellStage } from './notice.ts';

/** From the narrowest: what is alike in rule, level and place of handling; in rule and level; in level. */
const tiersOf = ({ event: { rule, level, unit, grid } }: Notice) =>
  [
    { name: 'alike', key: `${level}:${rule}:${unit || grid}` },
    { name: 'rule', key: `${level}:${rule}` },
    { name: 'level', key: level },
  ] as const;

/**
 * Tells only as many as one person can read: beyond so many of a group within some minutes, the last one
 * told speaks for those that follow. Each level has room of its own, so that no flood of mild alerts
 * hides a bad one.
 */
export const group: TellStage = ({ rules, tellings }, notices) => {
  const window = rules.minutes * MINUTE;
  const oldest = notices.reduce((least, { event }) => Math.min(least, event.at), Infinity);
  const told = new Map<string, { at: Millis; alertId: AlertId }[]>();
  const tell = (alike: string, at: Millis, alertId: AlertId) => {
    const [level = '', rule] = alike.split(':');
    for (const key of [alike, `${level}:${rule}`, level])
      entryOf(told, key, () => []).push({ at, alertId });
  };
  for (const each of tellings.toldSince(oldest - window)) tell(each.group, each.at, each.alertId);
  const within = (key: string, at: Millis) =>
    (told.get(key) ?? []).filter((each) => Math.abs(each.at - at) < window);

  return notices.map((notice): Notice => {
    const { event } = notice;
    const tiers = tiersOf(notice);
    const alike = tiers[0].key;
    if (notice.untold !== null) return { ...notice, group: alike };
    for (const { name, key } of tiers) {
      const before = within(key, event.at);
      if (before.length < rules.most[name][event.level]) continue;
      const by: AlertId | '' = before.at(-1)?.alertId ?? '';
      return { ...notice, group: key, untold: 'group', by };
    }
    tell(alike, event.at, event.alertId);
    return { ...notice, group: alike };
  });
};
