import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Hop } from '../../config/contract/facts.ts';
import { gridId, type Millis, sourceId, unitId } from '../../config/contract/ids.ts';
import type { MatterRow } from '../../config/contract/picture.ts';
import { DAY, HOUR } from '../../config/contract/zone.ts';
import { MatterRules } from '../../config/deployment/alert-rules.ts';
import { foldOfHop, mergeFolds } from '../state/case-fold.ts';
import { emptyViews } from '../state/keyed-view.ts';
import { LocalTime } from '../state/local-time.ts';
import { emptyBase, Model } from '../state/model.ts';
import { projectAll, projectChanges } from '../state/project.ts';
import { hop, MONDAY, Numbered } from '../state/samples.ts';
import { Expectations, noHistory } from '../trends/history.ts';
import { complaints } from './complaints.fixture.ts';
import type { Report } from './report.ts';

const setting = {
  time: new LocalTime('Asia/Shanghai'),
  grids: new Set(['g1']),
  units: new Set(['u1']),
  matters: MatterRules.parse({}),
};
const expectations = new Expectations(noHistory(0), 'Asia/Shanghai');

const END = MONDAY + 75 * DAY;

/** A picture that takes hops as they come, and its matters. */
function picture(now: Millis, stored: readonly Hop[] = []) {
  const folds = new Map<string, ReturnType<typeof foldOfHop>>();
  for (const each of stored) {
    const known = folds.get(each.caseId);
    const fold = foldOfHop(each, each.at);
    folds.set(each.caseId, known ? mergeFolds(known, fold) : fold);
  }
  const told = [...stored]
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    .map((fact) => ({ fact, accepted: fact.at }));
  const model = new Model(setting.time, now, { ...emptyBase(), cases: folds.values(), told });
  const views = emptyViews();
  const journal = new Numbered();
  const commit = () => {
    projectChanges(model, views, expectations, setting);
    views.matters.commit();
  };
  return {
    model,
    take(hops: readonly Hop[]) {
      for (const fact of hops) model.apply(journal.entry(fact, fact.at));
    },
    /** Weighs so many hops of those that wait. */
    weigh(hops: number) {
      let left = hops;
      model.matters.work(() => --left > 0);
      commit();
    },
    at(time: Millis) {
      model.advance(time);
      commit();
    },
    rows(): Map<string, MatterRow> {
      model.matters.work();
      commit();
      return new Map(views.matters.rows);
    },
    /** What a picture that writes its views anew shows. */
    anew(): Map<string, MatterRow> {
      model.matters.work();
      const fresh = emptyViews();
      projectAll(model, fresh, expectations, setting);
      fresh.matters.commit();
      return new Map(fresh.matters.rows);
    },
  };
}

/** Those of the first 75 days: hops that come more than 90 days late may stand alone. */
const within = (reports: readonly Report[]) => reports.filter(({ at }) => at < END - 12 * DAY);

/** Two months of orders of known matters with what became of them, and what officers said of them. */
const history = (seed: number, matters: number): Hop[] =>
  within(complaints(seed, matters, 60).reports).flatMap((report, n, all) => {
    const [lon, lat] = [report.place.lon, report.place.lat];
    const of = (more: Partial<Hop>) =>
      hop({
        ...{ no: report.id, source: sourceId(report.source), lon, lat },
        ...{ grid: gridId(report.place.grid), receivedAt: report.at },
        category: [...report.category, '', '', '', ''].slice(0, 4) as [
          string,
          string,
          string,
          string,
        ],
        ...more,
      });
    const { subject, content, address, caller: phoneHash } = report;
    const text = { subject, content, address, caller: '', phone: '', phoneHash };
    const confidential = n % 11 === 0;
    const other = all[(n * 7 + 3) % all.length]!;
    const caseOf = (source: string, id: string) => hop({ no: id, source: sourceId(source) }).caseId;
    const word = n % 2 === 0 ? 'joined' : 'parted';
    return [
      of({ at: report.at, text: { ...text, confidential } }),
      // told again with another time and another place: of several reports the first stands
      ...(n % 5 === 0
        ? [
            of({
              at: report.at + (n % 2 === 0 ? 3 : 12) * DAY,
              lon: lon && lon + 0.002,
              text: { ...text, confidential },
            }),
          ]
        : []),
      ...(n % 3 === 0 ? [] : [of({ event: 'close', at: report.at + (1 + (n % 17)) * DAY })]),
      ...(n % 9 === 0 ? [of({ event: 'reopen', at: report.at + 20 * DAY })] : []),
      ...(n % 13 === 0
        ? [
            of({
              event: 'comment',
              at: report.at + HOUR,
              details: { [word]: caseOf(other.source, other.id) },
            }),
          ]
        : []),
      ...(n % 4 === 0 ? [of({ event: 'dispatch', at: report.at + HOUR, unit: unitId('u2') })] : []),
    ];
  });

describe('the matters of the picture', () => {
  test('are the same in whatever order hops come, however they are weighed, over any restart', () => {
    const cases = fc.record({
      seed: fc.nat(1000),
      cut: fc.double({ min: 0, max: 1, noNaN: true }),
      shuffled: fc.infiniteStream(fc.nat()),
      parts: fc.integer({ min: 1, max: 6 }),
    });
    let several = 0;
    fc.assert(
      fc.property(cases, ({ seed, cut, shuffled, parts }) => {
        const hops = history(seed, 25);
        const inOrder = picture(END);
        inOrder.take(hops);
        const expected = inOrder.rows();
        several += expected.size;

        const mixed = hops
          .map((each) => [shuffled.next().value, each] as const)
          .sort(([a], [b]) => a - b)
          .map(([, each]) => each);
        const live = picture(MONDAY);
        for (let n = 0; n < parts; n++) {
          live.take(mixed.slice((n * mixed.length) / parts, ((n + 1) * mixed.length) / parts));
          live.weigh(20);
          live.at(MONDAY + (n + 1) * DAY);
        }
        live.at(END);
        expect(live.rows()).toEqual(expected);
        expect(live.anew()).toEqual(expected);

        const before = Math.floor(cut * mixed.length);
        const restarted = picture(END, mixed.slice(0, before));
        restarted.weigh(10);
        // what the feed repeats after a restart changes nothing
        restarted.take(mixed.slice(Math.max(0, before - 20)));
        expect(restarted.rows()).toEqual(expected);
      }),
      { numRuns: 15 },
    );
    expect(several).toBeGreaterThan(50);
  });
});
