import type { Millis } from '../../../config/contract/ids.ts';
import { DAY } from '../../../config/contract/zone.ts';
import type { Wanted } from './lookup.ts';
import { readTime } from './read-request.ts';
import type { Services } from './services.ts';
import { Refusal } from './write-answer.ts';

/** “Default query limit is a span of 90 days or first 1000 requests returned, whichever is smallest.” */
const DEFAULT_SPAN = 90 * DAY;
const MOST = 1000;
const LAST_PAGE = 1_000_000;

const listed = (text: string | null): string[] =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .slice(0, MOST);

function whole(query: URLSearchParams, name: string, otherwise: number, most: number): number {
  const text = query.get(name) ?? '';
  if (text === '') return otherwise;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= most) return value;
  throw new Refusal(400, `${name}: "${text.slice(0, 64)}" is not a whole number from 1 to ${most}`);
}

/**
 * Reads the filters of `GET /requests` (GeoReport v2, and the extension page and page_size). Numbers
 * override all other filters.
 * @param zone IANA zone of dates without an offset
 * @throws Refusal 400 that names the filter
 */
export function readWanted(
  query: URLSearchParams,
  services: Services,
  now: Millis,
  zone: string,
): Wanted {
  const limit = whole(query, 'page_size', MOST, MOST);
  const offset = (whole(query, 'page', 1, LAST_PAGE) - 1) * limit;
  const numbers = listed(query.get('service_request_id'));
  if (numbers.length > 0) return { numbers, limit, offset };

  const time = (name: string): Millis | undefined => {
    const text = query.get(name)?.trim() ?? '';
    if (text === '') return undefined;
    const at = readTime(text, zone);
    if (at !== null && at >= 0) return at;
    throw new Refusal(400, `${name}: "${text.slice(0, 64)}" is not a date and time in ISO 8601`);
  };
  const end = time('end_date');
  const to = end ?? now + 1;
  const from = time('start_date') ?? Math.max(0, to - DEFAULT_SPAN);

  const statuses = new Set(listed(query.get('status')?.toLowerCase() ?? null));
  for (const status of statuses)
    if (status !== 'open' && status !== 'closed')
      throw new Refusal(400, `status: "${status.slice(0, 64)}" is neither open nor closed`);
  const codes = listed(query.get('service_code'));
  return {
    from,
    to,
    limit,
    offset,
    ...(statuses.size === 1 ? { open: statuses.has('open') } : {}),
    ...(codes.length === 0
      ? {}
      : {
          categories: services.all
            .filter(({ code }) => codes.includes(code))
            .map(({ category }) => category),
        }),
  };
}
