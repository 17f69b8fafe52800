import { hash } from 'node:crypto';
import { type CaseId, caseId } from '../../config/contract/ids.ts';
import { HOP_EVENTS, STATE_AFTER } from '../../config/contract/vocabulary.ts';
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
export function identifyHop(id: CaseId, hop: HopDraft): string {
  // an upstream's number must not be mistaken for what stands for a number here
  if (hop.no !== undefined)
    return short(`${id}/${/^report$|@/.test(hop.no) ? `no ${hop.no}` : hop.no}`);
  if (hop.event === 'report') return short(`${id}/report`);
  const step = `${id}/${hop.event}@${hop.at}`;
  // several remarks of one minute are several
  return short(
    STATE_AFTER[hop.event] === null && hop.note
      ? `${step}#${hash('sha256', hop.note, 'base64url').slice(0, 11)}`
      : step,
  );
}

/** As many digits of a number as the store's 32 bits always hold. */
const DIGITS = 9;

/**
 * Order among hops of one instant: the upstream's numbers, else the usual course of a case. Of a number
 * too long for the store the end is taken: what happens at one instant is numbered closely.
 */
export function orderOf(hop: HopDraft): number {
  const { no = '' } = hop;
  const number = no === '' ? Number.NaN : Number(no);
  if (Number.isInteger(number) && number >= 0 && number < 2 ** 32) return number;
  return /^\d+$/.test(no) ? Number(no.slice(-DIGITS)) : (RANK.get(hop.event) ?? 0);
}

/** Identity of a record that is not a case's. */
export const identify = (...parts: (string | number)[]): string => short(parts.join(':'));

/** Identity of a dead letter: the same refusal of the same input is kept once. */
export const identifyDead = (source: string, reason: string, raw: string): string =>
  `dead:${source}:${hash('sha256', `${reason}\n${raw}`, 'base64url')}`;
