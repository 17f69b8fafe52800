import { hash, timingSafeEqual } from 'node:crypto';
import { DateTime } from 'luxon';
import type { Millis, SourceId } from '../../../config/contract/ids.ts';
import type { CaseDraft } from '../../pipeline/draft.ts';
import type { Service, Services } from './services.ts';
import { Refusal } from './write-answer.ts';

/** GeoReport v2: “This field has a maximum of 4,000 characters.” */
const LONGEST_DESCRIPTION = 4000;
const LONGEST_URL = 2000;
const NUMBER_LENGTH = 12;
const API_KEY = 'api_key';

/** A request as a civic app posts it, read and checked. */
export interface Posted {
  service: Service;
  place: { lon: number; lat: number } | null;
  address: string;
  description: string;
  mediaUrl: string;
  caller: string;
  phone: string;
}

const digest = (text: string): Buffer => hash('sha256', text, 'buffer');

/** Id of the client whose key it is; null: nobody's. All keys are compared, each in the same time. */
export function clientOf(key: string, clients: Readonly<Record<string, string>>): string | null {
  const told = digest(key);
  let found: string | null = null;
  for (const [client, secret] of Object.entries(clients))
    if (timingSafeEqual(told, digest(secret))) found = client;
  return found;
}

/** The form without its key, in one order: the same words make the same text. */
export function canonical(form: URLSearchParams): string {
  const rest = new URLSearchParams([...form].filter(([name]) => name !== API_KEY));
  rest.sort();
  return rest.toString();
}

/**
 * Number of a posted request: its local day and what its words and its client make. The standard gives
 * an app no number of its own, so an app that repeats a post for want of an answer is known by that.
 */
export const numberOf = (client: string, words: string, now: Millis, zone: string): string =>
  `${DateTime.fromMillis(now, { zone }).toFormat('yyMMdd')}-${hash('sha256', `${client}\n${words}`).slice(0, NUMBER_LENGTH)}`;

/** A coordinate; null: not given. */
function coordinate(form: URLSearchParams, name: 'lat' | 'long', most: number): number | null {
  const text = form.get(name)?.trim() ?? '';
  if (text === '') return null;
  const value = Number(text);
  if (Number.isFinite(value) && Math.abs(value) <= most) return value;
  throw new Refusal(400, `${name}: "${text.slice(0, 64)}" is not a coordinate in degrees (WGS 84)`);
}

/**
 * Reads the form of `POST /requests` (GeoReport v2).
 * @throws Refusal 400 or 404 in the standard's words where something is missing or wrong
 */
export function readForm(form: URLSearchParams, services: Services): Posted {
  const field = (name: string): string => form.get(name)?.trim() ?? '';
  const code = field('service_code');
  if (code === '') throw new Refusal(400, 'service_code was not provided');
  const service = services.byCode(code);
  if (!service) throw new Refusal(404, `service_code "${code.slice(0, 64)}" was not found`);

  const lat = coordinate(form, 'lat', 90);
  const lon = coordinate(form, 'long', 180);
  const address = field('address_string');
  if ((lat === null) !== (lon === null)) throw new Refusal(400, 'lat and long belong together');
  if (lat === null && address === '')
    throw new Refusal(400, 'neither lat and long nor address_string was provided');

  const description = field('description');
  if (description.length > LONGEST_DESCRIPTION)
    throw new Refusal(400, `description: more than ${LONGEST_DESCRIPTION} characters`);
  const mediaUrl = field('media_url');
  if (mediaUrl !== '' && (mediaUrl.length > LONGEST_URL || !/^https?:\/\/\S+$/i.test(mediaUrl)))
    throw new Refusal(400, 'media_url: not an http or https URL');

  return {
    service,
    place: lat === null || lon === null ? null : { lon, lat },
    address,
    description,
    mediaUrl,
    caller: `${field('last_name')}${field('first_name')}` || field('email'),
    phone: field('phone'),
  };
}

export const draftOfPosted = (
  posted: Posted,
  source: SourceId,
  upstreamNo: string,
  receivedAt: Millis,
): CaseDraft => ({
  kind: 'case',
  source,
  upstreamNo,
  receivedAt,
  channel: 'app',
  type: 'other',
  urgency: 'normal',
  category: [...posted.service.category],
  unit: '',
  grid: '',
  place: posted.place && { ...posted.place, datum: 'WGS84' },
  address: posted.address,
  subject: posted.service.name,
  content: [posted.description, posted.mediaUrl].filter(Boolean).join('\n'),
  caller: posted.caller,
  phone: posted.phone,
  confidential: false,
  hops: [{ event: 'report', at: receivedAt }],
});
