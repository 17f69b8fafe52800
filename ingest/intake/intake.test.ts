import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPort } from '../sources/port.fixture.ts';
import { watchDisk } from './disk-guard.ts';
import { insist } from './insist.ts';
import { createIntake, type Intake, type Received } from './intake.ts';
import { Unavailable } from './unavailable.ts';

const reading = (n: number): Received => ({
  origin: { source: 'water', place: 'test', raw: () => `reading ${n}` },
  draft: {
    kind: 'reading',
    source: 'water',
    station: 's1',
    at: 1_700_000_000_000 + n,
    interval: 'realtime',
    values: [{ factor: '39', stat: 'value', value: n, unit: 'm', flag: 'N' }],
  },
});
const broken = (n: number): Received => ({
  origin: { source: 'water', place: 'test', raw: () => `noise ${n}` },
  refusal: 'no reading',
});

let port: Awaited<ReturnType<typeof openPort>>;
let intake: Intake;
beforeEach(async () => {
  port = await openPort('water');
  intake = port.context.intake;
});
afterEach(() => port.close());

describe('the intake', () => {
  it('says of every record what became of it, in order, and the counts reconcile', async () => {
    const receipts = await intake.take([reading(1), broken(1), reading(1), reading(2)]);
    expect(receipts).toEqual([
      { outcome: 'stored', reason: null },
      { outcome: 'rejected', reason: 'no reading' },
      { outcome: 'duplicate', reason: null },
      { outcome: 'stored', reason: null },
    ]);
    expect(await intake.take([{ origin: reading(3).origin, draft: { kind: 'reading' } }])).toEqual([
      { outcome: 'rejected', reason: expect.stringContaining('source') },
    ]);
    expect(port.tally()).toMatchObject({ received: 5, stored: 2, duplicate: 1, rejected: 2 });
    expect(port.health().rate).toBe(5);
  });

  it('moves the cursor of a source with its records or not at all', async () => {
    await intake.take([reading(1)], { name: 'page', value: 7 });
    expect(port.journal.cursor('page')).toBe(7);
  });

  it('takes no more than it can hold, says when to come again, and then takes it', async () => {
    const many = Array.from({ length: 20_000 }, (_, n) => reading(n));
    const first = intake.take(many);
    expect(intake.closed()).toBeInstanceOf(Unavailable);
    await expect(intake.take([reading(-1)])).rejects.toThrow(Unavailable);
    const waiting = insist(intake, [reading(-1)], AbortSignal.timeout(20_000));
    expect(await first).toHaveLength(20_000);
    expect(await waiting).toEqual([{ outcome: 'stored', reason: null }]);
    expect(intake.closed()).toBeNull();
    expect(port.tally()).toMatchObject({ received: 20_001, stored: 20_001 });
  });

  it('refuses input below the free space that is to be kept, and takes it again above', async () => {
    const { data } = port.context;
    const log = pino({ level: 'silent' });
    const disk = await watchDisk({ folder: data, leastFree: 2 ** 60, log });
    const none = { of: () => port.context.health } as never;
    const full = createIntake({
      journal: port.journal,
      pipeline: null as never, // nothing gets so far
      disk,
      book: none,
      machine: Date.now,
    });
    expect(full.closed()?.message).toMatch(/the disk is full: \d+ MiB free/);
    await expect(full.take([reading(1)])).rejects.toThrow(/disk is full/);
    expect(port.tally().received).toBe(0);
    disk.stop();
    await sleep(0);
  });
});
