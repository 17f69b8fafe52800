import { once } from 'node:events';
import type { Readable } from 'node:stream';
import Busboy, { type BusboyHeaders } from '@fastify/busboy';
import type { PortRefusal } from '../../../config/contract/port-refusal.ts';
import type { PhotoSettings } from '../../../config/deployment/ports/grid.ts';
import { Unavailable } from '../../intake/unavailable.ts';
import { type Call, HttpError } from '../http/route.ts';
import type { PortContext } from '../port.ts';
import type { PhotoStore, StagedPhoto } from './photos.ts';

const HEADER_BYTES = 4096;
const HEADER_LINES = 16;
const BUSY_RETRY_S = 1;

/** Names of photo parts, and whether such a photo shows the place before or after handling. */
const PHOTO_PARTS: Readonly<Record<string, 'before' | 'after'>> = {
  photo: 'before',
  before: 'before',
  after: 'after',
};

export interface UploadedPhoto {
  staged: StagedPhoto;
  shows: 'before' | 'after';
}

/** A JSON record and the photos that came with it, which are on disk but not yet kept. */
export interface Upload {
  record: Buffer;
  photos: UploadedPhoto[];
}

export const isMultipart = (call: Call): boolean =>
  /^multipart\/form-data *;/i.test(call.headers['content-type'] ?? '');

/** Reasons under which refused uploads are counted. */
const COUNTED: Readonly<Record<number, PortRefusal>> = { 413: 'oversize', 415: 'photo type' };

/** Reads multipart requests (RFC 7578), a bounded number of them at once. */
export interface UploadReader {
  /**
   * Reads one request: part `record` is JSON, parts `photo` (or `before`) and `after` are photos. Parts are
   * written to disk as they come; whatever is wrong with one refuses the request, and nothing of it stays.
   * @throws HttpError 400, 413, 415 naming what is wrong; Unavailable where the disk is full or too many
   *   uploads are under way
   */
  read(call: Call, record: string): Promise<Upload>;
}

export function createUploadReader(
  context: PortContext,
  store: PhotoStore,
  settings: PhotoSettings,
): UploadReader {
  const { most, maxRequestBytes, maxRecordBytes, atOnce } = settings;
  let underWay = 0;

  const parserOf = (call: Call) => {
    try {
      return Busboy({
        headers: call.headers as BusboyHeaders,
        isPartAFile: () => true, // so that every part is a stream of bytes, not decoded by its own word
        limits: { parts: most + 1, headerPairs: HEADER_LINES, headerSize: HEADER_BYTES },
      });
    } catch (cause) {
      throw new HttpError(400, `the body is not multipart: ${(cause as Error).message}`);
    }
  };

  const collect = async (bytes: AsyncIterable<Buffer>): Promise<Buffer> => {
    const pieces: Buffer[] = [];
    let size = 0;
    for await (const piece of bytes) {
      size += piece.length;
      if (size > maxRecordBytes)
        throw new HttpError(413, `the JSON is longer than ${maxRecordBytes} bytes`);
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  };

  const receive = async (call: Call, recordPart: string): Promise<Upload> => {
    const tooLong = () => new HttpError(413, `longer than ${maxRequestBytes} bytes`);
    const cutOff = () => new HttpError(400, 'the upload ended early');
    if (Number(call.headers['content-length'] ?? 0) > maxRequestBytes) throw tooLong();
    const parser = parserOf(call);
    const working: Promise<UploadedPhoto | null>[] = [];
    let record: Buffer | undefined;
    let records = 0;
    let fault: unknown;
    const fail = (reason: unknown) => {
      fault ??= reason;
    };

    const takePart = async (
      name: string | undefined,
      part: Readable,
    ): Promise<UploadedPhoto | null> => {
      // a part must not be destroyed when it is refused: the parser would wait for its end for ever
      const bytes: AsyncIterable<Buffer> = part.iterator({ destroyOnReturn: false });
      part.on('error', () => {
        fail(cutOff());
        part.destroy();
      });
      try {
        if (fault !== undefined) return null;
        const shows =
          name !== undefined && Object.hasOwn(PHOTO_PARTS, name) ? PHOTO_PARTS[name] : undefined;
        if (name === recordPart) {
          if (++records > 1) throw new HttpError(400, `more than one part "${recordPart}"`);
          record = await collect(bytes);
          return null;
        }
        if (shows === undefined)
          throw new HttpError(
            400,
            `unknown part "${name ?? ''}"; known are ${[recordPart, ...Object.keys(PHOTO_PARTS)].join(', ')}`,
          );
        return { staged: await store.stage(bytes), shows };
      } catch (reason) {
        fail(reason);
        return null;
      } finally {
        part.resume();
      }
    };
    parser.on('file', (name: string | undefined, part: Readable) => {
      working.push(takePart(name, part));
    });
    parser.on('partsLimit', () => fail(new HttpError(413, `more than ${most} photos`)));
    let parsing = true;
    parser.on('error', () => fail(cutOff()));
    const ended = once(parser, 'finish')
      .catch(() => {}) // counted as a fault above
      .then(() => {
        parsing = false;
      });

    let size = 0;
    try {
      for await (const piece of call.stream.iterator({ destroyOnReturn: false })) {
        size += (piece as Buffer).length;
        if (size > maxRequestBytes) throw tooLong();
        // a refused upload is read to its end, so that its sender can read the answer
        if (parsing && !parser.write(piece)) await Promise.race([once(parser, 'drain'), ended]);
      }
    } catch (reason) {
      fail(reason instanceof HttpError ? reason : cutOff());
    }
    parser.end();
    await ended;
    // in the order of the request, whichever was on disk first: told again it is the same record
    const photos = (await Promise.all(working)).filter((photo) => photo !== null);
    if (fault === undefined && record === undefined)
      fail(new HttpError(400, `no part "${recordPart}"`));
    if (fault !== undefined) {
      await Promise.all(photos.map(({ staged }) => staged.drop()));
      throw fault;
    }
    return { record: record as Buffer, photos };
  };

  return {
    async read(call, record) {
      if (underWay >= atOnce) {
        context.health.refuse('unavailable');
        throw new Unavailable('too many uploads at once', BUSY_RETRY_S);
      }
      underWay++;
      try {
        return await receive(call, record);
      } catch (error) {
        if (error instanceof HttpError)
          context.health.refuse(COUNTED[error.status] ?? 'bad upload');
        else if (error instanceof Unavailable) context.health.refuse('unavailable');
        throw error;
      } finally {
        underWay--;
      }
    },
  };
}
