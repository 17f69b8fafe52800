import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Format, type ListOf, REQUESTS, readAnswer, SERVICES } from './read-answer.ts';
import { type Request, readRequest, readService } from './read-request.ts';

const DATA = join(import.meta.dirname, '../../../../shared/data/open311');
const present = existsSync(DATA);
if (!present) console.warn('skipped: no ../shared/data');

const ZONE = 'Asia/Shanghai';
const read = (text: string | Buffer, format: Format, of: ListOf = REQUESTS) =>
  readAnswer(Buffer.from(text), format, of);
const items = (text: string | Buffer, format: Format, of: ListOf = REQUESTS): unknown[] => {
  const found = read(text, format, of);
  if (!found.ok) throw new Error(found.error);
  return found.value;
};
const requests = (text: string | Buffer, format: Format): Request[] =>
  items(text, format).map((item) => {
    const found = readRequest(item, ZONE);
    if (!found.ok) throw new Error(found.error);
    return found.value;
  });
const reason = (fields: object): string => {
  const found = readRequest(
    { service_request_id: '1', requested_datetime: '2026-01-01T00:00:00Z', ...fields },
    ZONE,
  );
  return found.ok ? 'read' : found.error;
};

const XML = `<?xml version="1.0" encoding="utf-8"?>
<service_requests>
  <request>
    <service_request_id>638344</service_request_id>
    <status>closed</status>
    <status_notes>Duplicate request &amp; closed &#8212; &#x9053;</status_notes>
    <service_name>Sidewalk and Curb Issues</service_name>
    <service_code>006</service_code>
    <description><![CDATA[<b>kerb</b> &amp; gutter]]></description>
    <agency_responsible/>
    <requested_datetime>2010-04-14T06:37:38-08:00</requested_datetime>
    <updated_datetime>2010-04-14T06:37:38-08:00</updated_datetime>
    <expected_datetime>2010-04-15T06:37:38-08:00</expected_datetime>
    <address>8TH AVE and JUDAH ST</address>
    <lat>37.762221815</lat>
    <long>-122.4651145</long>
    <media_url>http://city.example.org/media/638344.jpg</media_url>
  </request>
</service_requests>`;

describe('an answer of an endpoint', () => {
  it('is read in XML: entities, CDATA, blank elements, offsets', () => {
    expect(requests(XML, 'xml')).toEqual([
      {
        no: '638344',
        status: 'closed',
        statusNotes: 'Duplicate request & closed — 道',
        serviceCode: '006',
        serviceName: 'Sidewalk and Curb Issues',
        description: '<b>kerb</b> &amp; gutter',
        agency: '',
        notice: '',
        requestedAt: Date.UTC(2010, 3, 14, 14, 37, 38),
        updatedAt: Date.UTC(2010, 3, 14, 14, 37, 38),
        expectedAt: Date.UTC(2010, 3, 15, 14, 37, 38),
        address: '8TH AVE and JUDAH ST',
        place: { lon: -122.4651145, lat: 37.762221815 },
        mediaUrl: 'http://city.example.org/media/638344.jpg',
      },
    ]);
  });

  it('is read in JSON: a list, a list under its name, one object, numbers and null', () => {
    const one = { service_request_id: 7, requested_datetime: '2026-01-01 08:00:00', lat: null };
    const shapes = [one, [one], { service_requests: [one] }, { requests: [one] }];
    for (const shape of shapes)
      expect(requests(JSON.stringify(shape), 'json')).toMatchObject([
        { no: '7', requestedAt: Date.UTC(2026, 0, 1), updatedAt: null, place: null, status: '' },
      ]);
  });

  it('may be empty', () => {
    expect(items('[]', 'json')).toEqual([]);
    expect(items('<service_requests/>', 'xml')).toEqual([]);
    expect(items('<service_requests type="array"></service_requests>', 'xml')).toEqual([]);
    expect(items('<service_requests><request/></service_requests>', 'xml')).toEqual([]);
  });

  it.each([
    ['<service_requests><request><status>open</status></request><requ', 'xml'],
    ['<html><body>Bad gateway</body></html>', 'xml'],
    ['', 'xml'],
    ['nothing', 'xml'],
    ['[{"service_request_id":"1"},', 'json'],
    ['<html>', 'json'],
    ['"text"', 'json'],
    ['', 'json'],
  ] as const)(
    'that was cut short or is something else is not taken for a whole one: %s',
    (text, format) => {
      expect(read(text, format).ok).toBe(false);
    },
  );

  it('never reads a file and never grows by what it declares', () => {
    const laughs = Array.from(
      { length: 30 },
      (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`,
    ).join('');
    const bomb = `<!DOCTYPE r [<!ENTITY l0 "${'ha'.repeat(40)}">${laughs}]><service_requests><request><description>&l0;&l30;</description></request></service_requests>`;
    expect(items(bomb, 'xml')).toEqual([{ description: '&l0;&l30;' }]);
    const outside = `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><service_requests><request><description>&x;</description></request></service_requests>`;
    expect(read(outside, 'xml')).toEqual({ ok: false, error: expect.stringContaining('External') });
    const deep = '<a>'.repeat(5000) + '</a>'.repeat(5000);
    expect(read(deep, 'xml').ok).toBe(false);
  });

  it('keeps the prototype clean', () => {
    read(
      '<service_requests><request><__proto__><at>1</at></__proto__></request></service_requests>',
      'xml',
    );
    items('[{"__proto__":{"at":1},"service_request_id":"1"}]', 'json');
    expect(Object.prototype).not.toHaveProperty('at');
  });

  it('says of each request that cannot be understood, which field and what it holds', () => {
    expect(reason({})).toBe('read');
    expect(reason({ service_request_id: '' })).toBe('service_request_id: empty');
    expect(reason({ service_request_id: 2 ** 60 })).toMatch(/^service_request_id: Too big/);
    expect(reason({ requested_datetime: null })).toBe('requested_datetime: empty');
    expect(reason({ updated_datetime: '2026-02-30T00:00:00Z' })).toBe(
      'updated_datetime: "2026-02-30T00:00:00Z" is not a date and time in ISO 8601',
    );
    expect(reason({ expected_datetime: 'soon' })).toMatch(/^expected_datetime: "soon"/);
    expect(reason({ address: { street: 'x' } })).toBe('address: not a text');
    expect(reason({ lat: 'north', long: '1' })).toBe('lat: "north" is not a number');
    expect(readRequest('text', ZONE).ok).toBe(false);
    expect(readRequest(null, ZONE).ok).toBe(false);
  });

  it('of any bytes is read or refused, never thrown', () => {
    const mutated = fc
      .tuple(fc.nat(XML.length), fc.nat(40), fc.string({ unit: 'binary', maxLength: 20 }))
      .map(([at, cut, put]) => XML.slice(0, at) + put + XML.slice(at + cut));
    fc.assert(
      fc.property(
        fc.oneof(mutated, fc.json(), fc.string()),
        fc.constantFrom<Format>('xml', 'json'),
        (text, format) => {
          const found = read(text, format);
          if (found.ok) for (const item of found.value) readRequest(item, ZONE);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe.skipIf(!present)('answers of real cities', () => {
  const file = (name: string) => readFileSync(join(DATA, name));

  it('are all of them known here', () => {
    expect(readdirSync(DATA).sort()).toEqual([
      'requests_many.xml',
      'requests_single.xml',
      'service_list.json',
      'service_requests.json',
      'services_giessen.xml',
    ]);
  });

  it('Toronto, in XML', () => {
    const many = requests(file('requests_many.xml'), 'xml');
    expect(many.map(({ no }) => no)).toEqual(['101005420892', '101005420894']);
    expect(requests(file('requests_single.xml'), 'xml')).toEqual(many.slice(0, 1));
    expect(many[1]).toMatchObject({
      status: 'open',
      serviceCode: 'CSROWR-12',
      description: '',
      requestedAt: Date.UTC(2018, 6, 30, 4, 1),
      updatedAt: null,
      expectedAt: Date.UTC(2018, 7, 3, 4, 1),
      place: { lon: -79.267190219, lat: 43.695823056 },
    });
  });

  it('Chicago, in JSON', () => {
    const found = requests(file('service_requests.json'), 'json');
    expect(found).toHaveLength(2);
    expect(found[1]).toMatchObject({
      no: '14-01100627',
      statusNotes: 'Locked',
      agency: 'DOB - Conservation',
      requestedAt: Date.UTC(2014, 6, 12, 15, 48, 56),
      updatedAt: Date.UTC(2014, 6, 12, 16, 8, 20),
      place: { lon: -87.6369602073906, lat: 41.759712056258536 },
    });
  });

  it('services, in JSON and XML', () => {
    const json = items(file('service_list.json'), 'json', SERVICES).map(readService);
    expect(json).toContainEqual({
      ok: true,
      value: { code: '003', name: 'Curb or curb ramp defect', group: 'street' },
    });
    const xml = items(file('services_giessen.xml'), 'xml', SERVICES).map(readService);
    expect(xml).toHaveLength(8);
    expect(xml).toContainEqual({
      ok: true,
      value: { code: '011', name: 'Straßen- und Gehwegschäden', group: '' },
    });
  });
});
