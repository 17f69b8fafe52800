import { agreementWithBoston, present } from './boston-on-time.fixture.ts';

/**
 * `npm run bench -- ontime`: our verdict on every order of Boston's third quarter of 2011, late or not, beside the
 * city's own `ontime`. Rows that lack a flag, a target or an end are counted by what they lack.
 */
if (!present) console.log('skipped: no ../shared/data');
else {
  const table = await agreementWithBoston();
  console.table(table);
  const rows = Object.entries(table);
  const sum = (of: typeof rows) => of.reduce((all, [, { rows: n }]) => all + n, 0);
  const flagged = rows.filter(([has]) => has.startsWith('flag'));
  const differ = flagged.reduce((all, [, of]) => all + of.differ, 0);
  const whole = table['flag, target, closed'];
  const [agree, judged] = [sum(flagged) - differ, sum(flagged)];
  console.log(
    `ontime: ${agree} of ${judged} rows as the city says (ratio ${(agree / judged).toFixed(4)}), of those with target, end and flag ` +
      `${(whole?.rows ?? 0) - (whole?.differ ?? 0)} of ${whole?.rows ?? 0}; ` +
      `${sum(rows) - judged} rows on which it says nothing`,
  );
  if (differ > 0) process.exitCode = 1;
}
