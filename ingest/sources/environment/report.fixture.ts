import { DateTime } from 'luxon';
import { MN } from './device.fixture.ts';

export const MN25 = `${MN.slice(0, -1)}5`;
export const STATION = 'hq-wq-01';
/** Devices that the port of the tests knows. */
export const devices = [
  { mn: MN, station: STATION, password: '123456' },
  { mn: MN25, station: 'hq-air-01' },
  { mn: '88888880000001', station: 'hq-wq-02', versions: ['2005'] },
  { mn: 'MODBUS01', station: 'hq-wq-03', modbusCrc: true },
];

/** Local time of the deployment, as devices write it. */
export const local = (at: number, layout = 'yyyyMMddHHmmss') =>
  DateTime.fromMillis(at, { zone: 'Asia/Shanghai' }).toFormat(layout);
/** A QN of now. */
export const now = (offset = 0) => local(Date.now() + offset, 'yyyyMMddHHmmssSSS');

/** A data segment. */
export const body = (
  cp: string,
  { cn = '2011', st = '32', flag = '5', mn = MN, qn = '20160801085857223', pw = '123456' } = {},
) => `QN=${qn};ST=${st};CN=${cn};PW=${pw};MN=${mn};Flag=${flag};CP=&&${cp}&&`;
/** A report that asks for an answer, told apart by its number. */
export const hour = (n: number) =>
  body(`DataTime=2026080108${String(n).padStart(4, '0')};w01018-Rtd=${n}`);
