import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { random } from '../../config/deployment/random.ts';
import { Trial } from './trial.ts';

let trial: Trial | undefined;
afterEach(() => trial?.stop());

it('ingest and store are killed at random under load on every port: every acknowledged record is there once', async () => {
  trial = await Trial.start(40);
  const dice = random(20_261_123);
  for (let kill = 0; kill < 6; kill++) {
    await sleep(dice.between(300, 1_500));
    await trial.kill(dice.next() < 0.6 ? 'ingest' : 'store');
  }
  await sleep(1_000);
  await trial.finish();

  for (const found of await trial.compare()) {
    expect(found).toMatchObject({ lost: [], doubled: [], unknown: [] });
    expect(found.acknowledged).toBeGreaterThan(5);
  }
  expect(await trial.unreconciled()).toEqual([]);
  expect(await trial.differences()).toBe(0);
}, 180_000);
