import { hash } from 'node:crypto';
import type { Millis, SourceId } from '../../../config/contract/ids.ts';
import type { QualityFlag, ReadingInterval } from '../../../config/contract/vocabulary.ts';
import { HOUR } from '../../../config/contract/zone.ts';
import type { WaterStation } from '../../../config/deployment/ports/water.ts';
import type { DeviceDraft, ReadingDraft } from '../../pipeline/draft.ts';
import { ELEMENTS } from './elements.ts';
import { layoutOf, TEST } from './functions.ts';
import type { Message, Part } from './message.ts';
import type { DeviceTime } from './times.ts';

/** Longest text of one value of a device draft. */
const TEXT = 4096;
const MINUTE = 60_000;

export interface Picture {
  /** SHA-256, hex. */
  name: string;
  bytes: Buffer;
}

/** What one message comes to. */
export interface Told {
  drafts: (ReadingDraft | DeviceDraft)[];
  pictures: Picture[];
  /** What of it could not be understood. */
  faults: string[];
}

/**
 * Turns a message into drafts: values by the time at which they hold, everything else as what the
 * device says of itself. Values of a test report carry the flag M: somebody is working at the station.
 * A sum over a period that ends at the time of observation starts so much earlier: published hourly
 * reports of 11:00 give 10:05 as the time of the first of twelve sums, so that it is the end.
 * @param sent the message's send time
 * @param flags of the message as a whole
 */
export function tell(
  message: Message,
  func: number,
  of: {
    source: SourceId;
    station: WaterStation;
    sent: Millis;
    flags: readonly QualityFlag[];
    readTime: (digits: string) => { ok: true; value: DeviceTime } | { ok: false; error: string };
  },
): Told {
  const { source, station, sent, readTime } = of;
  const { event } = layoutOf(func);
  const faults = [...message.faults];
  const pictures: Picture[] = [];
  const readings = new Map<string, ReadingDraft>();
  const devices = new Map<string, DeviceDraft>();

  const times = new Map<string, Millis | null>();
  const timeOf = ({ observed }: Part): Millis | null => {
    if (observed === null) return sent;
    const known = times.get(observed);
    if (known !== undefined) return known;
    const time = readTime(observed);
    if (!time.ok) faults.push(`time of observation: ${time.error}`);
    times.set(observed, time.ok ? time.value.at : null);
    return time.ok ? time.value.at : null;
  };

  const say = (what: string, at: Millis, values: Record<string, string>): void => {
    const key = `${what} ${at}`;
    const draft = devices.get(key);
    if (draft) Object.assign(draft.values, values);
    else
      devices.set(key, {
        kind: 'device',
        source,
        station: station.id,
        event: what,
        at,
        values,
        flags: [...of.flags],
      });
  };

  const measure = (part: Part & { kind: 'value' }, base: Millis): void => {
    if (part.value === null) {
      const name = part.after === 0 ? part.id : `${part.id}+${part.after}min`;
      say(`${event}/no-value`, base, { [name]: part.raw });
      return;
    }
    const element = ELEMENTS.get(part.id);
    const named = Object.hasOwn(station.elements, part.id) ? station.elements[part.id] : undefined;
    const period = element?.period ?? 0;
    const at = base + part.after * MINUTE - period;
    const interval: ReadingInterval = period === 0 ? 'realtime' : period < HOUR ? 'minute' : 'hour';
    const unknown = !element && !named;
    const key = `${at} ${interval} ${unknown}`;
    let draft = readings.get(key);
    if (!draft) {
      draft = {
        kind: 'reading',
        source,
        station: station.id,
        at,
        interval,
        values: [],
        flags: [...of.flags, ...(unknown ? (['unknown-factor'] as const) : [])],
      };
      readings.set(key, draft);
    }
    draft.values.push({
      factor: part.id,
      stat: period === 0 ? 'value' : 'sum',
      value: part.value,
      unit: named?.unit ?? element?.unit ?? '',
      flag: func === TEST ? 'M' : 'N',
    });
  };

  for (const part of message.parts) {
    const at = timeOf(part);
    if (at === null) continue;
    switch (part.kind) {
      case 'value':
        measure(part, at);
        break;
      case 'digits':
        if (part.id === '45') say('status', at, status(part.raw));
        else say(event, at, pieces(part.id, part.raw));
        break;
      case 'text':
        say(event, at, pieces(part.id, part.text));
        break;
      case 'picture': {
        const name = hash('sha256', part.bytes, 'hex');
        pictures.push({ name, bytes: part.bytes });
        say(event, at, { sha256: name, bytes: String(part.bytes.length) });
        break;
      }
    }
  }
  if (message.parts.length === 0 && faults.length === 0)
    say(event, sent, { serial: String(message.serial) });
  return { drafts: [...readings.values(), ...devices.values()], pictures, faults };
}

/** Status and alarms of element 45: the digits as sent, and the bits that are set, least significant is 0 (table 58). */
function status(digits: string): Record<string, string> {
  const bits = [
    ...Array.from(digits, (digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join(
      '',
    ),
  ]
    .reverse()
    .flatMap((bit, n) => (bit === '1' ? [n] : []));
  return { '45': digits, bits: bits.join(',') };
}

/** A text under its name, in as many pieces as a draft's longest value asks for. */
function pieces(name: string, text: string): Record<string, string> {
  const count = Math.max(1, Math.ceil(text.length / TEXT));
  return Object.fromEntries(
    Array.from({ length: count }, (_, n) => [
      n === 0 ? name : `${name}.${n + 1}`,
      text.slice(n * TEXT, (n + 1) * TEXT),
    ]),
  );
}
