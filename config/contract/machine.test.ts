import { describe, expect, it } from 'vitest';
import { MACHINE, OBSTACLES, obstaclesOf } from './machine.ts';
import { CASE_STATES, type CaseState, ENDED, HOP_EVENTS, STATE_AFTER } from './vocabulary.ts';

const open = CASE_STATES.filter((state) => !ENDED.has(state));
const events = (state: CaseState) =>
  HOP_EVENTS.map((event) => [event, MACHINE[state][event]] as const);

describe('the state machine of a case', () => {
  it('1. answers every event in every state, with a reason where it cannot be', () => {
    const reasons = new Set<string>();
    for (const state of CASE_STATES)
      for (const [, verdict] of events(state))
        if (verdict.is === 'illegal') reasons.add(verdict.because);
    expect([...reasons].sort()).toEqual([...OBSTACLES].sort());
    expect(CASE_STATES.flatMap(events)).toHaveLength(14 * 23);
  });

  it('2. leads where an event leads, and is not moved by what is only a fact', () => {
    for (const state of CASE_STATES)
      for (const [event, verdict] of events(state)) {
        if (verdict.is === 'moves' || verdict.is === 'skips')
          expect(verdict.to).toBe(STATE_AFTER[event]);
        // a unit that helps may sign or finish after the main one
        if (verdict.is === 'stays') expect([null, state]).toContain(STATE_AFTER[event]);
        if (STATE_AFTER[event] === null) expect(['stays', 'illegal']).toContain(verdict.is);
      }
  });

  it('3. lets only reopening and cancelling lead out of an end, and nothing out of a cancellation', () => {
    for (const state of ENDED) {
      const out = events(state).flatMap(([event, { is }]) => (is === 'moves' ? [event] : []));
      expect(out).toEqual(state === 'cancelled' ? [] : ['reopen', 'cancel']);
      expect(events(state).some(([, { is }]) => is === 'skips')).toBe(false);
    }
  });

  it('4. lets every open case be cancelled, be merged, and step by step be closed', () => {
    const closable = new Set<CaseState>(['closed']);
    for (let before = 0; before !== closable.size; ) {
      before = closable.size;
      for (const state of CASE_STATES)
        for (const [, verdict] of events(state))
          if (verdict.is === 'moves' && closable.has(verdict.to)) closable.add(state);
    }
    for (const state of open) {
      expect(MACHINE[state].cancel.is).toBe('moves');
      expect(MACHINE[state].merge.is).toBe('moves');
      expect(closable).toContain(state);
    }
  });

  it('5. resumes only what is suspended, reopens only what is ended, checks only what is done', () => {
    const movedBy = (event: 'resume' | 'reopen' | 'check') =>
      CASE_STATES.filter((state) => MACHINE[state][event].is === 'moves');
    expect(movedBy('resume')).toEqual(['suspended']);
    expect(movedBy('reopen')).toEqual(['closed', 'rejected', 'merged']);
    expect(movedBy('check')).toEqual(['done']);
  });

  it('finds the steps that could not be, and goes on from where they led', () => {
    expect(obstaclesOf(['report', 'file', 'dispatch', 'sign', 'finish', 'check', 'close'])).toEqual(
      Array(7).fill(null),
    );
    // a city that tells only the beginning and the end has done nothing wrong
    expect(obstaclesOf(['report', 'dispatch', 'close'])).toEqual([null, null, null]);
    expect(obstaclesOf(['report', 'close', 'sign', 'close', 'close'])).toEqual([
      null,
      null,
      'ended',
      null,
      'already',
    ]);
  });
});
