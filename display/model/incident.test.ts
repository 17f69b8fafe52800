import { describe, expect, it } from 'vitest';
import { type caseId, gridId, unitId } from '../../config/contract/ids.ts';
import type { CaseRow } from '../../config/contract/picture.ts';
import type { IncidentRow, StageRow, TaskRow } from '../../config/contract/stage.ts';
import type { GridFeature } from '../../config/deployment/schema.ts';
import {
  type Known,
  metresBetween,
  modeOf,
  placeOf,
  tasksInOrder,
  timelineOf,
} from './incident.ts';

const task = (id: string, of: Partial<TaskRow> = {}): TaskRow => ({
  ...{ id, at: 20, by: 'desk', text: id, unit: unitId(''), dueAt: null, doneAt: null },
  ...of,
});
const incident: IncidentRow = {
  id: 'i',
  subject: { on: 'grid', id: gridId('g') },
  title: '燃气泄漏',
  since: 10,
  by: 'desk',
  log: [{ id: 'l', at: 15, by: 'desk', text: '已疏散' }],
  tasks: [task('关阀', { doneAt: 40 }), task('警戒', { at: 30, dueAt: 90 })],
};
const stage = (of: Partial<StageRow>): StageRow => ({
  ...{ mode: 'duty', modeAt: null, by: '', focus: null, incident: null },
  ...of,
});

it('gives the wall to an incident only where one is under way', () => {
  expect(modeOf(undefined)).toBe('duty');
  expect(modeOf(stage({ incident }))).toBe('duty');
  expect(modeOf(stage({ mode: 'emergency' }))).toBe('duty');
  expect(modeOf(stage({ mode: 'emergency', incident }))).toBe('emergency');
});

it('tells an incident from the newest to its beginning', () => {
  expect(timelineOf(incident).map(({ kind, text }) => `${kind} ${text}`)).toEqual([
    'done 关阀',
    'task 警戒',
    'task 关阀',
    'log 已疏散',
    'begun 燃气泄漏',
  ]);
});

it('puts what is to be done first before what is done', () => {
  const tasks = [
    task('done', { doneAt: 5 }),
    task('open'),
    task('later', { dueAt: 90 }),
    task('soon', { dueAt: 50 }),
    task('just done', { doneAt: 9 }),
  ];
  expect(tasksInOrder(tasks).map(({ id }) => id)).toEqual([
    'soon',
    'later',
    'open',
    'just done',
    'done',
  ]);
});

describe('an incident is', () => {
  const square = {
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [2, 0],
          [2, 2],
          [0, 2],
        ],
      ],
    },
  } as unknown as GridFeature;
  const known = (row: Partial<CaseRow>): Known => ({
    caseRow: (id) =>
      id === 'c' ? ({ grid: 'g', lon: null, lat: null, ...row } as CaseRow) : undefined,
    alertRow: () => undefined,
    grid: (id) => (id === 'g' ? square : undefined),
  });
  const subject = { on: 'case', id: 'c' as ReturnType<typeof caseId> } as const;

  it('where its case is', () => {
    expect(placeOf(subject, known({ lon: 1.5, lat: 0.5 }))).toEqual({ lon: 1.5, lat: 0.5 });
  });
  it('in the middle of the grid where the case has no place', () => {
    expect(placeOf(subject, known({}))).toEqual({ lon: 1, lat: 1 });
  });
  it('nowhere where nothing is known of it', () => {
    expect(placeOf({ on: 'grid', id: gridId('x') }, known({}))).toBeNull();
  });
});

it('measures a thousandth of a degree of latitude as 111 m', () => {
  expect(metresBetween({ lon: 120, lat: 31 }, { lon: 120, lat: 31.001 })).toBeCloseTo(111.2, 1);
});
