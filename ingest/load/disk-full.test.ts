import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, expect, it } from 'vitest';
import type { PortRow } from '../../config/contract/picture.ts';
import { Screen } from './screen.ts';
import { SmallDisk } from './small-disk.ts';
import { Trial } from './trial.ts';

const MiB = 2 ** 20;
const PAGE = 4096;
/** Acknowledged records of every port before and after each fault. */
const SOME = 5;

const disk = SmallDisk.mount(512 * MiB);
if (!disk) console.warn('skipped: no file system may be mounted here');
afterAll(() => disk?.unmount());

let trial: Trial;
let screen: Screen;
afterEach(async () => {
  screen?.close();
  disk?.clear();
  await trial?.stop();
});

const begin = async (folder: SmallDisk, leastFreeBytes: number) => {
  const data = join(folder.folder, 'data');
  trial = await Trial.start(40, { QIAO_DATA: data }, undefined, { leastFreeBytes });
  screen = await Screen.watch(trial.qiao, ['ports']);
};
const until = async (holds: () => boolean) => {
  while (!holds()) await sleep(50);
};
const counts = () => trial.upstreams.map(({ acknowledged }) => acknowledged.length);
/** Waits until every port acknowledged some more. */
const flow = async () => {
  const before = counts();
  await until(() => counts().every((count, n) => count >= (before[n] as number) + SOME));
};
/** Waits until something of what was acknowledged is stored: its schema is made then. */
const stored = async () => {
  const [upstream] = trial.upstreams;
  while ((await trial.ask(upstream?.stored ?? '').catch(() => [])).length === 0) await sleep(50);
};
/** What the wall says of each port: why it takes nothing; null: it takes. */
const shut = () =>
  trial.upstreams.map(({ source }) => screen.row<PortRow>('ports', source)?.closed ?? null);
const nothingLost = async () => {
  await trial.finish();
  for (const found of await trial.compare())
    expect(found).toMatchObject({ lost: [], doubled: [], unknown: [] });
  expect(await trial.unreconciled()).toEqual([]);
  expect(await trial.differences()).toBe(0);
};

it.skipIf(!disk)(
  'less is free than is to be kept: every port refuses and says why, and takes again by itself',
  async () => {
    if (!disk) return;
    await begin(disk, 256 * MiB);
    await flow();

    disk.keepFree(128 * MiB);
    await until(() => shut().every((reason) => reason !== null));
    for (const reason of shut())
      expect(reason).toMatch(/^the disk is full: \d+ MiB free where 256 MiB are kept$/);
    const before = counts();
    await sleep(1_000);
    expect(counts()).toEqual(before);
    for (const { source, putOff } of trial.upstreams)
      if (!['environment', 'water'].includes(source))
        expect(putOff).toMatch(/^503, retry after \d+ s: \{"error":"the disk is full: .*"\}$/);

    disk.clear();
    await flow();
    await until(() => shut().every((reason) => reason === null));
    await nothingLost();
  },
  90_000,
);

it.skipIf(!disk)(
  'no write goes through, and ingest is killed meanwhile: nothing is lost, and all goes on after',
  async () => {
    if (!disk) return;
    await begin(disk, 1);
    await flow();
    await stored();

    disk.keepFree(PAGE);
    await until(() => shut().every((reason) => reason !== null));
    // a write cut short is told as a fault of the disk
    expect(trial.qiao.output.join('')).toMatch(/No space left on device|Input\/output error/);
    await trial.kill('ingest');
    await sleep(3_000);
    expect(trial.qiao.pid('ingest')).toBeGreaterThan(0);
    const told = trial.upstreams.flatMap(({ putOff }) => putOff ?? []);
    expect(told.length).toBeGreaterThan(0);
    for (const answer of told)
      expect(answer).toMatch(/^503, retry after \d+ s: \{"error":"the disk is full: .*"\}$/);

    disk.clear();
    await flow();
    await nothingLost();
    const output = trial.qiao.output.join('');
    expect(output.match(/\bended/g), output).toHaveLength(1);
  },
  90_000,
);

it.skipIf(!disk)(
  'the store is to be made on a nearly full disk: it waits until there is room, and loses nothing',
  async () => {
    if (!disk) return;
    disk.keepFree(48 * MiB);
    await begin(disk, 1);
    await flow();
    await until(() =>
      /its schema is to be changed, and less than 64 MiB are free/.test(trial.qiao.output.join('')),
    );
    expect(await trial.ask('SHOW TABLES')).toEqual([]);

    disk.clear();
    await nothingLost();
  },
  90_000,
);
