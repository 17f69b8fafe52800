import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { loadDeployment } from '../../config/deployment/load.ts';
import type { Ports } from '../../config/deployment/ports/ports.ts';
import { portKeys } from '../../config/port-keys.ts';
import { qnText, secondsText } from '../sources/environment/device-time.ts';
import { buildFrame } from '../sources/environment/frame.ts';
import { signatureOf } from '../sources/hotline/signature.ts';
import { createServices } from '../sources/open311/services.ts';
import { ETX, HEAD, measure, writeFrame } from '../sources/water/frame.ts';
import { deviceUpstream } from './device-upstream.ts';
import { httpUpstream, type Message, type Upstream } from './upstream.ts';

const ZONE = 'Asia/Shanghai';
const MN = 'LOAD000000000000000000A1';
const STATION = '0099000001';

/** Settings of the two devices among the senders; `ports.json` of the Qiao that they speak to. */
export const LOAD_PORTS = {
  environment: { devices: [{ mn: MN, station: 'hq-air-02' }] },
  water: { stations: { [STATION]: { id: 'hq-sw-02' } } },
} satisfies { [K in keyof Ports]?: object };

/** One honest sender for every port of a running Huangqiao. */
export function everyPort(qiao: { port: number; data: string }, every: number): Upstream[] {
  const server = { port: qiao.port + 3 };
  const keys = portKeys(qiao.data).clients;
  const began = Date.now();
  const service = createServices(loadDeployment('huangqiao')).all[0]?.code ?? '';
  const keyOf = (source: string): string => keys[source]?.upstream ?? '';

  const http = (
    source: string,
    stored: string,
    make: (n: number) => Omit<Message, 'headers'> & { type?: string },
  ): Upstream =>
    httpUpstream({
      source,
      at: server,
      every,
      stored,
      make: (n) => {
        const { type = 'application/json', ...message } = make(n);
        const headers = { authorization: `Bearer ${keyOf(source)}`, 'content-type': type };
        return { ...message, headers };
      },
    });
  const json = (id: string, path: string, record: object) =>
    ({ id, method: 'POST', path, body: JSON.stringify(record) }) as const;
  /** Local time of the n-th record. */
  const at = (n: number): string =>
    secondsText(began + n, ZONE).replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3 $4:$5:$6');

  const hotline = httpUpstream({
    source: '12345',
    at: server,
    every,
    stored: "SELECT upstream_no AS id FROM hops WHERE source = '12345' AND event = 'report'",
    make: (n) => {
      const id = `2611${String(n).padStart(11, '0')}`;
      const body = JSON.stringify({
        orderNo: id,
        receivedAt: at(n),
        subject: `路灯不亮 ${n}`,
        content: '联系人 13812345678',
        type: '求助',
        hops: [{ event: '派遣', at: at(n + 1), unit: '建设管理局' }],
      });
      const path = '/12345/orders';
      const timestamp = String(Date.now());
      const nonce = randomUUID();
      const signed = { timestamp, nonce, method: 'POST', url: path, body: Buffer.from(body) };
      const headers = {
        'x-qiao-client': 'upstream',
        'x-qiao-timestamp': timestamp,
        'x-qiao-nonce': nonce,
        'x-qiao-signature': signatureOf(keyOf('12345'), 'hmac-sha256', signed),
      };
      return { id, method: 'POST', path, headers, body };
    },
  });

  /** Our gateway hands on what officers do: with the first order, once there is one. */
  const desk = httpUpstream({
    source: 'desk',
    at: { socketPath: join(qiao.data, 'desk.sock') },
    every,
    stored: "SELECT note AS id FROM hops WHERE event = 'comment'",
    make: (n) => ({
      ...json(`remark ${n}`, '/desk/commands', {
        no: `c${n}`,
        actor: 'duty-officer',
        command: {
          on: 'case',
          case: { source: '12345', upstreamNo: hotline.acknowledged[0] },
          act: 'comment',
          text: `remark ${n}`,
        },
      }),
      headers: {},
    }),
    after: hotline,
  });

  return [
    hotline,
    http(
      'dcm',
      "SELECT upstream_no AS id FROM hops WHERE source = 'dcm' AND event = 'report'",
      (n) =>
        json(`D${n}`, '/dcm/cases', {
          task_num: `D${n}`,
          create_time: at(n),
          event_src_id: 1,
          event_desc: `井盖破损 ${n}`,
          main_type_name: '公用设施',
          sub_type_name: '上水井盖',
          act_property_id: 2,
          act_inst_list: [],
        }),
    ),
    http('grid', 'SELECT report_no AS id FROM patrols', (n) =>
      json(`XC${n}`, '/grid/reports', {
        reportNo: `XC${n}`,
        at: at(n),
        grid: '北庄村第一网格',
        patroller: 'XC-012',
        class: '安全隐患',
        text: '楼道堆放杂物，已清理',
        selfHandled: true,
      }),
    ),
    http('safety', 'SELECT inspection_no AS id FROM inspections', (n) =>
      json(`J${n}`, '/safety/inspections', {
        no: `J${n}`,
        at: at(n),
        firm: '某模具厂',
        grid: '北庄村第一网格',
        inspector: '安监所三组',
        checklist: '331',
        checked: [1, 2],
        failed: [1],
        hazards: [{ no: `YH${n}`, level: '一般', text: '没有实体墙', item: 1, due: '2026-12-23' }],
      }),
    ),
    http('registers', 'SELECT key AS id FROM registers', (n) => ({
      id: `F${n}`,
      method: 'PUT',
      path: '/registers/firms',
      type: 'text/csv',
      body: `企业编号,企业名称,网格,生效日期\nF${n},某某电子厂,北庄村第一网格,2026-01-01\n`,
    })),
    http('hall', 'SELECT no AS id FROM hall_events', (n) =>
      json(`A${n}`, '/hall/tickets', {
        票号: `A${n}`,
        状态: '取号',
        时间: at(n),
        事项: '社会保险登记',
        部门: '人社',
      }),
    ),
    http(
      'open311',
      "SELECT content AS id FROM hops WHERE source = 'open311' AND event = 'report'",
      (n) => ({
        id: `lamp ${n} is out`,
        method: 'POST',
        path: '/open311/v2/requests.json',
        type: 'application/x-www-form-urlencoded',
        body: new URLSearchParams({
          api_key: keyOf('open311'),
          service_code: service,
          description: `lamp ${n} is out`,
          lat: '31.4066',
          long: '120.5965',
        }).toString(),
      }),
    ),
    desk,
    deviceUpstream({
      source: 'environment',
      port: qiao.port + 4,
      every,
      stored:
        "SELECT toString(toUnixTimestamp64Milli(at)) AS id FROM readings WHERE station = 'hq-air-02'",
      make: (n) => {
        const time = Math.floor(began / 1000 - 80_000 + n) * 1000;
        const cp = `DataTime=${secondsText(time, ZONE)};w01018-Rtd=${n % 90},w01018-Flag=N`;
        const body = `QN=${qnText(time, ZONE)};ST=32;CN=2011;PW=1;MN=${MN};Flag=5;CP=&&${cp}&&`;
        return { id: String(time), bytes: buildFrame(body) };
      },
      hear: (bytes, n) => {
        const time = Math.floor(began / 1000 - 80_000 + n) * 1000;
        const answer = `QN=${qnText(time, ZONE)};ST=91;CN=9014`;
        return bytes.includes(answer) ? 'acknowledged' : 'nothing yet';
      },
    }),
    deviceUpstream({
      source: 'water',
      port: qiao.port + 5,
      every,
      stored:
        "SELECT toString(toUnixTimestamp64Milli(at)) AS id FROM readings WHERE station = 'hq-sw-02'",
      make: (n) => {
        const time = Math.floor(began / 60_000 - 14_400 + n) * 60_000;
        const serial = (n % 65_535).toString(16).padStart(4, '0');
        const sent = secondsText(began, ZONE).slice(2);
        const observed = secondsText(time, ZONE).slice(2, 12);
        const level = String(n % 10_000).padStart(8, '0');
        const text = `${serial}${sent}f1f1${STATION}48f0f0${observed}3923${level}`;
        const bytes = writeFrame({
          direction: 'up',
          centre: '01',
          station: STATION,
          password: '0000',
          func: 0x32,
          packet: null,
          body: Buffer.from(text, 'hex'),
          end: ETX,
        });
        return { id: String(time), bytes };
      },
      hear: (bytes) =>
        bytes.length >= HEAD && measure(bytes, 0).ok && bytes.length >= sizeOf(bytes)
          ? 'acknowledged'
          : 'nothing yet',
    }),
  ];
}

function sizeOf(bytes: Buffer): number {
  const size = measure(bytes, 0);
  return size.ok ? size.value : Number.POSITIVE_INFINITY;
}
