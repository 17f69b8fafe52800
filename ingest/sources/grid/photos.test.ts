import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GridSettings } from '../../../config/deployment/ports/grid.ts';
import { Unavailable } from '../../intake/unavailable.ts';
import { openPhotoStore } from './photos.ts';
import { HEIC, JPEG, PNG, sha256, WEBP } from './upload.fixture.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qiao-photos-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const settings = (photos: object = {}) => GridSettings.parse({ photos }).photos;
async function* pieces(bytes: Buffer, size = bytes.length): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const files = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name)
    .sort();

describe('the photo store', () => {
  it('keeps a photo under its content, the same one once, however it comes in pieces', async () => {
    const store = openPhotoStore(folder, settings());
    for (const size of [1, 5, 12, 1000]) {
      const photo = await store.stage(pieces(JPEG, size));
      expect(photo.hash).toBe(sha256(JPEG));
      await photo.keep();
    }
    const hash = sha256(JPEG);
    expect(files()).toEqual([`${hash}.jpg`]);
    expect(readFileSync(join(folder, hash.slice(0, 2), `${hash}.jpg`))).toEqual(JPEG);
  });

  it('tells the type by the bytes, and takes heic only where it is set', async () => {
    const store = openPhotoStore(folder, settings());
    for (const photo of [PNG, WEBP]) await (await store.stage(pieces(photo))).keep();
    expect(files()).toEqual([`${sha256(PNG)}.png`, `${sha256(WEBP)}.webp`].sort());
    await expect(store.stage(pieces(HEIC))).rejects.toMatchObject({
      status: 415,
      message: 'a photo is heic; taken are jpeg, png, webp',
    });
    for (const other of [Buffer.alloc(0), Buffer.from('GIF89a, a picture'), JPEG.subarray(0, 5)])
      await expect(store.stage(pieces(other, 3))).rejects.toMatchObject({ status: 415 });
    const open = openPhotoStore(folder, settings({ types: ['heic'] }));
    await (await open.stage(pieces(HEIC))).keep();
    expect(files()).toContain(`${sha256(HEIC)}.heic`);
  });

  it('leaves nothing of what is too long, cut off or dropped', async () => {
    const store = openPhotoStore(folder, settings({ maxBytes: JPEG.length }));
    const long = Buffer.concat([JPEG, Buffer.from('!')]);
    await expect(store.stage(pieces(long, 7))).rejects.toMatchObject({ status: 413 });
    async function* cut() {
      yield JPEG.subarray(0, 50);
      throw new Error('line lost');
    }
    await expect(store.stage(cut())).rejects.toThrow('line lost');
    await (await store.stage(pieces(JPEG))).drop();
    expect(files()).toEqual([]);
  });

  it('removes what a crash left behind, and nothing else', async () => {
    const store = openPhotoStore(folder, settings());
    await (await store.stage(pieces(JPEG))).keep();
    writeFileSync(join(folder, 'incoming', 'half'), JPEG.subarray(0, 50));
    openPhotoStore(folder, settings());
    expect(files()).toEqual([`${sha256(JPEG)}.jpg`]);
  });

  it('says that the disk is full, and takes the same photo once there is room', async () => {
    const names = ['full', 'fine'];
    const store = openPhotoStore(folder, settings(), () => names.shift() ?? '');
    mkdirSync(join(folder, 'incoming'), { recursive: true });
    symlinkSync('/dev/full', join(folder, 'incoming', 'full')); // the kernel's own full disk
    await expect(store.stage(pieces(JPEG))).rejects.toBeInstanceOf(Unavailable);
    expect(files()).toEqual([]);
    await (await store.stage(pieces(JPEG))).keep();
    expect(files()).toEqual([`${sha256(JPEG)}.jpg`]);
  });
});
