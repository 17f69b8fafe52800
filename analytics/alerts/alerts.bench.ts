import { DAY, HOUR } from '../../config/contract/zone.ts';
import { calendarOf } from '../../config/deployment/calendar.ts';
import { loadDeployment } from '../../config/deployment/load.ts';
import { random } from '../../config/deployment/random.ts';
import { countedCity, type Told } from './counted-city.fixture.ts';
import { earsC2, exceedance, type Fit, farrington, predict } from './surge/rivals.ts';
import { SurgeWatch } from './surge/watch.ts';

/**
 * `npm run bench -- alerts [days]`: surges planted in the synthetic city, found by the surge watch and by
 * three others on the same series and hours. The thresholds of the others are tuned on separate cities to the
 * false-alert rate that the watch has there; the last columns tune them to its rate on the scored towns
 * themselves, which favours them.
 */
const ID = 'huangqiao';
const deployment = loadDeployment(ID);
const calendar = calendarOf(deployment);
const LEARN = 120;
const JUDGED = Number(process.argv[2] ?? 400);
const FROM = calendar.dayAt(Date.parse('2024-03-01T00:00:00+08:00')).starts;
const BEGIN = FROM + LEARN * DAY;
const TO = BEGIN + JUDGED * DAY;
const TUNING = [11, 12];
const SCORED = [1, 2, 3];
/** Days between two incidents, on average. */
const APART = 6;

const communityOf = new Map(
  deployment.grids.map(({ properties }) => [properties.id, properties.community]),
);
const communities = [...new Set(communityOf.values())].sort();

interface Planted {
  id: string;
  kind: 'surge';
  category: string[];
  grids: string[];
  from: number;
  to: number;
  count: number;
}

const told = (seed: number, incidents: Planted[]): Told[] =>
  countedCity({ deployment: ID, seed, from: FROM, to: TO, incidents });

/** Surges of 3 to 24 orders over 3 hours to 7 days, in one grid or in several of one community. */
function plan(seed: number, categories: readonly string[]): Planted[] {
  const rng = random(seed * 7919 + 5);
  const planted: Planted[] = [];
  for (let at = BEGIN + 2 * DAY; ; ) {
    at += APART * DAY * rng.between(0.3, 1.7);
    const hours = rng.pick([3, 6, 12, 24, 48, 96, 168]);
    if (at + hours * HOUR > TO - DAY) return planted;
    const community = rng.pick(communities);
    const inside = [...communityOf].flatMap(([grid, of]) => (of === community ? [grid] : []));
    // people call by day
    const from = calendar.dayAt(at).starts + rng.between(7, 17) * HOUR;
    planted.push({
      id: `p${planted.length}`,
      kind: 'surge',
      category: [rng.pick(categories)],
      grids: rng.chance(0.4) ? [rng.pick(inside)] : inside,
      from,
      to: from + hours * HOUR,
      count: rng.pick([3, 4, 5, 6, 8, 10, 14, 18, 24]),
    });
  }
}

interface Series {
  stream: string;
  id: string;
  family: string;
  category: string | null;
  community: string | null;
  grid: string | null;
  hours: Int32Array;
  /** Over the 24 hours up to each. */
  day: Int32Array;
}
const HOURS = (TO - FROM) / HOUR;
const FIRST = LEARN * 24;

const seriesOf = ({ kind, grid, category: [category = ''] }: Told) => {
  const community = grid === null ? null : (communityOf.get(grid) ?? null);
  const none = { stream: kind, category: null, community: null, grid: null };
  const some = [
    { ...none, family: 'all', id: 'all' },
    { ...none, family: 'category', id: `c/${category}`, category },
  ];
  const placed =
    community === null
      ? []
      : [
          { ...none, family: 'community', id: `m/${community}`, community },
          {
            ...none,
            family: 'category×community',
            id: `cm/${category}/${community}`,
            category,
            community,
          },
          { ...none, family: 'grid', id: `g/${grid}`, community, grid },
          {
            ...none,
            family: 'category×grid',
            id: `cg/${category}/${grid}`,
            category,
            community,
            grid,
          },
        ];
  return [...some, ...placed];
};

interface Alert {
  series: Series;
  hour: number;
}
/** Hours in which a series scores, in order. */
type Scores = { series: Series; hour: number; score: number }[];

/** A series that falls silent for less than a day tells the same again. */
const QUIET = 24;
function alertsOf(scores: Scores, threshold: number): Alert[] {
  const last = new Map<Series, number>();
  const alerts: Alert[] = [];
  for (const { series, hour, score } of scores) {
    if (score < threshold) continue;
    const before = last.get(series) ?? Number.NEGATIVE_INFINITY;
    if (hour - before > QUIET) alerts.push({ series, hour });
    last.set(series, hour);
  }
  return alerts;
}

const covers = (series: Series, { category, grids }: Planted): boolean =>
  series.stream === 'order' &&
  (series.category === null || series.category === category[0]) &&
  (series.grid === null
    ? series.community === null || series.community === communityOf.get(grids[0]!)
    : grids.includes(series.grid));

interface Result {
  alerts: number;
  right: number;
  found: number;
  planted: number;
  delays: number[];
}
function judge(alerts: readonly Alert[], planted: readonly Planted[]): Result {
  const first = new Map<Planted, number>();
  let right = 0;
  for (const { series, hour } of alerts) {
    const at = FROM + (hour + 1) * HOUR;
    const matching = planted.filter(
      (each) => covers(series, each) && at > each.from && at <= each.to + DAY,
    );
    if (matching.length > 0) right++;
    for (const each of matching)
      first.set(each, Math.min(first.get(each) ?? Number.POSITIVE_INFINITY, at - each.from));
  }
  const delays = [...first.values()].map((ms) => ms / HOUR);
  return { alerts: alerts.length, right, found: first.size, planted: planted.length, delays };
}
const falsePerDay = (results: readonly Result[]): number =>
  results.reduce((sum, { alerts, right }) => sum + alerts - right, 0) / (results.length * JUDGED);

interface Town {
  planted: Planted[];
  series: Series[];
  ours: Alert[];
}

function town(seed: number, planted: Planted[]): Town {
  const events = told(seed, planted);
  const known = new Map<string, Series>();
  const watch = new SurgeWatch(calendar, BEGIN);
  let next = FROM + HOUR;
  const raised = new Map<string, Alert>();
  const look = () => {
    if (next > BEGIN)
      for (const { stream, series, since } of watch.evaluate(next).surges) {
        const alert = { series: known.get(`${stream} ${series}`)!, hour: (since - FROM) / HOUR };
        raised.set(`${stream} ${series} ${since}`, alert);
      }
    next += HOUR;
  };
  for (const event of [...events].sort((a, b) => a.at - b.at)) {
    if (event.at < FROM || event.at >= TO) continue;
    while (next <= event.at) look();
    const of = seriesOf(event);
    watch.add({ count: 1, ids: [event.id], at: event.at, stream: event.kind, series: of });
    for (const each of of) {
      const key = `${each.stream} ${each.id}`;
      let series = known.get(key);
      if (!series) {
        series = { ...each, hours: new Int32Array(HOURS), day: new Int32Array(HOURS) };
        known.set(key, series);
      }
      series.hours[Math.floor((event.at - FROM) / HOUR)]!++;
    }
  }
  while (next <= TO) look();
  for (const { hours, day } of known.values())
    for (let h = 0, sum = 0; h < HOURS; h++) {
      sum += hours[h]! - (h >= 24 ? hours[h - 24]! : 0);
      day[h] = sum;
    }
  const ours = alertsOf(
    [...raised.values()].sort((a, b) => a.hour - b.hour).map((each) => ({ ...each, score: 1 })),
    1,
  );
  return { planted, series: [...known.values()], ours };
}

const LEAST = 3;
type Rival = (town: Town) => Scores;
const scored = (
  series: readonly Series[],
  score: (series: Series) => (hour: number) => number,
): Scores => {
  const scores: Scores = [];
  for (const each of series) {
    const of = score(each);
    for (let hour = FIRST; hour < HOURS; hour++) {
      if (each.day[hour]! < LEAST) continue;
      const value = of(hour);
      if (value > 0) scores.push({ series: each, hour, score: value });
    }
  }
  return scores.sort((a, b) => a.hour - b.hour);
};

/** A count a day for every family of series, at the same frequency of exceedance on the tuning towns. */
function fixedThreshold(tuning: readonly Town[]): Rival {
  const seen = new Map<string, number[]>();
  for (const { series } of tuning)
    for (const { stream, family, day } of series) {
      const counts = seen.get(`${stream} ${family}`) ?? [];
      seen.set(`${stream} ${family}`, counts);
      for (let h = FIRST; h < HOURS; h++) counts[day[h]!] = (counts[day[h]!] ?? 0) + 1;
    }
  const rarity = new Map<string, number[]>();
  for (const [key, counts] of seen) {
    const of: number[] = [];
    for (let c = counts.length - 1, sum = 0; c >= 0; c--) {
      sum += counts[c] ?? 0;
      of[c] = -Math.log(sum / (tuning.length * (HOURS - FIRST)));
    }
    rarity.set(key, of);
  }
  return ({ series }) =>
    scored(series, ({ stream, family, day }) => {
      const of = rarity.get(`${stream} ${family}`)!;
      return (hour) => 100 + (of[Math.min(day[hour]!, of.length - 1)] ?? 0);
    });
}

const c2: Rival = ({ series }) =>
  scored(
    series,
    ({ day }) =>
      (hour) =>
        earsC2(
          day[hour]!,
          [3, 4, 5, 6, 7, 8, 9].map((back) => day[hour - 24 * back]!),
        ),
  );

const days = Array.from({ length: HOURS / 24 }, (_, d) => calendar.dayAt(FROM + d * DAY + HOUR));
const REFIT = 7;
const GUARD = 7;
const row = (d: number, at: number, season: boolean): number[] => {
  const { workday, date } = days[d]!;
  const saturday = new Date(`${date}T00:00:00Z`).getUTCDay() === 6;
  const angle = (2 * Math.PI * d) / 365.25;
  const plain = [1, (d - at) / 364, workday ? 0 : 1, !workday && saturday ? 1 : 0];
  return season ? [...plain, Math.cos(angle), Math.sin(angle)] : plain;
};
const farringtonRival: Rival = ({ series }) => {
  const passed = new Map<string, number[]>();
  for (const { stream, id, hours } of series)
    if (id === 'all') {
      const of = new Array<number>(24).fill(0);
      for (let h = 0; h < FIRST; h++) of[h % 24] = of[h % 24]! + hours[h]!;
      const total = of.reduce((a, b) => a + b, 0);
      passed.set(
        stream,
        of.map((_, h) => of.slice(0, h + 1).reduce((a, b) => a + b, 0) / total),
      );
    }
  return scored(series, ({ stream, day }) => {
    const part = passed.get(stream)!;
    let fitted = -1;
    let fit: Fit = { beta: [], dispersion: 1 };
    let season = false;
    return (hour) => {
      const d = Math.floor(hour / 24);
      const at = d - (d % REFIT);
      if (at !== fitted) {
        const first = Math.max(0, at - GUARD - 364);
        const past = Array.from({ length: at - GUARD - first }, (_, i) => first + i);
        season = past.length > 300;
        fit = farrington(
          past.map((each) => row(each, at, season)),
          past.map((each) => day[each * 24 + 23]!),
        );
        fitted = at;
      }
      const f = part[hour % 24]!;
      const mean =
        f * predict(fit, row(d, at, season)) + (1 - f) * predict(fit, row(d - 1, at, season));
      return day[hour]! > mean ? exceedance(day[hour]!, mean, fit) : 0;
    };
  });
};

/** The threshold at which the tuning towns see as many false alerts a day, or just fewer. */
function tuned(towns: readonly { scores: Scores; planted: Planted[] }[], rate: number): number {
  const values = [...new Set(towns.flatMap(({ scores }) => scores.map(({ score }) => score)))];
  values.sort((a, b) => a - b);
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    const results = towns.map(({ scores, planted }) =>
      judge(alertsOf(scores, values[middle]!), planted),
    );
    if (falsePerDay(results) > rate) low = middle + 1;
    else high = middle;
  }
  return values[low]!;
}

const since = performance.now();
const say = (what: string) =>
  console.error(`${((performance.now() - since) / 1000).toFixed(0)} s: ${what}`);
const categories = deployment.categories.map(({ name }) => name.zh);
const calls = new Set(
  told(99, []).flatMap(({ kind, category }) => (kind === 'order' ? [category[0]!] : [])),
);
const called = categories.filter((name) => calls.has(name));
say(`categories that people call about: ${called.length}`);

const quiet = town(31, []);
const quietRate = quiet.ours.length / JUDGED;
const families: Record<string, number> = {};
for (const { series } of quiet.ours) {
  const key = `${series.stream} ${series.family}`;
  families[key] = (families[key] ?? 0) + 1;
}
console.error(families);
say(`nothing planted: ${quietRate.toFixed(3)} alerts a day over ${quiet.series.length} series`);
const towns = (seeds: readonly number[]) => seeds.map((seed) => town(seed, plan(seed, called)));
const tuning = towns(TUNING);
say('tuning towns told and watched');
const scoring = towns(SCORED);
say('scored towns told and watched');
const rate = falsePerDay(tuning.map(({ ours, planted }) => judge(ours, planted)));

const rows: [string, Result[]][] = [
  ['surge watch', scoring.map(({ ours, planted }) => judge(ours, planted))],
];
const rivals: [string, Rival][] = [
  ['fixed threshold', fixedThreshold(tuning)],
  ['EARS C2', c2],
  ['Farrington', farringtonRival],
];
const scoredRate = falsePerDay(rows[0]![1]);
const even = new Map<string, Result[]>([['surge watch', rows[0]![1]]]);
for (const [name, rival] of rivals) {
  const withScores = (each: Town) => ({ scores: rival(each), planted: each.planted });
  const [tune, score] = [tuning.map(withScores), scoring.map(withScores)];
  const at = (threshold: number) =>
    score.map(({ scores, planted }) => judge(alertsOf(scores, threshold), planted));
  const threshold = tuned(tune, rate);
  rows.push([name, at(threshold)]);
  even.set(name, at(tuned(score, scoredRate)));
  say(`${name} at ${threshold.toFixed(2)}`);
}

const total = (results: readonly Result[], key: 'alerts' | 'right' | 'found' | 'planted') =>
  results.reduce((sum, each) => sum + each[key], 0);
const recallOf = (results: readonly Result[]) =>
  total(results, 'found') / total(results, 'planted');
console.log(
  `${SCORED.length} towns × ${JUDGED} days, ${total(rows[0]![1], 'planted')} surges planted; ` +
    `nothing planted: ${quietRate.toFixed(3)} alerts a day; ${LEARN} days to learn from`,
);
console.table(
  Object.fromEntries(
    rows.map(([name, results]) => {
      const delays = results.flatMap((each) => each.delays);
      return [
        name,
        {
          precision: (total(results, 'right') / total(results, 'alerts')).toFixed(3),
          recall: recallOf(results).toFixed(3),
          'mean delay, h': (delays.reduce((a, b) => a + b, 0) / delays.length).toFixed(1),
          'false a day': falsePerDay(results).toFixed(3),
          alerts: total(results, 'alerts'),
          'recall at equal false': recallOf(even.get(name)!).toFixed(3),
          'equal false a day': falsePerDay(even.get(name)!).toFixed(3),
        },
      ];
    }),
  ),
);
