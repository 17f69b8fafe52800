import type { Site } from '../access/cookies.ts';
import { failure, sameOrigin } from './headers.ts';
import type { HttpRequest, HttpResponse } from './transport.ts';

/** What is not even looked at, whoever asks; null: it is. */
export function strange(
  { header }: Pick<HttpRequest, 'header'>,
  method: string,
  { hosts, origin }: Site,
): HttpResponse | null {
  const [host, from] = [header('host').toLowerCase(), header('origin')];
  if (!hosts.has(host)) return failure(421, 'this server goes by another name');
  if (!sameOrigin(from, host)) return failure(403, 'pages of other sites may not ask');
  if (from !== '' && host === new URL(origin).host && from !== origin)
    return failure(403, 'pages that came by another protocol may not ask');
  // browsers say where a change comes from; without it a cookie does not speak for its owner
  const changes = method !== 'GET' && method !== 'HEAD';
  if (changes && from === '' && header('cookie') !== '')
    return failure(403, 'a change with a cookie must say where it comes from');
  return null;
}
