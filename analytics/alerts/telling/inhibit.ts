import { subjectOf, unless } from './notice.ts';

/** While one alert explains another on the same subject, the other is not told. */
export const inhibit = unless(({ rules, alerts }, { event }) => {
  const by = rules.inhibits.filter(({ others }) => others.includes(event.rule));
  const subject = subjectOf(event);
  const other = by
    .flatMap(({ rule }) => alerts.ofRule(rule))
    .find((each) => subjectOf(each) === subject);
  return other ? { untold: 'inhibited', by: other.alertId } : null;
});
