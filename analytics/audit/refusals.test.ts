import { expect, it } from 'vitest';
import type { AuditEntry } from '../../config/contract/audit.ts';
import { OF_ALL, OF_ONE, Refusals } from './refusals.ts';

const refused = (from: string, act: AuditEntry['act'] = 'export'): AuditEntry => ({
  ...{ act, outcome: 'refused', who: 'wang', role: 'officer', from },
  ...{ target: 'GET /api/accounts', reason: 'forbidden', detail: {} },
});
function begin() {
  const rows: AuditEntry[] = [];
  const clock = { now: 1_800_000_000_000 };
  const record = async (entry: AuditEntry) => rows.push(entry) as never;
  return { rows, clock, refusals: new Refusals({ record }, () => clock.now) };
}

it('whoever is refused a thousand times a minute leaves a dozen rows, which say how many there were', async () => {
  const { rows, clock, refusals } = begin();
  for (let n = 0; n < 1_000; n++)
    await refusals.record(refused('10.0.0.7', n % 4 === 0 ? 'login' : 'export'));
  expect(rows).toHaveLength(OF_ONE + 1);
  // also where the process is killed now, the audit says that there were more
  expect(rows.at(-1)).toMatchObject({ from: '10.0.0.7', reason: 'counted from here on' });
  // somebody else is still told of, and what is done always
  await refusals.record(refused('10.0.0.8'));
  await refusals.record({ ...refused('10.0.0.7'), outcome: 'done' });
  expect(rows.slice(-2).map(({ from, outcome }) => [from, outcome])).toEqual([
    ['10.0.0.8', 'refused'],
    ['10.0.0.7', 'done'],
  ]);
  clock.now += 60_000;
  await refusals.tell();
  expect(rows.at(-1)).toMatchObject({
    ...{ outcome: 'refused', from: '10.0.0.7', reason: 'counted', who: '' },
    detail: { more: '990', acts: 'export 743, login 247', since: '2027-01-15T08:00:00.000Z' },
  });
  // the next minute begins anew, and a quiet one tells nothing
  const before = rows.length;
  await refusals.record(refused('10.0.0.7'));
  clock.now += 60_000;
  await refusals.tell();
  expect(rows).toHaveLength(before + 1);
});

it('many addresses at once leave no more, and every refusal is in a row or a count', async () => {
  const { rows, clock, refusals } = begin();
  const asked = 3_000;
  for (let n = 0; n < asked; n++)
    await refusals.record(refused(`2001:db8:0:${(n % 1_500).toString(16)}::${n}`));
  expect(rows.length).toBe(OF_ALL + 1);
  clock.now += 61_000;
  await refusals.record(refused('10.0.0.7'));
  const more = rows.flatMap(({ detail }) => Number(detail.more ?? []));
  expect(OF_ALL + more.reduce((sum, each) => sum + each, 0)).toBe(asked);
  expect(rows.at(-1)?.from).toBe('10.0.0.7');
});

it('one host of IPv6 is one, whichever of its addresses it takes; and a clock set back stops nothing', async () => {
  const { rows, clock, refusals } = begin();
  for (let n = 0; n < 50; n++) await refusals.record(refused(`2001:db8:1:2::${n.toString(16)}`));
  expect(rows).toHaveLength(OF_ONE + 1);
  clock.now -= 3_600_000;
  await refusals.record(refused('2001:db8:1:2::1'));
  expect(rows.slice(-2)).toMatchObject([{ detail: { more: '40' } }, { reason: 'forbidden' }]);
  await refusals.tell(true);
  expect(rows).toHaveLength(OF_ONE + 3);
});
