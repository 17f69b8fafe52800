import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PatrolReport } from '../../../config/contract/facts.ts';
import { GridSettings } from '../../../config/deployment/ports/grid.ts';
import { type ServedPort, servePort } from '../http/served.fixture.ts';
import { gridRoutes } from './receive.ts';

/** The port of 社会治理, served. */
export const serveGrid = (settings: object = {}): Promise<ServedPort> =>
  servePort('grid', (context) => gridRoutes(context, GridSettings.parse(settings)));

export const patrolsOf = (port: ServedPort): PatrolReport[] =>
  port.facts().filter((fact): fact is PatrolReport => fact.kind === 'patrol');

/** The smallest JPEG that viewers open: 1 × 1, grey. */
export const JPEG = Buffer.from(
  'ffd8ffe000104a46494600010100000100010000ffdb004300ffffffffffffffffffffffffffffffffffffffffffffffffffffffffff' +
    'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc0000b080001000101011100' +
    'ffc40014000100000000000000000000000000000003ffc40014100100000000000000000000000000000000ffda0008010100003f00' +
    '37ffd9',
  'hex',
);
/** 1 × 1, transparent. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
export const WEBP = Buffer.from(
  'UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA',
  'base64',
);
/** Beginning of a picture of a phone that writes HEIF. */
export const HEIC = Buffer.from('00000018667479706865696300000000686569636d696631', 'hex');

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A request as a patroller's phone sends it, byte for byte. */
export const recorded = (token: string, report: object): Buffer => {
  const body = Buffer.concat([
    Buffer.from(
      [
        '--Boundary-7F3A',
        'Content-Disposition: form-data; name="report"',
        'Content-Type: application/json; charset=utf-8',
        '',
        JSON.stringify(report),
        '--Boundary-7F3A',
        'Content-Disposition: form-data; name="photo"; filename="IMG_20261123_094055.jpg"',
        'Content-Type: image/jpeg',
        '',
        '',
      ].join('\r\n'),
    ),
    JPEG,
    Buffer.from(
      [
        '',
        '--Boundary-7F3A',
        'Content-Disposition: form-data; name="after"; filename="../../IMG_20261123_101502.png"',
        'Content-Type: text/html',
        '',
        '',
      ].join('\r\n'),
    ),
    PNG,
    Buffer.from('\r\n--Boundary-7F3A--\r\n'),
  ]);
  const head = [
    'POST /grid/reports HTTP/1.1',
    'Host: 10.20.0.5:8088',
    'User-Agent: okhttp/4.12.0',
    `Authorization: Bearer ${token}`,
    'Content-Type: multipart/form-data; boundary=Boundary-7F3A',
    `Content-Length: ${body.length}`,
    'Connection: close',
    '',
    '',
  ].join('\r\n');
  return Buffer.concat([Buffer.from(head), body]);
};

/** A report that its patroller has handled. */
export const REPORT = {
  reportNo: 'XC20261123000017',
  at: '2026-11-23 09:41:07',
  grid: '北庄村第一网格',
  patroller: 'XC-012',
  class: '安全隐患',
  text: '厂房二楼堆放纸箱,占用疏散通道,联系人 13812345678。',
  selfHandled: '是',
  hazard: '一般',
  firm: '苏州某电子有限公司',
  复查期限: '2026-11-30',
};

/** What lies in the photo folder, staged or kept. */
export const photoFiles = (port: ServedPort): string[] =>
  readdirSync(join(port.context.data, 'photos'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();

export type Part = [name: string, value: Buffer | string];

/** A form whose photos have a hostile name. */
export function form(parts: readonly Part[]): FormData {
  const made = new FormData();
  for (const [name, value] of parts)
    if (typeof value === 'string') made.append(name, value);
    else made.append(name, new Blob([new Uint8Array(value)]), '../../../etc/passwd');
  return made;
}

/** Uploads a form as a known client, and gives the answer. */
export async function uploadTo(port: ServedPort, parts: readonly Part[], path = '/grid/reports') {
  const response = await port.send(path, form(parts));
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
