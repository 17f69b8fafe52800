import { err, ok, type Result } from '../../../config/contract/result.ts';
import type { Hj212Version } from '../../../config/deployment/ports/environment.ts';

/** A data segment: its fields before CP by name, and what stands between the `&&` of CP, as bytes. */
export interface Packet {
  head: ReadonlyMap<string, string>;
  content: Buffer;
}

const CP = 'CP=&&';
const END = '&&';

/** Reads a data segment. Fields may stand in any order: 2005 and 2017 differ in it. */
export function parsePacket(body: Buffer): Result<Packet> {
  const start = body.indexOf(CP);
  if (start < 0) return err('no CP=&&');
  const from = start + CP.length;
  const closed =
    body.length - END.length >= from && body.toString('latin1', body.length - END.length) === END;
  if (!closed) return err('CP is not closed by &&');
  const head = new Map<string, string>();
  for (const field of body.toString('latin1', 0, start).split(';')) {
    const equals = field.indexOf('=');
    if (equals > 0) head.set(field.slice(0, equals), field.slice(equals + 1));
  }
  return ok({ head, content: Buffer.from(body.subarray(from, body.length - END.length)) });
}

/** A data segment of fields in the order given; `undefined` ones are left out. */
export const buildBody = (
  head: Iterable<readonly [string, string | undefined]>,
  content: string | Buffer,
): Buffer => {
  const fields = [...head].filter(([, value]) => value !== undefined);
  return Buffer.concat([
    Buffer.from(`${fields.map(([name, value]) => `${name}=${value}`).join(';')};${CP}`),
    Buffer.from(content),
    Buffer.from(END),
  ]);
};

const utf8 = new TextDecoder('utf-8', { fatal: true });
const gb18030 = new TextDecoder('gb18030');

/** Texts of devices are ASCII, apart from messages in Chinese, whose encoding the standard leaves open. */
export function textOf(content: Buffer): string {
  try {
    return utf8.decode(content);
  } catch {
    return gb18030.decode(content);
  }
}

/** Flag: version in the six upper bits, D: packets are numbered, A: an answer is wanted. */
export interface Flag {
  version: Hj212Version;
  numbered: boolean;
  answer: boolean;
}

const VERSION_BITS: readonly Hj212Version[] = ['2005', '2017', '2025'];

/** Value of Flag for a frame of ours. */
export const flagValue = (version: Hj212Version, answer: boolean): number =>
  (VERSION_BITS.indexOf(version) << 2) | (answer ? 1 : 0);

/**
 * Reads Flag. Bits V5…V0 D A as the text of 2017 has them: 000000 2005, 000001 2017, 000010 2025, so that
 * 5 is 2017 and 9 is 2025, each with an answer. 2005 may leave Flag out: no numbers, no answer.
 */
export function readFlag(text: string | undefined): Result<Flag> {
  if (text === undefined || text === '')
    return ok({ version: '2005', numbered: false, answer: false });
  const value = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  const version = VERSION_BITS[value >> 2];
  if (!(value < 256) || version === undefined) return err(`Flag "${text}" is of no known version`);
  return ok({ version, numbered: (value & 2) !== 0, answer: (value & 1) !== 0 });
}
