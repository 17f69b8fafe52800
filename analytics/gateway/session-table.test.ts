import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Event, type State, TABLE, type Transition } from './session-table.ts';

const STATES = Object.keys(TABLE) as State[];
const EVENTS = Object.keys(TABLE.level) as Event[];
const all = STATES.flatMap((from) =>
  EVENTS.map((event) => ({ from, event, ...TABLE[from][event] })),
);

describe('the table of a session', () => {
  it('every way into level joins, every way out of it leaves, and nothing else does (4)', () => {
    for (const { from, event, to, run } of all) {
      const where = `${from} ${event}`;
      expect(run.includes('join'), where).toBe(from !== 'level' && to === 'level');
      expect(run.includes('leave'), where).toBe(from === 'level' && to !== 'level');
    }
  });

  it('fills only where no frame is under way (3)', () => {
    for (const { from, event, run } of all)
      if (run.includes('fill')) expect([from === 'filling', event]).not.toEqual([true, 'show']);
    expect(all.filter(({ from, run }) => from === 'filling' && run.includes('fill'))).toMatchObject(
      [{ event: 'filled' }],
    );
  });

  it('what is asked is filled before the screen is level (6)', () => {
    for (const { to, run } of all) if (run.includes('ask')) expect(to).not.toBe('level');
    for (const event of ['hello', 'show', 'room', 'empty', 'refused', 'long'] as const)
      for (const from of STATES) if (TABLE[from][event].to === 'level') expect(from).toBe('level');
  });

  it('ends once, forgets once, and then does nothing (7)', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 60 }), (events) => {
        let state: State = 'greeting';
        let forgotten = 0;
        for (const event of [...events, 'closed' as const]) {
          const next: Transition = TABLE[state][event];
          forgotten += next.run.filter((effect) => effect === 'forget').length;
          state = next.to;
        }
        expect([state, forgotten]).toEqual(['ended', 1]);
      }),
    );
  });
});
