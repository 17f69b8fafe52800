import { expect, test } from 'vitest';
import { random } from '../../../config/deployment/random.ts';
import { Chance, LEAST } from './chance.ts';
import { layoutOf } from './scan.ts';
import { Scanner } from './scanner.ts';

const DAYS = 28;
const SIDE = 8;
const layout = layoutOf(
  Array.from({ length: SIDE * SIDE }, (_, i) => [(i % SIDE) * 300, Math.floor(i / SIDE) * 300]),
);
const shares = new Float64Array(layout.places).fill(1 / layout.places);
const planted = [9, 10, 17, 18];

/** Orders of any kind, with some more at four neighbours on the newest days. */
function look() {
  const rng = random(5);
  const counts = Uint32Array.from({ length: DAYS * layout.places }, (_, i) => {
    const more = planted.includes(i % layout.places) && i < 3 * layout.places ? 2 : 0;
    return rng.poisson(0.28 + more);
  });
  return { day: 0, streams: [{ category: '', counts, shares, usual: Array(DAYS).fill(18) }] };
}

test('the first look answers by a few random days, and is the surer of a cluster the more are learnt', () => {
  const scanner = new Scanner(layout);
  const [first] = scanner.find(look());
  expect(first!.places).toEqual(expect.arrayContaining(planted.slice(0, 2)));
  scanner.learn(() => true);
  const [later] = scanner.find(look());
  expect(later!.probability).toBeLessThan(first!.probability);
  expect(later!.probability).toBeLessThan(0.01);
});

test('what few random days say is unlikely comes as seldom as they say', () => {
  const rng = random(3);
  const ratio = () => 4 - Math.log(-Math.log(1 - rng.next()));
  const tries = 20_000;
  for (const days of [LEAST, 19, 99]) {
    let unlikely = 0;
    for (let n = 0; n < tries; n++) {
      const chance = new Chance();
      for (let day = 0; day < days; day++) chance.learn(ratio());
      if (chance.p(ratio())! < 0.01) unlikely++;
    }
    // 200 are right; two deviations more are allowed
    expect(unlikely).toBeLessThan(230);
    expect(unlikely).toBeGreaterThan(60);
  }
});
