import type { Receipt, Received } from '../../intake/intake.ts';
import type { PortContext } from '../port.ts';
import { rawJson } from '../raw-json.ts';
import { answer, type Told } from './answer.ts';
import { bearer } from './bearer.ts';
import { type Call, HttpError, type Reply } from './route.ts';

/**
 * What one of our records says, or why none could be made. `no` is the sender's own number, '' if unread;
 * `ignored` names fields of its record that we do not know.
 */
export type Parsed = { no: string; ignored?: readonly string[] } & (
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

/** What becomes of a record: what became of all that it states. */
function whole(parsed: readonly Parsed[], receipts: readonly Receipt[]): Told {
  const became = (outcome: Receipt['outcome']) =>
    receipts.some((receipt) => receipt.outcome === outcome);
  return {
    outcome: became('stored') ? 'stored' : became('duplicate') ? 'duplicate' : 'rejected',
    reason: receipts.find(({ reason }) => reason !== null)?.reason ?? null,
    ignored: [...new Set(parsed.flatMap(({ ignored }) => ignored ?? []))],
  };
}

/**
 * Takes the records of one request: one object, or an array of them. Answers once they are durable, for
 * each record as it was sent: one that states several things (a passed-on report is a report and a case)
 * is one record of the answer, while the port's own counts are of what it states. A record of which a
 * part was taken and a part refused is stored, and its reason names what was refused.
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
  const parsed = records.map((record) => parse(record));
  const received = records.flatMap((record, n): Received[] => {
    const origin = {
      source: context.source,
      place: `${call.path} ${client} #${n + 1}`,
      raw: () => rawJson(record),
    };
    return (parsed[n] ?? []).map(({ draft, refusal }) =>
      refusal === undefined ? { origin, draft } : { origin, refusal },
    );
  });
  const receipts = await context.intake.take(received);
  return answer(
    parsed.map(([first]) => first?.no ?? ''),
    parsed.map((parts) => whole(parts, receipts.splice(0, parts.length))),
  );
}
