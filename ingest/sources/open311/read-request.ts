import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Millis } from '../../../config/contract/ids.ts';
import { err, ok, type Result } from '../../../config/contract/result.ts';

/** A request as its endpoint tells it. Texts that it leaves out are ''. */
export interface Request {
  no: string;
  /** As told, in small letters. */
  status: string;
  statusNotes: string;
  serviceCode: string;
  serviceName: string;
  description: string;
  agency: string;
  notice: string;
  requestedAt: Millis;
  updatedAt: Millis | null;
  expectedAt: Millis | null;
  address: string;
  place: { lon: number; lat: number } | null;
  /** Text only: nothing is ever fetched from it. */
  mediaUrl: string;
}

/** A service as its endpoint tells it. */
export interface ToldService {
  code: string;
  name: string;
  group: string;
}

/** JSON writes numbers where XML can only write text; blank elements and null say nothing. */
const Told = z
  .union([z.string(), z.number().refine(Number.isFinite), z.null()], 'not a text')
  .optional()
  .transform((value) => (value === null || value === undefined ? '' : String(value).trim()));
const Numbered = z
  .union([z.string(), z.int(), z.null()], 'neither a text nor an exact whole number')
  .optional()
  .transform((value) => (value === null || value === undefined ? '' : String(value).trim()));

const RequestTold = z.object(
  {
    service_request_id: Numbered,
    status: Told,
    status_notes: Told,
    service_code: Told,
    service_name: Told,
    description: Told,
    agency_responsible: Told,
    service_notice: Told,
    requested_datetime: Told,
    updated_datetime: Told,
    expected_datetime: Told,
    address: Told,
    lat: Told,
    long: Told,
    media_url: Told,
  },
  'not a request',
);
const ServiceTold = z.object(
  { service_code: Told, service_name: Told, group: Told },
  'not a service',
);

const firstIssue = (error: z.ZodError): string => {
  const [issue] = error.issues;
  return `${issue?.path.join('.') || 'request'}: ${issue?.message ?? 'not readable'}`;
};

/** A day and a time; the zone may be missing, though the standard asks for it. */
const DATE_AND_TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;

/** UTC milliseconds of a date and time; null where it is none. @param zone where the text names none */
export function readTime(text: string, zone: string): Millis | null {
  if (!DATE_AND_TIME.test(text)) return null;
  const at = DateTime.fromISO(text.replace(' ', 'T').replaceAll(' ', ''), { zone });
  return at.isValid ? at.toMillis() : null;
}

const TIMES = ['requested_datetime', 'updated_datetime', 'expected_datetime'] as const;

/**
 * Reads one item of an answer to `GET requests`.
 * @param zone IANA zone of times without an offset
 * @returns an error that names field and value where it cannot be understood
 */
export function readRequest(item: unknown, zone: string): Result<Request> {
  const parsed = RequestTold.safeParse(item);
  if (!parsed.success) return err(firstIssue(parsed.error));
  const told = parsed.data;
  if (told.service_request_id === '') return err('service_request_id: empty');
  if (told.requested_datetime === '') return err('requested_datetime: empty');
  const times: (Millis | null)[] = [];
  for (const name of TIMES) {
    const at = readTime(told[name], zone);
    if (at === null && told[name] !== '')
      return err(`${name}: "${told[name].slice(0, 64)}" is not a date and time in ISO 8601`);
    times.push(at);
  }
  const [requestedAt, updatedAt, expectedAt] = times as [Millis, Millis | null, Millis | null];

  const lat = Number(told.lat);
  const lon = Number(told.long);
  const given = told.lat !== '' && told.long !== '';
  if (given && !Number.isFinite(lat)) return err(`lat: "${told.lat.slice(0, 64)}" is not a number`);
  if (given && !Number.isFinite(lon))
    return err(`long: "${told.long.slice(0, 64)}" is not a number`);
  return ok({
    no: told.service_request_id,
    status: told.status.toLowerCase(),
    statusNotes: told.status_notes,
    serviceCode: told.service_code,
    serviceName: told.service_name,
    description: told.description,
    agency: told.agency_responsible,
    notice: told.service_notice,
    requestedAt,
    updatedAt,
    expectedAt,
    address: told.address,
    place: given && !(lat === 0 && lon === 0) ? { lon, lat } : null,
    mediaUrl: told.media_url,
  });
}

/** Reads one item of an answer to `GET services`. */
export function readService(item: unknown): Result<ToldService> {
  const parsed = ServiceTold.safeParse(item);
  if (!parsed.success) return err(firstIssue(parsed.error));
  const { service_code: code, service_name: name, group } = parsed.data;
  return code === '' ? err('service_code: empty') : ok({ code, name, group });
}
