import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { err, ok, type Result } from '../../../config/contract/result.ts';

export type Format = 'json' | 'xml';

/** Root element of a list and what its items are called in XML. */
export const REQUESTS = { list: 'service_requests', item: 'request' } as const;
export const SERVICES = { list: 'services', item: 'service' } as const;
export type ListOf = typeof REQUESTS | typeof SERVICES;

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};
const LAST_CODE_POINT = 0x10ffff;

/** XML's own five entities and numbers of characters. Those that a document declares stay as they are. */
const decode = (text: string): string =>
  text.replace(
    /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi,
    (all, name, dec, hex) => {
      if (name !== undefined) return NAMED[name] ?? all;
      const code = Number.parseInt(dec ?? hex, dec === undefined ? 16 : 10);
      return code > 0 && code <= LAST_CODE_POINT ? String.fromCodePoint(code) : all;
    },
  );

const parser = new XMLParser({
  parseTagValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  // nothing a document declares is ever expanded: no file is read, no text grows
  entityDecoder: {
    decode,
    addInputEntities: () => {},
    setExternalEntities: () => {},
    setXmlVersion: () => {},
    reset: () => {},
  },
});

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** An element's children of a name: none, one or many. */
const several = (value: unknown): unknown[] =>
  value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value];

function readXml(text: string, { list, item }: ListOf): Result<unknown[]> {
  const whole = XMLValidator.validate(text);
  if (whole !== true) return err(`not XML: ${whole.err.msg} in line ${whole.err.line}`);
  let document: unknown;
  try {
    document = parser.parse(text);
  } catch (error) {
    return err(`not taken: ${reasonOf(error)}`);
  }
  if (!isObject(document)) return err('not XML: no element');
  if (item in document) return ok(several(document[item]));
  const root = document[list] ?? document[`${item}s`];
  if (root === '') return ok([]);
  if (!isObject(root)) return err(`no <${list}> in it`);
  return ok(several(root[item]));
}

function readJson(text: string, { list, item }: ListOf): Result<unknown[]> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return err(`not JSON: ${reasonOf(error)}`);
  }
  if (Array.isArray(document)) return ok(document);
  if (!isObject(document)) return err('neither a list nor an object');
  const inner = document[list] ?? document[`${item}s`];
  return ok(Array.isArray(inner) ? inner : [inner ?? document]);
}

/**
 * The items of an answer of a GeoReport v2 endpoint, as they came: a list, a list under its name, or a
 * single object. Standard: https://wiki.open311.org/GeoReport_v2. An error where the answer as a whole
 * cannot be read, e.g. because it was cut short.
 */
export function readAnswer(bytes: Uint8Array, format: Format, of: ListOf): Result<unknown[]> {
  const text = new TextDecoder('utf-8').decode(bytes);
  return format === 'xml' ? readXml(text, of) : readJson(text, of);
}
