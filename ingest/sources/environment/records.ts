import type { Millis } from '../../../config/contract/ids.ts';
import { err, ok, type Result } from '../../../config/contract/result.ts';
import type { QualityFlag, ReadingInterval } from '../../../config/contract/vocabulary.ts';
import { DAY, HOUR } from '../../../config/contract/zone.ts';
import type { EnvironmentSettings } from '../../../config/deployment/ports/environment.ts';
import type { Received } from '../../intake/intake.ts';
import type { DeviceDraft, ReadingDraft } from '../../pipeline/draft.ts';
import { type CpField, parseCp } from './cp.ts';
import type { DeviceTime } from './device-time.ts';
import type { Heading, Message } from './message.ts';
import { convert, type UnitOf } from './units.ts';
import { FIELD, readValues, type Value } from './values.ts';

/** What records are made with. */
export interface RecordContext {
  source: string;
  readTime: (text: string) => Result<DeviceTime>;
  unitOf: UnitOf;
  clock: Pick<EnvironmentSettings['clock'], 'aheadSeconds' | 'behindHours' | 'oldestDays'>;
}

const INTERVALS: ReadonlyMap<string, ReadingInterval> = new Map([
  ['2011', 'realtime'],
  ['2051', 'minute'],
  ['2061', 'hour'],
  ['2031', 'day'],
]);

/** What a device says of itself, by CN. Other data commands are kept as `cn2052` and so on. */
const EVENTS: ReadonlyMap<string, string> = new Map([
  ['1001', 'hardware'],
  ['2013', 'raw'],
  ['2021', 'status'],
  ['2041', 'runtime'],
  ['2081', 'power-on'],
  ['3015', 'sampling'],
  ['3019', 'identity'],
  ['3020', 'info'],
]);

/** Whether a command carries data to be kept: it is answered by 9014. 1001 is kept, but answered by 9013. */
export const isData = (cn: string): boolean => /^[23]\d{3}$/.test(cn);
export const isKept = (cn: string): boolean => isData(cn) || cn === '1001';

/** 关键生产工况 (2025): its values are marks, not numbers. */
const PRODUCTION = '45';
const NAME = /^[0-9A-Za-z][0-9A-Za-z_-]{0,63}$/;

/** The message as it is kept with a refusal: without its password. */
const rawOf = ({ heading: { qn, st, cn, mn }, text }: Message): string =>
  `QN=${qn ?? ''};ST=${st};CN=${cn};PW=***;MN=${mn};CP=&&${text}&&`;

/** The clock of a sender minus ours as its QN tells it, or the DataTime of live data; null: neither does. */
export function clockOffset(
  { heading, text }: Message,
  readTime: RecordContext['readTime'],
  now: Millis,
): Millis | null {
  if (heading.cn === '9011' || heading.cn === '9012') return null; // they repeat our own QN
  const live = heading.cn === '2011' ? /(?:^|[;,])DataTime=(\d+)/.exec(text)?.[1] : undefined;
  const told = heading.qn ?? live;
  const time = told === undefined ? null : readTime(told);
  return time?.ok ? time.value.at - now : null;
}

/**
 * The records that a message states. Interval data (CN 2011, 2051, 2061, 2031) become readings, whose time
 * is the DataTime: the start of the interval; what else stands in them (EFlag, SampleTime, values left
 * empty) becomes one record of the device, `detail-hour` and so on. All other data are records of the
 * device. What cannot be understood is refused with the name of the field and its value; the rest of its
 * message is kept.
 */
export function recordsOf(message: Message, context: RecordContext, now: Millis): Received[] {
  const { device, heading, part } = message;
  const origin = {
    source: context.source,
    place: `MN ${heading.mn} QN ${heading.qn ?? '-'}`,
    raw: () => rawOf(message),
  };
  const refuse = (refusal: string): Received => ({ origin, refusal });
  if (message.fault !== null) return [refuse(message.fault)];

  const all = parseCp(message.text).flat();
  const names = all.filter(([name]) => NAME.test(name));
  const refusals = all
    .filter(([name]) => !NAME.test(name))
    .map(([name]) => refuse(`"${name.slice(0, 64)}" is no name of a field`));
  const interval = INTERVALS.get(heading.cn);
  const told = names.find(([name]) => name === 'DataTime')?.[1];
  const fields = names.filter(([name]) => name !== 'DataTime');

  const time = timeOf(told, interval !== undefined, message, context, now);
  if (!time.ok) return [...refusals, refuse(time.error)];
  const { at } = time.value;
  const flags = flagsOf(time.value, message, context, now);

  const deviceRecord = (event: string, values: readonly CpField[]): Received => {
    const draft: DeviceDraft = {
      kind: 'device',
      source: context.source,
      station: device.station,
      event: part > 1 ? `${event}#${part}` : event,
      at,
      values: Object.fromEntries(values),
      flags,
    };
    return { origin, draft };
  };

  if (interval === undefined || heading.st === PRODUCTION) {
    if (fields.length === 0) return [...refusals, refuse(`CN ${heading.cn} states nothing`)];
    return [...refusals, deviceRecord(eventOf(heading, fields), fields)];
  }

  const said = readValues(fields, message);
  const unfit: Received[] = [];
  /** In the unit of the station, which its limits are in; sums stay as the device has them. */
  const inUnits = ({ factor, stat, value, flag }: Value): ReadingDraft['values'] => {
    const own = stat === 'sum' ? factor.sumUnit : factor.unit;
    const wanted = context.unitOf(device.station, factor.code);
    const unit = stat === 'sum' || factor.unknown ? own : (wanted ?? own);
    const converted = convert(value, own, unit);
    if (converted !== null) return [{ factor: factor.code, stat, value: converted, unit, flag }];
    unfit.push(
      refuse(`${factor.code} ${value} is in "${own}", which is no "${unit}" of ${device.station}`),
    );
    return [];
  };
  const readings = (given: readonly Value[], extra: QualityFlag[]): Received[] => {
    const values = given.flatMap(inUnits);
    if (values.length === 0) return [];
    const draft: ReadingDraft = {
      kind: 'reading',
      source: context.source,
      station: device.station,
      at,
      interval,
      values,
      flags: [...flags, ...extra],
    };
    return [{ origin, draft }];
  };
  const records = [
    ...readings(
      said.values.filter(({ factor }) => !factor.unknown),
      [],
    ),
    ...readings(
      said.values.filter(({ factor }) => factor.unknown),
      ['unknown-factor'],
    ),
    ...(said.details.length > 0 ? [deviceRecord(`detail-${interval}`, said.details)] : []),
    ...said.problems.map(refuse),
    ...unfit,
    ...refusals,
  ];
  return records.length > 0 ? records : [refuse(`CN ${heading.cn} states no value`)];
}

/** Information tells apart by what it is about, so that one does not pass for another version of the next. */
function eventOf({ cn, st }: Heading, fields: readonly CpField[]): string {
  if (st === PRODUCTION && INTERVALS.has(cn)) return 'production';
  const event = EVENTS.get(cn) ?? `cn${cn}`;
  if (cn !== '3020' && cn !== '3019') return event;
  const about = fields.find(([name]) => name === 'PolId')?.[1];
  const first = fields.find(([name]) => FIELD.test(name))?.[0];
  return [event, about, cn === '3020' ? first : undefined].filter(Boolean).join(':');
}

/** DataTime; where a record of the device has none, the time of its request or now. */
function timeOf(
  told: string | undefined,
  needed: boolean,
  { heading, part }: Message,
  { readTime }: RecordContext,
  now: Millis,
): Result<DeviceTime> {
  if (told !== undefined) {
    const time = readTime(told);
    return time.ok ? time : err(`DataTime ${time.error}`);
  }
  if (needed) {
    const alone = part > 1 ? ` (packet ${part} came without the first)` : '';
    return err(`CN ${heading.cn} states no DataTime${alone}`);
  }
  const sent = heading.qn === undefined ? null : readTime(heading.qn);
  return sent?.ok ? sent : ok({ at: now, leap: false });
}

function flagsOf(
  { at, leap }: DeviceTime,
  message: Message,
  { clock, readTime }: RecordContext,
  now: Millis,
): QualityFlag[] {
  const ahead = clock.aheadSeconds * 1000;
  const offset = clockOffset(message, readTime, now) ?? 0;
  const flags: QualityFlag[] = [];
  if (at > now + ahead || offset > ahead) flags.push('clock-ahead');
  if (at < now - clock.oldestDays * DAY || offset < -clock.behindHours * HOUR)
    flags.push('clock-behind');
  if (leap) flags.push('leap-second');
  if (message.crc === 'modbus') flags.push('crc-modbus');
  return flags;
}
