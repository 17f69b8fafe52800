import type { Millis } from '../../../config/contract/ids.ts';
import type { PortRefusal } from '../../../config/contract/port-refusal.ts';
import type { QualityFlag } from '../../../config/contract/vocabulary.ts';
import type { WaterSettings, WaterStation } from '../../../config/deployment/ports/water.ts';
import type { Received } from '../../intake/intake.ts';
import type { PortContext } from '../port.ts';
import { sameSecret } from '../same-secret.ts';
import { createAnswers } from './answer.ts';
import type { Assembly, Unfinished } from './assembly.ts';
import { type Picture, tell } from './drafts.ts';
import { ETB, ETX, type Frame, writeFrame } from './frame.ts';
import { hexByte, KEEP_ALIVE, layoutOf } from './functions.ts';
import { type Message, readMessage } from './message.ts';
import { createTimes } from './times.ts';

/** What one frame comes to. */
export interface Verdict {
  received: Received[];
  /** To be kept before the records are taken. */
  pictures: Picture[];
  /** To be sent once they are durable. */
  answer: Buffer | null;
  /** A message of packets that is whole: to be finished once they are durable. */
  whole: { frame: Frame; serial: number } | null;
  /** Why the frame was not listened to. */
  refused: PortRefusal | null;
}

export interface Listener {
  /** @param line where the frame came from, for dead letters */
  hear(frame: Frame, line: string, now: Millis): Verdict;
  /** A dead letter for a message of which packets never came. */
  mourn(message: Unfinished): Received;
  /** null: its station wants no answers. */
  ask(message: Unfinished, now: Millis): Buffer | null;
}

/** Known stations are listened to, and told what the standard wants told. Holds no line and does no I/O. */
export function createListener(
  context: PortContext,
  settings: WaterSettings,
  assembly: Assembly,
): Listener {
  const { source, deployment, health } = context;
  const stations = new Map(Object.entries(settings.stations));
  const readTime = createTimes(deployment.zone);
  const answers = createAnswers(deployment.zone, settings.ending);

  const verdict = (of: Partial<Verdict>): Verdict => ({
    received: [],
    pictures: [],
    answer: null,
    whole: null,
    refused: null,
    ...of,
  });

  const refusal = (frame: Frame, station: WaterStation): PortRefusal | null => {
    if (frame.direction === 'down') return 'down frame';
    if (station.password !== undefined && !sameSecret(frame.password, station.password))
      return 'wrong password';
    if (station.centre !== undefined && station.centre !== frame.centre) return 'wrong centre';
    return null;
  };

  /** Why the message as a whole cannot be taken, or the time it was sent and what is doubtful about it. */
  const judge = (message: Message, frame: Frame, station: WaterStation, now: Millis) => {
    if (message.station !== null && message.station !== frame.station)
      return `text names station ${message.station} in a frame of ${frame.station}`;
    const time = readTime(message.sent);
    if (!time.ok) return `send time: ${time.error}`;
    const offset = time.value.at - now;
    health.clock(station.id, offset);
    const flags: QualityFlag[] = [];
    if (offset > settings.clockSeconds * 1000) flags.push('clock-ahead');
    if (offset < -settings.clockSeconds * 1000) flags.push('clock-behind');
    if (time.value.leap) flags.push('leap-second');
    return { sent: time.value.at, flags };
  };

  const listen = (frame: Frame, station: WaterStation, line: string, now: Millis): Verdict => {
    const raw = (): string =>
      (frame.packet ? frame.body : writeFrame(frame)).toString('hex').toUpperCase();
    const place = `${line} ${frame.station}/${hexByte(frame.func)}`;
    const refuse = (refusal: string): Received => ({ refusal, origin: { source, place, raw } });
    const read = readMessage(frame.func, frame.body);
    const wholeOf = (serial: number) => (frame.packet ? { frame, serial } : null);
    if (!read.ok) return verdict({ received: [refuse(read.error)], whole: wholeOf(0) });
    const message = read.value;
    const whole = wholeOf(message.serial);
    const kept = frame.func === KEEP_ALIVE;
    const answered = station.answered && !kept && (frame.end === ETX || frame.end === ETB);
    const answer = answered ? answers.acknowledge(frame, message.serial, now) : null;
    const judged = judge(message, frame, station, now);
    if (typeof judged === 'string') return verdict({ received: [refuse(judged)], answer, whole });
    if (kept) return verdict({ whole });

    const told = tell(message, frame.func, { source, station, readTime, ...judged });
    const received: Received[] = told.drafts.map((draft) => ({
      draft,
      origin: { source, place, raw },
    }));
    if (told.faults.length > 0)
      received.push(refuse(`${layoutOf(frame.func).event}: ${told.faults.join('; ')}`));
    return verdict({ received, pictures: told.pictures, answer, whole });
  };

  return {
    hear(frame, line, now) {
      const station = stations.get(frame.station);
      if (!station) return verdict({ refused: 'unknown station' });
      const refused = refusal(frame, station);
      if (refused !== null) return verdict({ refused });
      if (frame.packet === null) return listen(frame, station, line, now);
      const heard = assembly.add({ ...frame, packet: frame.packet });
      switch (heard.kind) {
        case 'waiting':
          return verdict({});
        case 'repeat': {
          const again = heard.last && station.answered;
          return verdict({ answer: again ? answers.acknowledge(frame, heard.serial, now) : null });
        }
        case 'refused':
          return verdict({ refused: heard.reason });
        case 'whole':
          return listen(heard.frame, station, line, now);
      }
    },
    mourn: ({ frame, bodies, total, missing }) => ({
      refusal: `${layoutOf(frame.func).event}: packet ${missing} of ${total} never came, ${bodies.length} did`,
      origin: {
        source,
        place: `${frame.station}/${hexByte(frame.func)}`,
        raw: () => Buffer.concat(bodies).toString('hex').toUpperCase(),
      },
    }),
    ask({ frame, total, missing, serial }, now) {
      if (!stations.get(frame.station)?.answered) return null;
      return answers.askFor(frame, { total, no: missing }, serial, now);
    },
  };
}
