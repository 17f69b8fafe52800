import { XMLBuilder } from 'fast-xml-parser';
import type { Reply } from '../http/route.ts';
import { type Format, type ListOf, REQUESTS } from './read-answer.ts';

/** What XML 1.0 cannot hold, however it is escaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are meant
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n';
const builder = new XMLBuilder({ suppressEmptyNode: true });

/** One row of an answer: texts, numbers and truths by the names of the standard; null says nothing. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** A refusal in words of the standard (GeoReport v2, “Errors”). */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** An answer whose shape differs between the formats. */
export const document = (format: Format, json: unknown, xml: object): Reply =>
  format === 'json'
    ? { status: 200, body: JSON.stringify(json), type: 'application/json; charset=utf-8' }
    : {
        status: 200,
        body: DECLARATION + builder.build(xml).replace(NOT_XML, ''),
        type: 'text/xml; charset=utf-8',
      };

/** A list: an array in JSON, an element of elements in XML. */
export const list = (format: Format, { list, item }: ListOf, rows: readonly Row[]): Reply =>
  document(format, rows, { [list]: { [item]: rows } });

export const requests = (format: Format, rows: readonly Row[]): Reply =>
  list(format, REQUESTS, rows);

/** The standard's form of an error. */
export function refusal(format: Format, { status, message, headers }: Refusal): Reply {
  const errors = [{ code: status, description: message }];
  return { ...document(format, errors, { errors: { error: errors } }), status, headers };
}
