import type { AlertEvent } from '../../../config/contract/facts.ts';
import type { Notice, TellContext, TellStage } from './notice.ts';

/** From this share of the shorter list on, two alerts rest on the same rows. */
const SHARED = 0.5;

const rests = (a: AlertEvent, b: AlertEvent): boolean => {
  const of = new Set(a.evidence);
  const shared = b.evidence.filter((id) => of.has(id)).length;
  const shorter = Math.min(of.size, b.evidence.length);
  return shorter > 0 && shared >= SHARED * shorter;
};

/** Statistical alerts of one rule that stand and were told. */
const spoken = ({ alerts, tellings }: TellContext, { rule, alertId }: AlertEvent): AlertEvent[] =>
  alerts
    .ofRule(rule)
    .filter((each) => each.alertId !== alertId && tellings.of(each.alertId)?.untold === null);

const likelihood = ({ event }: Notice): number => event.figures?.probability ?? 1;

/**
 * One event shows in many series: a surge of a category in a grid is one of the category, of the grid and
 * of the community as well. The least likely by chance speaks for all that rest on the same rows.
 */
export const sameEvidence: TellStage = (context, notices) => {
  const by = new Map<Notice, AlertEvent>();
  const told: AlertEvent[] = [];
  const statistical = notices.filter(
    ({ event, untold }) =>
      untold === null && event.figures !== null && event.figures.probability !== null,
  );
  for (const notice of statistical.sort((a, b) => likelihood(a) - likelihood(b))) {
    const { event } = notice;
    const others = [...told.filter(({ rule }) => rule === event.rule), ...spoken(context, event)];
    const speaker = others.find((other) => rests(other, event));
    if (speaker) by.set(notice, speaker);
    else told.push(event);
  }
  return notices.map((notice) => {
    const speaker = by.get(notice);
    return speaker ? { ...notice, untold: 'inhibited', by: speaker.alertId } : notice;
  });
};
