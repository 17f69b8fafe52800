import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ServerMessage } from '../../config/contract/wire.ts';
import { BEAT_MS, HOLD_MS, InStep } from './in-step.ts';

const message = (at: number): ServerMessage => ({
  t: 'frame',
  epoch: 'e',
  from: 0,
  to: at,
  at,
  parts: [],
});

/** One browser: hears each message after a delay of its own, and draws a frame every so many ms. */
function browser(options: { ahead: number; sent: number[]; delays: number[]; every: number }) {
  const { ahead, sent, delays, every } = options;
  let now = 0;
  const seen: number[] = [];
  const step = new InStep(
    (one) => {
      if (one.t !== 'reload') seen.push(one.at);
      return true;
    },
    () => now - ahead,
  );
  const heard = sent
    .map((at, n) => ({ at, due: at + (delays[n % delays.length] as number) }))
    // a line keeps the order
    .map((one, n, all) => ({
      ...one,
      due: Math.max(...all.slice(0, n + 1).map(({ due }) => due)),
    }));
  const shown = new Map<number, string>();
  for (let next = 0; now < 4000; now += every) {
    while (heard[next] && (heard[next]?.due ?? 0) <= now)
      step.take(message(heard[next++]?.at ?? 0));
    if (step.frame()) shown.set(step.beat, seen.join());
  }
  return shown;
}

it('browsers with clocks and delays of their own show the same at every beat', () => {
  const sent = fc
    .uniqueArray(fc.integer({ min: 1, max: 3000 }), { minLength: 20, maxLength: 60 })
    .map((times) => times.sort((a, b) => a - b));
  const delays = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 7, maxLength: 7 });
  const machine = fc.record({
    ahead: fc.integer({ min: -500, max: 500 }),
    every: fc.integer({ min: 5, max: 17 }),
    delays: delays.map((all) => [0, ...all]),
  });
  fc.assert(
    fc.property(sent, machine, machine, (times, a, b) => {
      const [one, other] = [browser({ ...a, sent: times }), browser({ ...b, sent: times })];
      // Once both know the server's time well: a message came without delay.
      const known = [...one].filter(([beat]) => other.has(beat) && beat > (times[0] ?? 0) + 2000);
      for (const [beat, seen] of known) expect(other.get(beat)).toBe(seen);
    }),
  );
});

it('shows nothing younger than what every browser must have heard', () => {
  const [[beat, seen]] = [...browser({ ahead: 0, sent: [1000], delays: [0], every: 1 })].filter(
    ([, list]) => list === '1000',
  ) as [[number, string]];
  expect([beat, seen]).toEqual([1000 + HOLD_MS, '1000']);
  expect(beat % BEAT_MS).toBe(0);
});

it('asks for the line anew where a message does not fit, and drops what came after it', () => {
  let now = 0;
  const step = new InStep(
    () => false,
    () => now,
  );
  expect(step.take(message(0))).toBe(true);
  now = 1000;
  step.frame();
  expect(step.take(message(1000))).toBe(false);
  expect(step.take(message(1000))).toBe(true);
});
