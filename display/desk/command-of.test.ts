import { expect, it } from 'vitest';
import { CASE_ACTS, Command } from '../../config/contract/command.ts';
import { WALL_ACTS, wallSubject } from '../../config/contract/stage.ts';
import { ALERT_ACTS } from '../../config/contract/vocabulary.ts';
import {
  ALERT_ASKS,
  type Ask,
  alertActOf,
  CASE_ASKS,
  caseActOf,
  WALL_ASKS,
  wallActOf,
} from './acts.ts';
import { alertCommand, caseCommand, type Values, wallCommand } from './command-of.ts';

const NOW = Date.UTC(2026, 10, 28, 2);
const FILLED: Values = {
  reason: '等待材料',
  text: '已通知',
  note: '已更换',
  unit: 'water',
  coUnits: 'enforcement,traffic',
  until: String(NOW),
  resumeAt: String(NOW),
  solved: '0',
  silence: '3600000',
  title: '河道漂油',
  task: '布设围油栏',
  taskUnit: 'water',
  taskUntil: String(NOW),
  mode: 'briefing',
  done: 'wall:desk:1',
  case: 'grid:XC1:0',
};
/** What the form of an act fills in, and no more. */
const filled = ({ fields }: Ask): Values =>
  Object.fromEntries(
    [...fields, ...(fields.includes('unit') ? (['coUnits'] as const) : [])].map((field) => [
      field,
      FILLED[field],
    ]),
  );
const parsed = (command: object) => Command.parse({ no: 'c1', actor: 'desk', command }).command;

const CASE = '12345:26:2';

it.each(CASE_ACTS)('the form of %s makes a whole command', (act) => {
  const ask = CASE_ASKS[act];
  const command = parsed(caseCommand(act, CASE, filled(ask)));
  expect(command).toMatchObject({ on: 'case', act, case: { redo: 2 } });
  if (ask.fields.includes('case')) expect(JSON.stringify(command)).toContain('XC1');
});

it.each(ALERT_ACTS)('the form of %s makes a whole command about an alert', (act) => {
  const command = parsed(alertCommand(act, 'overdue:1', filled(ALERT_ASKS[act]), NOW));
  expect(command).toMatchObject({ on: 'alert', act });
  if (act === 'silence') expect(command).toMatchObject({ until: NOW + 3_600_000 });
});

it.each(WALL_ACTS)('the form of %s makes a whole command to the walls', (act) => {
  const subject = wallSubject('case', CASE);
  expect(parsed(wallCommand(act, subject, filled(WALL_ASKS[act])))).toMatchObject({ act });
});

it('an empty field that may be empty is left out', () => {
  expect(parsed(caseCommand('suspend', CASE, { reason: '等' }))).not.toHaveProperty('until');
  expect(parsed(wallCommand('task', null, { task: '到场' }))).toEqual({
    on: 'wall',
    act: 'task',
    text: '到场',
  });
});

it('every act has a key of its own', () => {
  for (const act of CASE_ACTS) expect(caseActOf(CASE_ASKS[act].key)).toBe(act);
  for (const act of ALERT_ACTS) expect(alertActOf(ALERT_ASKS[act].key)).toBe(act);
  for (const act of WALL_ACTS) expect(wallActOf(WALL_ASKS[act].key)).toBe(act);
  const reserved = ['w', 'z', '/', '?'];
  expect(
    CASE_ACTS.map((act) => CASE_ASKS[act].key).filter((key) => reserved.includes(key)),
  ).toEqual([]);
});
