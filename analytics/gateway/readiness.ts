import type { SystemRow } from '../../config/contract/picture.ts';
import { json } from './headers.ts';
import type { HttpResponse } from './transport.ts';

/** Why screens are better sent elsewhere now. */
export interface Unready {
  reason: 'feed' | 'store' | 'fold' | 'backfill' | 'behind' | 'origin';
  zh: string;
  en: string;
}

/**
 * What keeps the picture from being whole and current; none: it is. No figures: strangers may ask.
 * @param system as committed; undefined: nothing is yet
 * @param folded whether the picture stands on the store
 * @param current whether it has folded what the journal held a moment ago
 */
export function unready(
  system: SystemRow | undefined,
  folded: boolean,
  current: boolean,
): Unready[] {
  const reasons: Unready[] = [];
  if (!system?.feedUp)
    reasons.push({ reason: 'feed', zh: '接入进程未连接', en: 'the line to ingest is down' });
  if (!system?.storeUp)
    reasons.push({ reason: 'store', zh: '存储无应答', en: 'the store does not answer' });
  if (!folded)
    reasons.push({ reason: 'fold', zh: '态势尚未载入', en: 'the picture is not folded yet' });
  else if (typeof system?.backfill === 'number')
    reasons.push({ reason: 'backfill', zh: '正在补录历史', en: 'history is being filled in' });
  else if (!current)
    reasons.push({
      reason: 'behind',
      zh: '态势落后于日志',
      en: 'the picture is behind the journal',
    });
  return reasons;
}

/** What keeps a gateway of the line from serving screens; none: it does. @param live whether it follows analytics */
export const unreadyLine = (live: boolean): Unready[] =>
  live ? [] : [{ reason: 'origin', zh: '未连接主网关', en: 'the line to analytics is down' }];

/** `GET /readyz`. */
export const answerReady = (reasons: readonly Unready[]): HttpResponse =>
  json(reasons.length === 0 ? 200 : 503, { ready: reasons.length === 0, reasons });
