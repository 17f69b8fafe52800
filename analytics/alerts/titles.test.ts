import { setImmediate as breathe } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { CaseText, Hop } from '../../config/contract/facts.ts';
import { gridId, stationId } from '../../config/contract/ids.ts';
import type { HopEvent } from '../../config/contract/vocabulary.ts';
import { DAY, dayStart, HOUR, MINUTE } from '../../config/contract/zone.ts';
import { CaseRules } from '../../config/deployment/alert-rules.ts';
import { loadDeployment } from '../../config/deployment/load.ts';
import type { Name } from '../../config/deployment/name.ts';
import { random } from '../../config/deployment/random.ts';
import { emptyBase } from '../state/model.ts';
import { hop, MONDAY, patrol, reading } from '../state/samples.ts';
import { HotspotAlerts } from './hotspot/hotspot-alerts.ts';
import { centresOf } from './hotspot/places.ts';
import { layoutOf } from './hotspot/scan.ts';
import { Scanner } from './hotspot/scanner.ts';
import { createNameCategory } from './name-category.ts';
import { Desk } from './rules/desk.fixture.ts';
import { GridSilence } from './rules/grid-silence.ts';
import type { Alert } from './stage.ts';
import { StationWatch } from './stations/station-watch.ts';
import { told } from './stations/told.fixture.ts';
import type { CountedPast } from './surge/series.ts';
import { SurgeAlerts } from './surge/surge-alerts.ts';

const HAN = /\p{Script=Han}/u;
const deployment = loadDeployment('huangqiao');
const grids = deployment.grids.map(({ properties }) => properties);
const NOON = dayStart(MONDAY, deployment.zone) + 12 * HOUR;

/** What upstream wrote; it stands as it was written. */
const LAMP = '太阳路120号路灯不亮';
const FIRM = '某模具厂';
const WORDS = ['起火', '被困'];
const withoutUpstream = (title: string): string =>
  [LAMP, FIRM, ...WORDS].reduce((left, told) => left.replaceAll(told, ''), title);

interface Said {
  rule: string;
  title: Name;
}
const saidBy = (alerts: readonly Alert[] | null): Said[] =>
  (alerts ?? []).flatMap(({ rule, steps }) => steps.map(({ title }) => ({ rule, title })));

const CATEGORY = ['交通出行', '道路设施', '路灯不亮', ''] as const;
const text = (of: Partial<CaseText>): CaseText => ({
  ...{ subject: '', content: LAMP, address: '', caller: '', phone: '', phoneHash: '' },
  ...{ confidential: false, ...of },
});
const order = (no: string, of: Partial<Hop> = {}): Hop =>
  hop({ no, category: CATEGORY, dueAt: null, text: text({ subject: LAMP }), ...of });
const step = (no: string, event: HopEvent, hours: number, of: Partial<Hop> = {}): Hop =>
  hop({ no, event, at: MONDAY + hours * HOUR, category: CATEGORY, dueAt: null, ...of });

/** A case in each step, ended, returned, urgent, dangerous, and reported by many: all that is judged case by case. */
function ofCases(): Said[] {
  const level = { open: 'yellow', late: 'red' } as const;
  const rules = CaseRules.parse({ hazard: { general: level, major: level } });
  const desk = new Desk(rules, deployment.categories);
  const stepDue = new Date(MONDAY + 2 * HOUR).toISOString();
  const late = { dueAt: MONDAY + 10 * HOUR };
  const hazard = (of: string) => ({ ...late, details: { hazard: of, firm: FIRM } });
  const by = (caller: string) => ({ text: text({ subject: LAMP, phoneHash: caller }) });
  desk.take(order('named', late), order('unnamed', { ...late, text: text({}) }));
  for (const event of ['verify', 'dispatch', 'sign', 'finish', 'check'] as const)
    desk.take(order(event), step(event, event, 1, { details: { stepDue } }));
  desk.take(order('r'), step('r', 'return', 1), step('r', 'dispatch', 2), step('r', 'return', 3));
  desk.take(order('w', { details: { words: `urgent:${WORDS.join()}` } }));
  desk.take(order('h1', hazard('general')), order('h2', hazard('major')));
  const events = desk.judge(MONDAY + 100 * HOUR);

  const reports = new Desk(rules, deployment.categories);
  const apart = (n: number) => ({ grid: gridId(grids[n]!.id), lon: null, lat: null });
  for (const no of ['a', 'b', 'c']) reports.take(order(no, { ...by(no), ...apart(1) }));
  events.push(...reports.judge(MONDAY + HOUR));
  const again = new Desk(rules, deployment.categories);
  for (const no of ['a', 'b', 'c']) again.take(order(no, by('one')));
  again.take(step('a', 'close', 1), step('a', 'reopen', 2));
  events.push(...again.judge(MONDAY + 3 * HOUR));
  return events;
}

/** A station that is over its limit, stands still and falls silent, and the air of a bad day. */
function ofStations(): Said[] {
  const watch = new StationWatch(deployment, deployment.alertRules.stations, []);
  const every = (n: number, value: (n: number) => number, factor: string, station = 'hq-wq-03') => {
    for (let i = 0; i < n; i++) watch.take(told(station, factor, 10 * i, value(i)));
  };
  every(40, () => 0.12, 'w20121');
  every(3, (n) => [0.06, 0.062, 0.3][n]!, 'w20122');
  every(3, () => 1.4, 'w21003', 'hq-wq-01');
  every(3, () => 40, 'w21003', 'hq-wq-02');
  for (const { id } of deployment.stations.filter((of) => of.id.startsWith('hq-wq')))
    watch.take(told(id, 'w01001', 0, 9.8, { interval: 'hour' }));
  const air = { a34002: 50, a21026: 6, a21004: 30, a21005: 0.6, a05024: 80, a34004: 300 };
  for (const [factor, value] of Object.entries(air))
    watch.take(
      reading({
        ...{ station: stationId('hq-air-01'), factor, at: MONDAY, value },
        unit: factor === 'a21005' ? 'mg/m³' : 'μg/m³',
      }),
    );
  for (const { id, factors } of deployment.stations)
    for (const { code } of factors)
      if (!id.startsWith('hq-wq')) watch.take(told(id, code, 60, 9_999, { interval: 'hour' }));
  return saidBy(watch.judge(MONDAY + 7 * HOUR, []));
}

/** A quiet year, then a morning on which one place brings more than it ever did. */
const counted = ((): CountedPast[] => {
  const rng = random(5);
  const past: CountedPast[] = [];
  const one = { count: 1, ids: [] };
  for (let day = 1; day <= 400; day++)
    for (let n = rng.poisson(18); n > 0; n--) {
      const { id: grid, community } = rng.pick(grids);
      const at = NOON - day * DAY + Math.floor(rng.between(-4, 8) * HOUR);
      const category = rng.pick(deployment.categories).name.zh;
      past.push({ stream: 'order', category, community, grid, at, ...one });
      past.push({ stream: 'patrol', category: 'safety', community, grid, at, ...one });
    }
  const { id: grid, community } = grids[20]!;
  for (let n = 0; n < 14; n++) {
    const of = { community, grid, at: NOON - n * 5 * MINUTE, ...one };
    past.push({ stream: 'order', category: '环境保护', ...of });
    past.push({ stream: 'patrol', category: 'safety', ...of });
  }
  return past;
})();

async function ofPlaces(): Promise<Said[]> {
  const surges = new SurgeAlerts(deployment, NOON, counted);
  const scanner = new Scanner(layoutOf(centresOf(deployment.grids)));
  const hotspots = new HotspotAlerts(deployment, NOON, counted, async (look) => scanner.find(look));
  hotspots.judge(NOON, []);
  await breathe();
  const silence = new GridSilence(deployment, MONDAY, emptyBase());
  const report = (grid: string, at: number) =>
    patrol({ reportNo: `${at}`, grid: gridId(grid), at });
  silence.take(report(grids[0]!.id, MONDAY), MONDAY);
  for (let day = 0; day < 4; day++)
    silence.take(report(grids[1]!.id, MONDAY + day * DAY), MONDAY + day * DAY);
  return [
    surges.judge(NOON),
    hotspots.judge(NOON, []),
    silence.judge(MONDAY + 5 * DAY, []),
  ].flatMap(saidBy);
}

test('the alert of every rule tells itself in both languages, and what upstream wrote as it was written', async () => {
  const all = [...ofCases(), ...ofStations(), ...(await ofPlaces())];
  expect([...new Set(all.map(({ rule }) => rule))].sort()).toEqual([
    ...['air', 'constant', 'exceed', 'false-closing', 'grid-silence', 'hazard', 'hazard-firm'],
    ...['hotspot', 'lost', 'many-points', 'overdue', 'repeat', 'returned', 'step', 'surge'],
    ...['unchecked', 'uncontacted', 'unsigned', 'unverified', 'unvisited', 'urgent-words'],
  ]);
  for (const { rule, title } of all) {
    expect(withoutUpstream(title.zh), rule).toMatch(HAN);
    expect(withoutUpstream(title.en), rule).not.toMatch(HAN);
  }
  const english = all.map(({ title }) => title.en);
  const chinese = all.map(({ title }) => title.zh);
  expect(english).toContain(`Far overdue · ${LAMP} · named`);
  expect(english).toContain(
    'Far overdue · Traffic and transport / Road assets / Street light out · unnamed',
  );
  expect(chinese).toContain('严重超期 · 交通出行 / 道路设施 / 路灯不亮 · unnamed');
  expect(chinese.some((title) => title.startsWith('突增 · 安全隐患 · '))).toBe(true);
  expect(english.some((title) => title.startsWith('Surge · safety hazard · '))).toBe(true);
});

test('a matter told in confidence is named by its category', () => {
  const desk = new Desk(undefined, deployment.categories);
  for (const no of ['1', '2', '3'])
    desk.take(order(no, { text: text({ subject: LAMP, phoneHash: no, confidential: true }) }));
  desk.judge(MONDAY + HOUR);
  expect(desk.standing('repeat').map(({ title }) => title)).toEqual([
    {
      zh: '群体诉求 3 件 · 交通出行 / 道路设施 / 路灯不亮',
      en: '3 reports of one matter · Traffic and transport / Road assets / Street light out',
    },
  ]);
});

test('a level of a category that the deployment does not name keeps its own words', () => {
  const nameCategory = createNameCategory(deployment.categories);
  expect(nameCategory('城市管理 / 公用设施 / 上水井盖')).toEqual({
    zh: '城市管理 / 公用设施 / 上水井盖',
    en: 'Urban management / 公用设施 / 上水井盖',
  });
  expect(nameCategory('Traffic and transport / Parking')).toEqual({
    zh: '交通出行 / 停车管理',
    en: 'Traffic and transport / Parking',
  });
  expect(nameCategory('')).toEqual({ zh: '', en: '' });
});
