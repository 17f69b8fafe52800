import { DateTime } from 'luxon';
import type { Millis } from '../../../config/contract/ids.ts';
import { ACK, EOT, ESC, ETB, type Frame, NAK, type Packet, writeFrame } from './frame.ts';

type Addressed = Pick<Frame, 'station' | 'centre' | 'password' | 'func'>;

/** Writes the centre's frames: the serial number of what is answered, and our time. */
export interface Answers {
  /**
   * Acknowledges a frame or a whole message. ETB: more comes, so ACK; else ESC (stay on the line) or EOT
   * (done). A message of packets is answered once, under the number of its last one (mode M3).
   */
  acknowledge(frame: Frame, serial: number, now: Millis): Buffer;
  /** Asks for one packet again (NAK, mode M3). */
  askFor(to: Addressed, packet: Packet, serial: number, now: Millis): Buffer;
}

/**
 * The layout is confirmed by a published answer to a test report:
 * `7E7E 0012345678 01 1234 30 8008 02 0003 591011154947 1B 75D4`; NAK by two public implementations.
 */
export function createAnswers(zone: string, ending: 'stay' | 'leave'): Answers {
  const final = ending === 'stay' ? ESC : EOT;
  const write = (
    { station, centre, password, func }: Addressed,
    packet: Packet | null,
    serial: number,
    end: number,
    now: Millis,
  ): Buffer => {
    const body = Buffer.alloc(8);
    body.writeUInt16BE(serial);
    body.write(DateTime.fromMillis(now, { zone }).toFormat('yyMMddHHmmss'), 2, 'hex');
    return writeFrame({ direction: 'down', centre, station, password, func, packet, body, end });
  };
  return {
    acknowledge: (frame, serial, now) =>
      write(frame, frame.packet, serial, !frame.packet && frame.end === ETB ? ACK : final, now),
    askFor: (to, packet, serial, now) => write(to, packet, serial, NAK, now),
  };
}
