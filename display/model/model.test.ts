import { describe, expect, it } from 'vitest';
import type { Clock } from '../../config/contract/clock.ts';
import { caseId, gridId, sourceId } from '../../config/contract/ids.ts';
import type { ArrivalRow, SystemRow } from '../../config/contract/picture.ts';
import { VIEW_NAMES } from '../../config/contract/picture.ts';
import { wholeOf } from '../../config/contract/wire.ts';
import { staleness } from './freshness.ts';
import { createModel } from './model.ts';

const SERVER = 1_000_000_000_000;
const MINUTE = 60_000;
const live: Clock = { mode: 'live', now: SERVER, asOf: SERVER, rate: 1 };
const system = (part: Partial<SystemRow>): SystemRow => ({
  clock: live,
  demo: false,
  storeUp: true,
  head: 1,
  stored: 1,
  folded: 1,
  feedUp: true,
  unheld: 0,
  backfill: null,
  ...part,
});
const arrival = (id: string): ArrivalRow => ({
  id,
  at: SERVER,
  source: sourceId('12345'),
  kind: 'order',
  caseId: caseId('12345', id, 0),
  title: '路灯不亮',
  grid: gridId('g'),
  urgency: 'normal',
  class: null,
  selfHandled: false,
  lon: null,
  lat: null,
});

/** A wall with a whole first picture; `wrong` milliseconds by which its machine's clock is wrong. */
function wall(part: Partial<SystemRow> = {}, wrong = 0) {
  let elapsed = 0;
  let offset = 1;
  const frames: (() => void)[] = [];
  const commits: { arrivals: readonly string[]; first: boolean }[] = [];
  const { model, intake } = createModel({
    nextFrame: (run) => frames.push(run),
    wallTime: () => SERVER + elapsed + wrong,
    committed: (arrivals, first) => commits.push({ arrivals, first }),
  });
  const draw = () => {
    const due = frames.splice(0);
    for (const run of due) run();
    return due.length;
  };
  const arrive = (id: string) => {
    offset += 1;
    const { view, fields, set } = wholeOf('arrivals', [[id, arrival(id)]]);
    return intake.take({
      t: 'frame',
      epoch: 'e',
      from: offset - 1,
      to: offset,
      at: SERVER + elapsed,
      parts: [{ view, fields, del: [], set: { ...set, numbers: [offset] }, mod: [] }],
    });
  };
  const pass = (ms: number) => {
    elapsed += ms;
    const at = SERVER + elapsed;
    intake.take({ t: 'frame', epoch: 'e', from: offset, to: offset, at, parts: [] });
    intake.tick();
  };
  intake.changed('live');
  const parts = VIEW_NAMES.map((view) =>
    view === 'system' ? wholeOf(view, [['system', system(part)]]) : wholeOf(view, []),
  );
  intake.take({ t: 'frame', epoch: 'e', from: 0, to: 1, at: SERVER, parts });
  draw();
  return { model, intake, commits, draw, arrive, pass };
}

describe('what reaches the screen', () => {
  it('comes once a frame, however many messages came', () => {
    const { model, commits, draw, arrive } = wall();
    arrive('1');
    arrive('2');
    expect(commits).toEqual([]);
    expect(draw()).toBe(1);
    expect(commits).toEqual([{ arrivals: ['1', '2'], first: false }]);
    expect([...model.rows('arrivals').keys()]).toEqual(['1', '2']);
  });

  it('asks for no frame when nothing changed', () => {
    const { draw, pass } = wall();
    pass(1000);
    expect(draw()).toBe(0);
  });

  it('goes by the server’s clock, for walls are seldom set right', () => {
    const { model, pass } = wall({}, 3 * 3_600_000);
    pass(5000);
    expect(model.now()).toBe(SERVER + 5000);
  });

  it('lets a replayed past stand still while the server is lost, and real time go on', () => {
    const replay: Clock = { mode: 'replay', now: 0, asOf: SERVER, rate: 3600 };
    const past = wall({ clock: replay });
    past.pass(1000);
    expect(past.model.now()).toBe(3_600_000);
    past.intake.changed('waiting');
    expect(past.model.now()).toBe(3_600_000);
  });
});

describe('a tile', () => {
  it('is stale when the server is lost, when ingest is, and for history when the store is', () => {
    const lost = wall();
    lost.intake.changed('waiting');
    expect(staleness(lost.model, 'cases')).toBe('server');
    expect(staleness(wall({ feedUp: false }).model, 'cases')).toBe('feed');
    const noStore = wall({ storeUp: false }).model;
    expect(staleness(noStore, 'days')).toBe('store');
    expect(staleness(noStore, 'cases')).toBeNull();
  });

  it('is stale when the hour has long passed and its view has not moved', () => {
    const { model, pass } = wall();
    pass(61 * MINUTE);
    expect(staleness(model, 'hours')).toBeNull();
    pass(2 * MINUTE);
    expect(staleness(model, 'hours')).toBe('old');
    expect(staleness(model, 'arrivals')).toBeNull();
  });

  it('never ages where time stands still', () => {
    const { model, pass } = wall({ clock: { mode: 'archive', now: 0, asOf: SERVER, rate: 0 } });
    pass(48 * 60 * MINUTE);
    expect(staleness(model, 'days')).toBeNull();
  });
});
