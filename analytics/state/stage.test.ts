import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WallEvent } from '../../config/contract/facts.ts';
import { gridId, sourceId, unitId } from '../../config/contract/ids.ts';
import { LOG_SHOWN, WALL_ACTS, WALL_MODES, wallSubject } from '../../config/contract/stage.ts';
import { Stage } from './stage.ts';

const wall = (of: Partial<WallEvent> & Pick<WallEvent, 'id' | 'act' | 'at'>): WallEvent => ({
  kind: 'wall',
  version: 0,
  source: sourceId('desk'),
  actor: 'desk-1',
  mode: '',
  subject: null,
  text: '',
  unit: unitId(''),
  dueAt: null,
  task: '',
  ...of,
});
const stageOf = (events: readonly WallEvent[]) => {
  const stage = new Stage();
  for (const event of events) stage.apply(event);
  return stage.row();
};

const anyEvent = fc
  .record({
    id: fc.integer({ min: 1, max: 40 }).map(String),
    act: fc.constantFrom(...WALL_ACTS),
    at: fc.integer({ min: 1, max: 12 }),
    mode: fc.constantFrom(...WALL_MODES),
    grid: fc.constantFrom('g1', 'g2'),
    task: fc.integer({ min: 1, max: 40 }).map(String),
  })
  .map(({ grid, mode, ...of }) =>
    wall({
      ...of,
      mode: of.act === 'mode' ? mode : '',
      subject: of.act === 'focus' || of.act === 'enter' ? wallSubject('grid', grid) : null,
    }),
  );
const anyEvents = fc.uniqueArray(anyEvent, { selector: ({ id }) => id, maxLength: 30 });

test('in whatever order the acts come, and however often, the walls show the same', () => {
  const orders = anyEvents.chain((events) =>
    fc.tuple(
      fc.constant(events),
      fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
    ),
  );
  fc.assert(
    fc.property(orders, ([events, shuffled]) => {
      const told = events.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
      expect(stageOf(shuffled)).toEqual(stageOf(told));
    }),
    { numRuns: 1_000 },
  );
});

test('an incident takes the walls, keeps its log and tasks while they look elsewhere, and gives them back', () => {
  const flood = wallSubject('grid', 'g1');
  const course = [
    wall({ id: 'a', act: 'mode', at: 1, mode: 'briefing' }),
    wall({ id: 'b', act: 'enter', at: 2, subject: flood, text: '内涝' }),
    wall({ id: 'c', act: 'log', at: 3, text: '水位上涨' }),
    wall({ id: 'd', act: 'task', at: 4, text: '开泵', unit: unitId('water'), dueAt: 9 }),
  ];
  expect(stageOf(course)).toMatchObject({
    mode: 'emergency',
    focus: flood,
    incident: { id: 'b', title: '内涝', since: 2, log: [{ text: '水位上涨' }] },
  });
  const away = [...course, wall({ id: 'e', act: 'mode', at: 5, mode: 'duty' })];
  away.push(wall({ id: 'f', act: 'finish', at: 6, task: 'd' }));
  away.push(wall({ id: 'g', act: 'clear', at: 7 }));
  expect(stageOf(away)).toMatchObject({
    mode: 'duty',
    focus: null,
    incident: { tasks: [{ id: 'd', unit: 'water', dueAt: 9, doneAt: 6 }] },
  });
  const over = [...away, wall({ id: 'h', act: 'leave', at: 8 })];
  over.push(wall({ id: 'i', act: 'log', at: 9, text: '收队' }));
  expect(stageOf(over)).toEqual({
    mode: 'duty',
    modeAt: 8,
    by: 'desk-1',
    focus: null,
    incident: null,
  });
  expect(stageOf([...over, wall({ id: 'j', act: 'mode', at: 10, mode: 'emergency' })]).mode).toBe(
    'duty',
  );
});

test('of a long log the newest entries are shown', () => {
  const begun = wall({ id: '', act: 'enter', at: 1, subject: { on: 'grid', id: gridId('g1') } });
  const logs = Array.from({ length: LOG_SHOWN + 5 }, (_, n) =>
    wall({ id: String(n), act: 'log', at: 2 + n, text: String(n) }),
  );
  const { incident } = stageOf([begun, ...logs]);
  expect([incident?.log.length, incident?.log[0]?.text]).toEqual([LOG_SHOWN, '5']);
});
