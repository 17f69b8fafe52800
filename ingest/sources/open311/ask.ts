import type { Millis } from '../../../config/contract/ids.ts';
import type { Open311Endpoint } from '../../../config/deployment/ports/open311.ts';
import { get, UpstreamError } from '../upstream.ts';
import { type ListOf, readAnswer } from './read-answer.ts';

/**
 * One GET of an endpoint: the items of its answer, as they came.
 * @param options.clock is told the endpoint's clock minus ours
 * @throws UpstreamError
 */
export async function ask(
  endpoint: Open311Endpoint,
  resource: ListOf,
  parameters: Readonly<Record<string, string>>,
  options: { now: () => Millis; clock: (offset: Millis) => void; signal: AbortSignal },
): Promise<unknown[]> {
  const { format, jurisdiction, timeoutSeconds, maxBytes } = endpoint;
  const path = resource.list === 'services' ? 'services' : 'requests';
  const url = new URL(`${endpoint.url.replace(/\/$/, '')}/${path}.${format}`);
  if (jurisdiction !== undefined) url.searchParams.set('jurisdiction_id', jurisdiction);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const headers = { accept: format === 'json' ? 'application/json' : 'text/xml' };
  const bytes = await get(url, { ...options, headers, timeoutSeconds, maxBytes });
  const items = readAnswer(bytes, format, resource);
  if (!items.ok) throw new UpstreamError('answer not understood', items.error);
  return items.value;
}
