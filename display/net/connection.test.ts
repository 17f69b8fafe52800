import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Event,
  FIRST,
  holdsSocket,
  LONGEST_WAIT_MS,
  type State,
  TABLE,
  waitAfter,
} from './connection.ts';

const STATES = Object.keys(TABLE) as State[];
const EVENTS = Object.keys(TABLE.live) as Event[];
const anyStory = fc.array(fc.constantFrom(...EVENTS), { maxLength: 60 });

describe('the table of the line', () => {
  it('holds at most one socket, and none where it says none is held', () => {
    fc.assert(
      fc.property(anyStory, (events) => {
        let state: State = FIRST.to;
        let sockets = 1;
        for (const event of events) {
          const { to, run } = TABLE[state][event];
          for (const effect of run) {
            if (effect === 'open') sockets += 1;
            if (effect === 'drop') sockets = 0;
          }
          state = to;
          expect(sockets).toBe(holdsSocket(state) ? 1 : 0);
        }
      }),
    );
  });

  it('leaves no state without a running timer, except the final one', () => {
    fc.assert(
      fc.property(anyStory, (events) => {
        let state: State = FIRST.to;
        let timer: 'silence' | 'due' | null = 'silence';
        for (const event of events) {
          if (event === timer) timer = null;
          const { to, run } = TABLE[state][event];
          // Timers that ran out while nobody listened do not come back as events.
          if (event === 'silence' && timer === 'due') continue;
          if (event === 'due' && timer === 'silence') continue;
          for (const effect of run) {
            if (effect === 'drop') timer = null;
            if (effect === 'watch') timer = 'silence';
            if (effect === 'wait') timer = 'due';
          }
          state = to;
          const waits = state === 'waiting' || state === 'outdated';
          expect(timer).toBe(state === 'stopped' ? null : waits ? 'due' : 'silence');
        }
      }),
    );
  });

  it('says hello once a socket, exactly when it opens', () => {
    for (const state of STATES) {
      for (const event of EVENTS) {
        const greets = TABLE[state][event].run.includes('hello');
        expect(greets, `${state} ${event}`).toBe(state === 'connecting' && event === 'opened');
      }
    }
  });

  it('never leaves the final state and does nothing in it', () => {
    for (const event of EVENTS) expect(TABLE.stopped[event]).toEqual({ to: 'stopped', run: [] });
  });

  it('an outdated page asks the server again, should it still be there', () => {
    expect(TABLE.outdated.due).toEqual(FIRST);
  });

  it('drops the line on a gap and on silence', () => {
    for (const state of ['greeting', 'live'] as const) {
      for (const event of ['gap', 'silence'] as const) {
        expect(TABLE[state][event]).toEqual({ to: 'waiting', run: ['drop', 'wait'] });
      }
    }
  });

  it('waits longer from failure to failure, and never longer than a second', () => {
    expect(LONGEST_WAIT_MS).toBeLessThanOrEqual(1000);
    fc.assert(
      fc.property(fc.nat(80), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
        const wait = waitAfter(failures, random);
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(LONGEST_WAIT_MS);
        expect(waitAfter(failures + 1, random)).toBeGreaterThanOrEqual(wait);
      }),
    );
  });
});
