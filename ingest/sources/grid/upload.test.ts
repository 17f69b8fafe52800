import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GridSettings } from '../../../config/deployment/ports/grid.ts';
import { Unavailable } from '../../intake/unavailable.ts';
import { type ServedPort, servePort } from '../http/served.fixture.ts';
import { gridRoutes } from './receive.ts';
import {
  form,
  JPEG,
  type Part,
  PNG,
  patrolsOf,
  photoFiles,
  REPORT,
  recorded,
  serveGrid,
  sha256,
  uploadTo,
} from './upload.fixture.ts';

let port: ServedPort;
const start = async (settings: object = {}) => {
  port = await serveGrid(settings);
};
beforeEach(() => start());
afterEach(() => port.close());

const upload = (parts: Part[]) => uploadTo(port, parts);

describe('a photo', () => {
  const report = JSON.stringify(REPORT);

  it('that is refused refuses its report: nothing of either is kept', async () => {
    await port.close();
    await start({ photos: { maxBytes: 300, most: 2, maxRequestBytes: 4000 } });
    const long = Buffer.concat([JPEG, Buffer.alloc(300)]);
    const cases: [[string, Buffer | string][], number, string][] = [
      [
        [
          ['report', report],
          ['photo', JPEG],
          ['photo', Buffer.from('GIF89a, a picture')],
        ],
        415,
        'a photo is of no known type; taken are jpeg, png, webp',
      ],
      [
        [
          ['photo', long],
          ['report', report],
        ],
        413,
        'a photo is longer than 300 bytes',
      ],
      [
        [
          ['report', report],
          ['photo', JPEG],
          ['photo', PNG],
          ['photo', PNG],
        ],
        413,
        'more than 2 photos',
      ],
      [[['photo', JPEG]], 400, 'no part "report"'],
      [
        [
          ['report', report],
          ['report', report],
        ],
        400,
        'more than one part "report"',
      ],
      [
        [
          ['report', report],
          ['../x', JPEG],
        ],
        400,
        'unknown part "../x"; known are report, photo, before, after',
      ],
      [
        [
          ['report', '{"reportNo":'],
          ['photo', JPEG],
        ],
        400,
        expect.stringMatching(/^the body is not JSON/),
      ],
      ...['[]', `[${report}]`].map((list): [[string, Buffer | string][], number, string] => [
        [
          ['report', list],
          ['photo', JPEG],
        ],
        400,
        'part "report" is a list; photos belong to one record',
      ]),
      [
        [
          ['report', report],
          ['photo', Buffer.alloc(5000)],
        ],
        413,
        'longer than 4000 bytes',
      ],
    ];
    for (const [parts, status, error] of cases)
      expect(await upload(parts)).toEqual({ status, body: { error } });
    expect(port.facts()).toEqual([]);
    expect(photoFiles(port)).toEqual([]);
    expect(port.health().refused).toEqual({
      'photo type': 1,
      oversize: 3,
      'bad upload': 5,
      'not JSON': 1,
    });
    expect(
      (
        await upload([
          ['report', report],
          ['photo', JPEG],
        ])
      ).status,
    ).toBe(200);
  });

  it('of a report that cannot be understood is not kept; the report is, with the reason', async () => {
    const answer = await upload([
      ['report', '{"reportNo": "XC1"}'],
      ['photo', JPEG],
    ]);
    expect(answer).toMatchObject({ status: 422, body: { rejected: 1 } });
    expect(port.facts()).toMatchObject([{ kind: 'dead', reason: 'at: empty' }]);
    expect(photoFiles(port)).toEqual([]);
  });

  it('that is told twice in a report is one', async () => {
    await upload([
      ['report', report],
      ['photo', JPEG],
      ['before', JPEG],
    ]);
    expect(patrolsOf(port)[0]?.photos).toEqual([sha256(JPEG)]);
    expect(photoFiles(port)).toEqual([`${sha256(JPEG)}.jpg`]);
  });

  it('is there already when its report comes again after a full disk', async () => {
    await port.close();
    let full = true;
    port = await servePort('grid', (context) => {
      const { intake } = context;
      const take: typeof intake.take = async (records, cursor) => {
        if (full) throw new Unavailable('the disk is full', 10);
        return intake.take(records, cursor);
      };
      return gridRoutes({ ...context, intake: { ...intake, take } }, GridSettings.parse({}));
    });
    const told = form([
      ['report', report],
      ['photo', JPEG],
    ]);
    const refused = await port.send('/grid/reports', told);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '10']);
    expect(port.facts()).toEqual([]);
    full = false;
    expect((await port.send('/grid/reports', told)).status).toBe(200);
    expect(patrolsOf(port)[0]?.photos).toEqual([sha256(JPEG)]);
    expect(photoFiles(port)).toEqual([`${sha256(JPEG)}.jpg`]);
  });

  it('has to wait while too many others are under way', async () => {
    await port.close();
    await start({ photos: { atOnce: 1 } });
    const whole = recorded(port.token, REPORT);
    const slow = connect(port.port, '127.0.0.1').resume();
    slow.write(whole.subarray(0, whole.length - 100));
    await expect.poll(() => photoFiles(port).length).toBeGreaterThan(0);
    const waiting = await upload([['report', report]]);
    expect(waiting).toEqual({ status: 503, body: { error: 'too many uploads at once' } });
    slow.write(whole.subarray(whole.length - 100));
    await once(slow, 'close');
    expect(
      await upload([['report', JSON.stringify({ ...REPORT, reportNo: 'XC2' })]]),
    ).toMatchObject({
      status: 200,
    });
  });

  it('whose line is cut anywhere leaves nothing', async () => {
    const whole = recorded(port.token, REPORT);
    const body = whole.indexOf('\r\n\r\n') + 4;
    for (let n = 0; n < 24; n++) {
      const socket = connect(port.port, '127.0.0.1');
      socket.on('error', () => {});
      await once(socket, 'connect');
      socket.write(whole.subarray(0, body + Math.floor(((whole.length - body) * n) / 24)));
      await new Promise((resolve) => setTimeout(resolve, 5));
      socket.destroy();
    }
    await expect.poll(() => photoFiles(port), { timeout: 5000 }).toEqual([]);
    expect(port.facts()).toEqual([]);
    await expect.poll(() => port.health().refused['bad upload'], { timeout: 5000 }).toBe(24);
  });
});
