import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CASE_ACTS, type CaseAct, Command, EVENT_OF } from '../../config/contract/command.ts';
import { MACHINE } from '../../config/contract/machine.ts';
import { ROLES, type Role } from '../../config/contract/roles.ts';
import { CASE_STATES, type CaseState } from '../../config/contract/vocabulary.ts';
import { DAY, HOUR } from '../../config/contract/zone.ts';
import { loadDeployment } from '../../config/deployment/load.ts';
import { MONDAY } from '../state/samples.ts';
import { createJudge, type Lookup } from './judge.ts';
import type { Standing } from './standing.ts';

const deployment = loadDeployment('huangqiao');
const { judge, obstacle } = createJudge(deployment);
const NOW = MONDAY + 6 * HOUR;

const standing = (of: Partial<Standing> = {}): Standing => ({
  source: 'another line', // its deadline is not of our rules: natural time
  type: 'other',
  urgency: 'normal',
  category: [],
  receivedAt: MONDAY,
  state: 'handling',
  since: MONDAY,
  unit: 'water',
  newest: MONDAY,
  dueAt: MONDAY + 48 * HOUR,
  extensions: 0,
  ...of,
});
const lookup = (of: Standing | null): Lookup => ({
  standing: () => of,
  knowsAlert: () => true,
  stage: { newest: 0, incident: false, tasks: [] },
});

const WORDS: Partial<Record<CaseAct, object>> = {
  reject: { reason: '不属受理范围' },
  dispatch: { unit: 'water', coUnits: ['建设管理局'] },
  return: { reason: '不属本单位职责' },
  extend: { reason: '等待材料', until: new Date(MONDAY + 60 * HOUR).toISOString() },
  suspend: { reason: '等待材料' },
  finish: { note: '已更换' },
  rework: { reason: '未见处置' },
  visit: { solved: 1 },
  reopen: { reason: '再次发生' },
  cancel: { reason: '重复登记' },
  merge: { into: { source: '12345', upstreamNo: '2' } },
  comment: { text: '已通知' },
  join: { with: { source: '12345', upstreamNo: '2' } },
  part: { with: { source: '12345', upstreamNo: '2' } },
};
const command = (act: CaseAct, more: object = {}) =>
  Command.parse({
    no: 'c1',
    actor: 'desk-1',
    command: {
      on: 'case',
      case: { source: '12345', upstreamNo: '1' },
      act,
      ...WORDS[act],
      ...more,
    },
  });
const reason = (act: CaseAct, of: Partial<Standing>, more: object = {}, role: Role = 'officer') => {
  const verdict = judge(command(act, more), role, lookup(standing(of)), NOW);
  return verdict.ok ? 'allowed' : verdict.error.reason;
};

describe('judging a command', () => {
  it('what may be done to a case is what is done when it is asked for, state by state, role by role', () => {
    const states = fc.constantFrom(...CASE_STATES);
    fc.assert(
      fc.property(
        states,
        fc.constantFrom(...CASE_ACTS),
        fc.constantFrom(...ROLES),
        (state, act, role) => {
          // what one merges into must be open: the other case stands like this one
          fc.pre(act !== 'merge' || !['closed', 'rejected', 'merged', 'cancelled'].includes(state));
          const beforehand = obstacle(act, role, standing({ state }), NOW)?.reason ?? 'allowed';
          expect(reason(act, { state }, {}, role)).toBe(beforehand);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('no step of ours skips one or is out of order, whatever upstream systems tell', () => {
    for (const state of CASE_STATES)
      for (const act of CASE_ACTS) {
        const { is } = MACHINE[state][EVENT_OF[act]];
        if (is === 'skips' || is === 'illegal') expect(reason(act, { state })).not.toBe('allowed');
      }
  });

  it('what is signed for or finished already is not signed for or finished again', () => {
    expect(reason('sign', { state: 'handling' })).toBe('already');
    expect(reason('finish', { state: 'done' })).toBe('already');
    expect(reason('comment', { state: 'closed' })).toBe('allowed');
  });

  it('a role that is not named may do nothing', () => {
    for (const act of CASE_ACTS) expect(reason(act, {}, {}, 'wall')).toBe('role');
    expect(reason('sign', { state: 'dispatched' }, {}, 'unit')).toBe('allowed');
    expect(reason('dispatch', { state: 'filed' }, {}, 'unit')).toBe('role');
    expect(reason('supervise', {}, {}, 'leader')).toBe('allowed');
  });

  it('is dispatched to units of the deployment, by id, name or alias', () => {
    const filed: Partial<Standing> = { state: 'filed' };
    expect(reason('dispatch', filed, { unit: '综合行政执法局', coUnits: [] })).toBe('allowed');
    expect(reason('dispatch', filed, { unit: '水利部' })).toBe('unknown-unit');
    expect(reason('dispatch', filed, { unit: 'water', coUnits: ['水务站'] })).toBe('main-helps');
  });

  it('a deadline is put off once, before it has passed, later, and not by more than the rules allow', () => {
    const until = (hours: number) => ({ until: new Date(MONDAY + hours * HOUR).toISOString() });
    expect(reason('extend', {}, until(60))).toBe('allowed');
    expect(reason('extend', {}, until(40))).toBe('not-later');
    expect(reason('extend', {}, until(500))).toBe('beyond');
    expect(reason('extend', { extensions: 1 }, until(60))).toBe('extended');
    expect(reason('extend', { dueAt: null }, until(60))).toBe('no-deadline');
    expect(reason('extend', { dueAt: NOW - 1 }, until(60))).toBe('late');
  });

  it('resumed, a case has what was left when it was suspended', () => {
    const of = standing({ state: 'suspended', since: MONDAY + HOUR });
    const verdict = judge(command('resume'), 'officer', lookup(of), NOW);
    expect(verdict).toMatchObject({ ok: true, value: { dueAt: MONDAY + 48 * HOUR + 5 * HOUR } });
  });

  it('what is given back says which unit gave it back', () => {
    const verdict = judge(command('return'), 'officer', lookup(standing()), NOW);
    expect(verdict).toMatchObject({ ok: true, value: { returnedBy: 'water' } });
  });

  it('counts after whatever is known of the case, even where that is ahead of the clock', () => {
    const verdict = judge(command('urge'), 'officer', lookup(standing({ newest: NOW + 5 })), NOW);
    expect(verdict).toMatchObject({ ok: true, value: { at: NOW + 6 } });
  });

  it('presses nobody about what has ended, and merges into nothing that has', () => {
    const ended: CaseState[] = ['closed', 'rejected', 'merged', 'cancelled'];
    for (const state of ended) {
      expect(reason('urge', { state })).toBe('ended');
      expect(reason('supervise', { state })).toBe('ended');
      const others = { standing: (id: string) => standing(id.endsWith('2:0') ? { state } : {}) };
      const verdict = judge(command('merge'), 'officer', { ...lookup(null), ...others }, NOW);
      expect(verdict).toMatchObject({ ok: false, error: { reason: 'into-ended' } });
    }
  });

  it('a silence ends, and not too late', () => {
    const silence = (until: number) => {
      const told = Command.parse({
        no: 'a1',
        actor: 'desk-1',
        command: {
          on: 'alert',
          alert: 'overdue:1',
          act: 'silence',
          until: new Date(until).toISOString(),
        },
      });
      const verdict = judge(told, 'officer', lookup(null), NOW);
      return verdict.ok ? 'allowed' : verdict.error.reason;
    };
    const longest = deployment.telling.silenceDays * DAY;
    expect(silence(NOW + longest)).toBe('allowed');
    expect(silence(NOW + longest + 1)).toBe('too-long');
    expect(silence(NOW)).toBe('past');
  });
});
