import { afterEach, expect, it } from 'vitest';
import { endure } from './outage.ts';

let over: (() => Promise<void>) | undefined;
afterEach(() => over?.());

it('the store refuses, hangs, and breaks off half a batch: the wall lives on, and all is stored once after', async () => {
  const { trial, endured, close } = await endure(['refuse', 2_000, 'hang'], 4_000, 30);
  over = close;
  for (const { fault, shown } of endured)
    expect(shown, `orders and reports shown during ${fault}`).toBeGreaterThan(10);
  expect(endured.map(({ said }) => said)).toContain(true);
  await trial.finish();
  for (const found of await trial.compare())
    expect(found).toMatchObject({ lost: [], doubled: [], unknown: [] });
  expect(await trial.differences()).toBe(0);
}, 180_000);
