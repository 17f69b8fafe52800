import { DateTime } from 'luxon';
import type { Millis } from '../../../config/contract/ids.ts';
import type { Open311Settings } from '../../../config/deployment/ports/open311.ts';
import { Unavailable } from '../../intake/unavailable.ts';
import type { FirstTold } from '../first-told.ts';
import type { Call, Reply, Route } from '../http/route.ts';
import type { PortContext } from '../port.ts';
import type { Lookup, PublicRequest } from './lookup.ts';
import { checkJurisdiction, createPosting } from './posting.ts';
import { type Format, SERVICES } from './read-answer.ts';
import { createServices } from './services.ts';
import { readWanted } from './wanted.ts';
import { document, list, Refusal, type Row, refusal, requests } from './write-answer.ts';

const BASE = '/open311/v2';
const FORMATS: readonly Format[] = ['json', 'xml'];
const SPECIFICATION = 'http://wiki.open311.org/GeoReport_v2';
/** When this endpoint last changed in a way that its callers notice. */
const CHANGESET = '2026-11-23T00:00:00Z';
const NO_STORE_RETRY_S = 10;

/** What a `:name` segment says: `abc.json` is `abc` in JSON. */
function named(segment: string): { id: string; format: Format } {
  const dot = segment.lastIndexOf('.');
  const format = FORMATS.find((each) => each === segment.slice(dot + 1).toLowerCase());
  if (dot < 1 || !format) throw new Refusal(404, 'the format is .json or .xml');
  return { id: segment.slice(0, dot), format };
}

/**
 * Our own GeoReport v2 endpoint (https://wiki.open311.org/GeoReport_v2), in JSON and XML, below
 * `/open311/v2`: discovery, services from the deployment's categories, posting with an `api_key` of
 * `context.keys.clients`, tokens, and requests as they stand. Posts are durable before they are answered.
 * @param lookup how cases that were posted here stand now
 * @param received when posts were received first (UTC ms), by day, client and words
 */
export function open311Routes(
  context: PortContext,
  settings: Open311Settings,
  lookup: Lookup,
  received: FirstTold<Millis>,
): Route[] {
  const { deployment, health } = context;
  const services = createServices(deployment);
  const units = new Map(deployment.units.map(({ id, name }) => [id, name[deployment.language]]));
  const posting = createPosting(context, settings, services, received);

  const iso = (at: Millis): string =>
    DateTime.fromMillis(at, { zone: deployment.zone }).toISO({ suppressMilliseconds: true }) ?? '';

  const rowOf = (request: PublicRequest): Row => {
    const service = services.byCategory(request.category);
    return {
      service_request_id: request.no,
      status: request.open ? 'open' : 'closed',
      status_notes: null,
      service_name: service?.name ?? request.category.at(-1) ?? null,
      service_code: service?.code ?? null,
      description: null,
      agency_responsible: units.get(request.unit) ?? (request.unit || null),
      service_notice: null,
      requested_datetime: iso(request.requestedAt),
      updated_datetime: iso(request.updatedAt),
      expected_datetime: request.expectedAt === null ? null : iso(request.expectedAt),
      address: request.address || null,
      address_id: null,
      zipcode: null,
      lat: request.place?.lat ?? null,
      long: request.place?.lon ?? null,
      media_url: null,
    };
  };

  const sameJurisdiction = (call: Call): void =>
    checkJurisdiction(call.query.get('jurisdiction_id'), settings.jurisdiction);

  const found: Lookup = async (wanted) => {
    try {
      return await lookup(wanted);
    } catch (error) {
      context.log.warn({ err: error }, 'requests could not be looked up');
      throw new Refusal(503, 'requests cannot be looked up now; posting goes on', {
        'retry-after': String(NO_STORE_RETRY_S),
      });
    }
  };

  const one = async (no: string, what: string): Promise<PublicRequest> => {
    const [stored] = await found({ numbers: [no], limit: 1, offset: 0 });
    const request = stored ?? posting.recent(no);
    if (!request) throw new Refusal(404, `${what} "${no.slice(0, 64)}" was not found`);
    return request;
  };

  const answer = async (format: Format, handle: () => Promise<Reply> | Reply): Promise<Reply> => {
    try {
      return await handle();
    } catch (error) {
      if (error instanceof Refusal) return refusal(format, error);
      if (error instanceof Unavailable)
        return refusal(
          format,
          new Refusal(503, error.message, { 'retry-after': String(error.retryAfterSeconds) }),
        );
      throw error;
    }
  };

  const get = (path: string, handle: (format: Format, call: Call) => Promise<Reply> | Reply) =>
    FORMATS.map(
      (format): Route => ({
        method: 'GET',
        path: `${BASE}/${path}.${format}`,
        limit: 0,
        reads: true,
        crossOrigin: true,
        health,
        handle: (call) =>
          answer(format, () => {
            sameJurisdiction(call);
            return handle(format, call);
          }),
      }),
    );
  const getNamed = (
    path: string,
    handle: (id: string, format: Format) => Promise<Reply> | Reply,
  ): Route => ({
    method: 'GET',
    path: `${BASE}/${path}/:name`,
    limit: 0,
    reads: true,
    crossOrigin: true,
    health,
    handle: (call) => {
      const segment = call.params.name ?? '';
      const asked: Format = segment.toLowerCase().endsWith('.json') ? 'json' : 'xml';
      return answer(asked, () => {
        const { id, format } = named(segment);
        sameJurisdiction(call);
        return handle(id, format);
      });
    },
  });

  const discovery = (format: Format, call: Call): Reply => {
    const host = call.headers.host ?? `${call.stream.socket.localAddress}`;
    const formats = ['text/xml', 'application/json'];
    const endpoint = {
      specification: SPECIFICATION,
      url: settings.publicUrl ?? `http://${host}${BASE}`,
      changeset: CHANGESET,
      type: 'production',
    };
    const head = {
      changeset: CHANGESET,
      contact: settings.contact,
      key_service: settings.keyService,
    };
    return document(
      format,
      { ...head, endpoints: [{ ...endpoint, formats }] },
      {
        discovery: {
          ...head,
          endpoints: { endpoint: { ...endpoint, formats: { format: formats } } },
        },
      },
    );
  };

  return [
    ...get('discovery', discovery),
    ...get('services', (format) =>
      list(
        format,
        SERVICES,
        services.all.map(({ code, name, description, keywords, group }) => ({
          service_code: code,
          service_name: name,
          description,
          metadata: false,
          type: 'realtime',
          keywords,
          group,
        })),
      ),
    ),
    getNamed('services', (code, format) => {
      if (!services.byCode(code))
        throw new Refusal(404, `service_code "${code.slice(0, 64)}" was not found`);
      return document(
        format,
        { service_code: code, attributes: [] },
        { service_definition: { service_code: code, attributes: '' } },
      );
    }),
    ...get('requests', async (format, call) => {
      const wanted = readWanted(call.query, services, context.now(), deployment.zone);
      return requests(format, (await found(wanted)).map(rowOf));
    }),
    getNamed('requests', async (no, format) =>
      requests(format, [rowOf(await one(no, 'service_request_id'))]),
    ),
    // every post is answered with its number at once, so that a number is its own token
    getNamed('tokens', async (token, format) => {
      const { no } = await one(token, 'token');
      return requests(format, [{ service_request_id: no, token }]);
    }),
    ...FORMATS.map(
      (format): Route => ({
        method: 'POST',
        path: `${BASE}/requests.${format}`,
        limit: settings.maxBytes,
        crossOrigin: true,
        health,
        handle: (call) => answer(format, async () => requests(format, [await posting.post(call)])),
      }),
    ),
  ];
}
