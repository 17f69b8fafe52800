import { z } from 'zod';
import type { Millis } from './ids.ts';

/** Kinds of acts that are kept in the audit. */
export const AUDIT_ACTS = [
  'login',
  'logout',
  'command',
  'reveal',
  'export',
  /** A change of rules, limits or other settings. */
  'rules',
  /** A change of accounts, roles or device tokens. */
  'account',
  /** A change of the keys that personal data are sealed with. */
  'keys',
] as const;
export type AuditAct = (typeof AUDIT_ACTS)[number];

/** An act as it is told to the audit. Never holds personal data of callers, passwords or tokens. */
export interface AuditEntry {
  act: AuditAct;
  /** Whether it was allowed: a failed login or a forbidden reveal is `refused`. */
  outcome: 'done' | 'refused';
  /** Account that acted, or the name that was tried; `token:NAME` or `wall:ID`, which no account can be called; '': nobody but the machine. */
  who: string;
  /** Role it acted in; '': none yet. */
  role: string;
  /** Address or screen it came from; '': the machine itself. */
  from: string;
  /** What it was done to: id of a case, alert, account, file; '': nothing in particular. */
  target: string;
  /** Why, in the words of who acted, or of who refused. */
  reason: string;
  /** What else is worth knowing, e.g. `{ fields: 'caller phone' }`. */
  detail: Readonly<Record<string, string>>;
}

/** An act as it is kept: one row of the chain. */
export interface AuditRow extends AuditEntry {
  /** 1, 2, 3 … without gaps. */
  seq: number;
  /** When it was recorded, machine time. */
  at: Millis;
  /** Hash of the row before, hexadecimal; of the first row: 64 zeros. */
  previous: string;
  /** Hash of this row. */
  hash: string;
}

/** Rows of the audit, newest first. */
export interface AuditPage {
  rows: AuditRow[];
  /** Newest row of all; 0: none. */
  head: number;
  /** From before which row there may be more; null: these are all. */
  next: number | null;
}

/** One thing that is not as it was recorded. */
export const AuditFault = z.object({
  /** Row, counted from 1, at which it is. */
  seq: z.number(),
  what: z.enum(['changed', 'removed', 'inserted', 'swapped', 'cut off', 'rewritten']),
  why: z.string(),
});
export type AuditFault = z.output<typeof AuditFault>;

/** `GET /api/audit/verify`: whether everything on record is as it was recorded. */
export const AuditVerdict = z.object({
  rows: z.number(),
  /** Newest rows of the past, told outside the data folder, that it was held against; null: none are told. */
  outside: z.number().nullable(),
  /** By row. */
  faults: z.array(AuditFault),
});
export type AuditVerdict = z.output<typeof AuditVerdict>;
