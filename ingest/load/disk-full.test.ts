import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, expect, it } from 'vitest';
import type { PortRow } from '../../config/contract/picture.ts';
import { Screen } from './screen.ts';
import { SmallDisk } from './small-disk.ts';
import { Trial } from './trial.ts';

const MiB = 2 ** 20;
const PAGE = 4096;
const DISK_FULL = /^503, retry after \d+ s: \{"error":"the disk is full: .*"\}$/;
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
const output = () => trial.qiao.output.join('');
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
const DEVICES = ['environment', 'water'];
/** Waits until every sender over HTTP was told that the disk is full: it has nothing under way any more. */
const putOff = () =>
  until(() =>
    trial.upstreams.every(
      ({ source, putOff: told }) =>
        DEVICES.includes(source) || told?.includes('the disk is full') === true,
    ),
  );
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
    await putOff();
    const before = counts();
    await sleep(1_000);
    for (const [n, { source, acknowledged, putOff: told }] of trial.upstreams.entries()) {
      // one record of a device may have been read before
      const more = acknowledged.length - (before[n] as number);
      expect(more).toBeLessThanOrEqual(DEVICES.includes(source) ? 1 : 0);
      if (!DEVICES.includes(source)) expect(told).toMatch(DISK_FULL);
    }

    disk.clear();
    await flow();
    await until(() => shut().every((reason) => reason === null));
    await nothingLost();
  },
  240_000,
);

it.skipIf(!disk)(
  'no write goes through, and ingest is killed meanwhile: nothing is lost, and all goes on after',
  async () => {
    if (!disk) return;
    await begin(disk, 0);
    await flow();
    await stored();

    disk.keepFree(PAGE);
    await until(() => shut().every((reason) => reason !== null));
    // a write cut short is told as a fault of the disk
    await until(() => /No space left on device|Input\/output error/.test(output()));
    await putOff();
    await trial.kill('ingest');
    await sleep(3_000);
    for (const { putOff: told } of trial.upstreams)
      if (told !== null) expect(told).toMatch(DISK_FULL);

    disk.clear();
    await flow();
    await nothingLost();
    expect(output().match(/\bended/g), output()).toHaveLength(1);
  },
  240_000,
);

it.skipIf(!disk)(
  'the store is to be made on a nearly full disk: it waits until there is room, and loses nothing',
  async () => {
    if (!disk) return;
    disk.keepFree(48 * MiB);
    await begin(disk, 1);
    await flow();
    await until(() => /its schema is to be changed, and less than 64 MiB are free/.test(output()));
    expect(await trial.ask('SHOW TABLES')).toEqual([]);

    disk.clear();
    await nothingLost();
  },
  240_000,
);
