import { subjectOf, unless } from './notice.ts';

/** While one alert explains another on the same subject, the other is not told. */
export const inhibit = unless(({ rules, alerts }, { event }) => {
  const by = rules.inhibits.filter(({ others }) => others.includes(event.rule));
  if (by.length === 0) return null;
  const subject = subjectOf(event);
  for (const other of alerts.active())
    if (by.some(({ rule }) => rule === other.rule) && subjectOf(other) === subject)
      return { untold: 'inhibited', by: other.alertId };
  return null;
});
