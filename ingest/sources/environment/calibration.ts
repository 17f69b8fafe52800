import type { Millis } from '../../../config/contract/ids.ts';
import type { EnvironmentSettings } from '../../../config/deployment/ports/environment.ts';
import type { Received } from '../../intake/intake.ts';
import type { DeviceDraft } from '../../pipeline/draft.ts';
import { setTimeCommand } from './answers.ts';
import { parseCp } from './cp.ts';
import type { Message } from './message.ts';

/** QnRtn of a device that will do what it was asked. */
const READY = '1';

/** A command under way on a line. */
interface Asked {
  qn: string;
  until: Millis;
  station: string;
  /** What is kept of it: offset of the clock in seconds, QnRtn, ExeRtn. */
  values: Record<string, string>;
}

/** Sets the clock of the devices of one line: one command at a time. */
export interface Calibration {
  /** The frame that sets the clock, for a device that asks or is off by more than it may be; null: none now. */
  due(message: Message, offset: Millis | null, now: Millis): Buffer | null;
  /** A 9011 or 9012. What became of the command, once that is known; `unasked` where nothing was asked. */
  answered(message: Message, now: Millis): Received | 'unasked' | null;
  /** Whether a command has just been given up. */
  expire(now: Millis): boolean;
}

/** @param last when the clock of each MN was last set; shared by all lines */
export function createCalibration(options: {
  source: string;
  settings: EnvironmentSettings['clock'];
  zone: string;
  last: Map<string, Millis>;
}): Calibration {
  const { source, settings, zone, last } = options;
  let asked: Asked | null = null;

  const wanted = ({ heading, device }: Message, offset: Millis | null, now: Millis): boolean => {
    if (heading.cn === '1013') return true;
    if (!settings.calibrate || offset === null) return false;
    const since = now - (last.get(device.mn) ?? Number.NEGATIVE_INFINITY);
    return (
      Math.abs(offset) > settings.calibrateSeconds * 1000 && since >= settings.everyMinutes * 60_000
    );
  };

  return {
    due(message, offset, now) {
      const { device, heading, text } = message;
      if (asked || !wanted(message, offset, now)) return null;
      const polId =
        heading.cn === '1013'
          ? parseCp(text)
              .flat()
              .find(([name]) => name === 'PolId')?.[1]
          : undefined;
      const { qn, frame } = setTimeCommand(heading, { device, polId, now, zone });
      last.set(device.mn, now);
      asked = {
        qn,
        until: now + settings.answerSeconds * 1000,
        station: device.station,
        values: {
          ...(polId ? { PolId: polId } : {}),
          ...(offset === null ? {} : { offset: String(Math.round(offset / 1000)) }),
        },
      };
      return frame;
    },
    answered({ heading, text }, now) {
      const said = new Map(parseCp(text).flat());
      // 2005 repeats the QN in CP
      const qn = said.get('QN') ?? heading.qn;
      if (asked === null || qn !== asked.qn) return 'unasked';
      for (const name of ['QnRtn', 'ExeRtn']) {
        const value = said.get(name);
        if (value !== undefined) asked.values[name] = value;
      }
      if (heading.cn === '9011' && asked.values.QnRtn === READY) return null;
      const { station, values } = asked;
      asked = null;
      const draft: DeviceDraft = {
        kind: 'device',
        source,
        station,
        event: 'clock',
        at: now,
        values,
      };
      const place = `MN ${heading.mn} QN ${qn}`;
      return { origin: { source, place, raw: () => text }, draft };
    },
    expire(now) {
      if (asked === null || asked.until > now) return false;
      asked = null;
      return true;
    },
  };
}
