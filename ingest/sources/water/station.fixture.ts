import { ETX, type Frame, type Packet, writeFrame } from './frame.ts';

/** Address under which the stations of the tests dial in. */
export const STATION = '0012345678';

/** A station's frame around a text given as hexadecimal digits; spaces are for the reader. */
export function upFrame(
  func: number,
  text: string,
  of: Partial<Pick<Frame, 'station' | 'password' | 'centre' | 'end'>> & { packet?: Packet } = {},
): Buffer {
  const { station = STATION, password = '1234', centre = '01', end = ETX, packet = null } = of;
  const body = Buffer.from(text.replaceAll(' ', ''), 'hex');
  return writeFrame({ direction: 'up', centre, station, password, func, packet, body, end });
}
