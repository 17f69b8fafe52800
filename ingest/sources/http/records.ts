import type { Received } from '../../intake/intake.ts';
import type { PortContext } from '../port.ts';
import { rawJson } from '../raw-json.ts';
import { answer } from './answer.ts';
import { bearer } from './bearer.ts';
import { type Call, HttpError, type Reply } from './route.ts';

/** What one of our records says, or why none could be made. `no` is the sender's own number, '' if unread. */
export type Parsed = { no: string } & (
  | { draft: object; refusal?: undefined }
  | { refusal: string; draft?: undefined }
);

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The JSON value of a body in UTF-8 (RFC 8259).
 * @throws HttpError 400 where it is none; counted as `not JSON`
 */
export function readJson(context: PortContext, call: Call): unknown {
  try {
    return JSON.parse(utf8.decode(call.body));
  } catch (cause) {
    context.health.refuse('not JSON');
    const why = cause instanceof SyntaxError ? cause.message : 'not UTF-8';
    throw new HttpError(400, `the body is not JSON: ${why.slice(0, 120)}`);
  }
}

/**
 * Takes the records of one request: one object, or an array of them. Answers once they are durable.
 * @param most records in one request
 * @param parse what a record says; a record that states several things is made durable as a whole
 * @param identify who sends, told before the body is looked at
 * @throws HttpError 401, 400 and 413; Unavailable
 */
export async function takeRecords(
  context: PortContext,
  call: Call,
  most: number,
  parse: (record: unknown) => readonly Parsed[],
  identify: (call: Call) => string = (sent) => bearer(context, sent),
): Promise<Reply> {
  const client = identify(call);
  const body = readJson(context, call);
  const records: unknown[] = Array.isArray(body) ? body : [body];
  if (records.length > most) {
    context.health.refuse('too many records');
    throw new HttpError(413, `${records.length} records where ${most} may come at once`);
  }
  const numbers: string[] = [];
  const received = records.flatMap((record, n): Received[] => {
    const origin = {
      source: context.source,
      place: `${call.path} ${client} #${n + 1}`,
      raw: () => rawJson(record),
    };
    return parse(record).map(({ no, draft, refusal }) => {
      numbers.push(no);
      return refusal === undefined ? { origin, draft } : { origin, refusal };
    });
  });
  return answer(numbers, await context.intake.take(received));
}
