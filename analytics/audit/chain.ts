import { hash } from 'node:crypto';
import type { AuditEntry, AuditRow } from '../../config/contract/audit.ts';
import type { Millis } from '../../config/contract/ids.ts';

/** SHA-256 (FIPS 180-4), or SM3 (GB/T 32905) where 国密 is asked for. Every row names its own, so that a chain may change over. */
export const DIGESTS = ['sha256', 'sm3'] as const;
export type Digest = (typeof DIGESTS)[number];

/** `previous` of the first row. */
export const NONE = '0'.repeat(64);

/** A row as it lies on disk: its text, and the hash of exactly that text. */
export interface Link {
  text: string;
  hash: string;
}

/** What a row's text says. */
export type Told = Omit<AuditRow, 'hash'> & { digest: Digest };

export const digestOf = (text: string, digest: Digest): string => hash(digest, text, 'hex');

/** The next link of a chain. The text holds the hash of the one before, so its own hash covers both. */
export function link(
  entry: AuditEntry,
  seq: number,
  at: Millis,
  previous: string,
  digest: Digest,
): Link {
  const { act, outcome, who, role, from, target, reason, detail } = entry;
  const told: Told = {
    seq,
    at,
    act,
    outcome,
    who,
    role,
    from,
    target,
    reason,
    detail,
    digest,
    previous,
  };
  const text = JSON.stringify(told);
  return { text, hash: digestOf(text, digest) };
}

/** @throws SyntaxError where the text is none of ours */
export const toldBy = ({ text }: Link): Told => JSON.parse(text) as Told;

export function rowOf(kept: Link): AuditRow {
  const { digest: _, ...row } = toldBy(kept);
  return { ...row, hash: kept.hash };
}
