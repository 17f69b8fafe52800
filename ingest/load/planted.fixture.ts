import { once } from 'node:events';
import { connect as dial } from 'node:net';
import iconv from 'iconv-lite';
import { portKeys } from '../../config/port-keys.ts';
import { secondsText } from '../sources/environment/device-time.ts';
import { JPEG } from '../sources/grid/upload.fixture.ts';
import { signatureOf } from '../sources/hotline/signature.ts';
import { ETX, writeFrame } from '../sources/water/frame.ts';

const ZONE = 'Asia/Shanghai';
export const STATION = '0099000001';
export const STATION_PASSWORD = '7C9E';

/** Who and what must not be found again in clear. */
export const PEOPLE = {
  phone: '13987650123',
  name: '欧阳建国',
  idNumber: '320507198801012137',
  plate: '苏E8K7P2',
  flat: '8幢1203室',
};
export const PERSON = `诉求人${PEOPLE.name}，电话${PEOPLE.phone}，身份证${PEOPLE.idNumber}，车牌${PEOPLE.plate}，住北庄新村${PEOPLE.flat}`;

const local = (at: number): string =>
  secondsText(at, ZONE).replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3 $4:$5:$6');

/** A frame of 人工置数: what somebody types at a water station. */
export function typedAt(text: string, sent: string, password = STATION_PASSWORD): Buffer {
  const head = Buffer.from(`0001${sent}f1f1${STATION}48f2f2`, 'hex');
  return writeFrame({
    ...{ direction: 'up', centre: '01', station: STATION, password, func: 0x35, packet: null },
    ...{ body: Buffer.concat([head, iconv.encode(text, 'gb18030')]), end: ETX },
  });
}

/** Speaks as a water station until it was answered so often. */
export async function speak(port: number, frames: readonly Buffer[], answers: number) {
  const line = dial(port, '127.0.0.1');
  await once(line, 'connect');
  for (const frame of frames) {
    line.write(frame);
    if (answers-- > 0) await once(line, 'data');
  }
  line.destroy();
}

/** Records as they should be, which name a person in every field that may. @returns the number of the order */
export async function tellOfPeople(qiao: { port: number; data: string }): Promise<string> {
  const keys = portKeys(qiao.data).clients;
  const base = `http://127.0.0.1:${qiao.port + 3}`;
  const now = Date.now();
  const { name, phone, flat } = PEOPLE;
  const tell = async (path: string, request: RequestInit) => {
    const answer = await fetch(base + path, { method: 'POST', ...request });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  };
  const bearer = (port: string) => ({ authorization: `Bearer ${keys[port]?.upstream}` });
  const json = (port: string, path: string, record: object) =>
    tell(path, {
      headers: { ...bearer(port), 'content-type': 'application/json' },
      body: JSON.stringify(record),
    });

  const orderNo = '261128000000077';
  const order = JSON.stringify({
    ...{ orderNo, receivedAt: local(now), type: '求助', subject: `${name}反映路灯不亮` },
    ...{ content: PERSON, address: `北庄新村${flat}`, caller: name, phone },
  });
  const [timestamp, nonce, url] = [String(now), 'planted-good', '/12345/orders'];
  const signed = { timestamp, nonce, method: 'POST', url, body: Buffer.from(order) };
  const signature = signatureOf(keys['12345']?.upstream ?? '', 'hmac-sha256', signed);
  await tell(url, {
    headers: {
      ...{ 'x-qiao-client': 'upstream', 'x-qiao-timestamp': timestamp, 'x-qiao-nonce': nonce },
      'x-qiao-signature': signature,
    },
    body: order,
  });

  const form = new FormData();
  const report = {
    ...{ reportNo: 'XC77', at: local(now), grid: '北庄村第一网格', patroller: 'XC-012' },
    ...{ class: '安全隐患', text: PERSON, selfHandled: true },
  };
  form.append('report', JSON.stringify(report));
  form.append('photo', new Blob([new Uint8Array(JPEG)]), `${name}${phone}.jpg`);
  await tell('/grid/reports', { headers: bearer('grid'), body: form });

  const firms = [
    '企业编号,企业名称,网格,生效日期,法定代表人,联系电话,身份证号,备注',
    `F77,某某电子厂,北庄村第一网格,2026-01-01,${name},${phone},${PEOPLE.idNumber},${PERSON}`,
  ].join('\n');
  const table = { method: 'PUT', headers: { ...bearer('registers'), 'content-type': 'text/csv' } };
  await tell('/registers/firms', { ...table, body: firms });
  await json('safety', '/safety/inspections', {
    ...{ no: 'J77', at: local(now), firm: '某模具厂', grid: '北庄村第一网格', inspector: name },
    ...{ checklist: '331', checked: [1, 2], failed: [1] },
    hazards: [{ no: 'YH77', level: '一般', text: PERSON, item: 1, due: '2026-12-23' }],
  });
  const sent = secondsText(now, ZONE).slice(2);
  await speak(qiao.port + 5, [typedAt(PERSON, sent)], 1);
  return orderNo;
}
