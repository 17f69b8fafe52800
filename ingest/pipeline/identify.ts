import { hash } from 'node:crypto';
import { type CaseId, caseId } from '../../config/contract/ids.ts';
import { HOP_EVENTS } from '../../config/contract/vocabulary.ts';
import type { HopDraft } from './draft.ts';

const RANK = new Map(HOP_EVENTS.map((event, index) => [event, index]));
/** LMDB takes keys up to 1,978 bytes. */
const LONGEST = 400;

/** Ids are readable as long as they are short. */
const short = (id: string): string =>
  id.length <= LONGEST ? id : `${id.slice(0, 40)}#${hash('sha256', id, 'base64url')}`;

export const identifyCase = (source: string, upstreamNo: string, redo: number): CaseId =>
  caseId(source, short(upstreamNo), redo);

/**
 * Identity of a hop: the upstream's own number, else what happened when. A case is reported once: a
 * corrected time of receipt amends it.
 */
export const identifyHop = (id: CaseId, hop: HopDraft): string =>
  short(`${id}/${hop.no ?? (hop.event === 'report' ? 'report' : `${hop.event}@${hop.at}`)}`);

/** Order among hops of one instant: the upstream's numbers, else the usual course of a case. */
export function orderOf(hop: HopDraft): number {
  const number = Number(hop.no ?? Number.NaN);
  return Number.isSafeInteger(number) && number >= 0 && number < 2 ** 32
    ? number
    : (RANK.get(hop.event) ?? 0);
}

/** Identity of a record that is not a case's. */
export const identify = (...parts: (string | number)[]): string => short(parts.join(':'));

/** Identity of a dead letter: the same refusal of the same input is kept once. */
export const identifyDead = (source: string, reason: string, raw: string): string =>
  `dead:${source}:${hash('sha256', `${reason}\n${raw}`, 'base64url')}`;
