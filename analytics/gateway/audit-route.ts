import { DateTime } from 'luxon';
import type { CaseReveal } from '../../config/contract/api.ts';
import { AUDIT_ACTS, type AuditAct } from '../../config/contract/audit.ts';
import type { Audit, AuditFilter } from '../audit/audit.ts';
import { failure, json } from './headers.ts';
import { type Answer, refuse } from './route.ts';

const MOST = 500;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DEFAULT = 100;
const isAct = (text: string): text is AuditAct => AUDIT_ACTS.some((act) => act === text);

/** Reveals shown with a case. */
const REVEALS = 50;

/** Who saw personal values of a case in clear, newest first. */
export const revealsOf = (audit: Pick<Audit, 'page'>, target: string): CaseReveal[] =>
  audit
    .page(REVEALS, undefined, { act: 'reveal', target })
    .rows.filter(({ outcome }) => outcome === 'done')
    .map(({ at, who, reason, detail }) => ({ at, who, fields: detail.fields ?? '', reason }));

/** `GET /api/audit?before=SEQ&limit=N&act=WORD&who=ID&target=ID&from=DAY&to=DAY`: who did what, when and why, newest first; local days, both inclusive. */
export const auditPage: Answer = async ({ query, who: asker }, { audit, place }) => {
  if (asker?.access.scope) return refuse('forbidden'); // its rows tell of every place
  const limit = Number(query.get('limit') ?? DEFAULT);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
    return failure(400, `limit: a whole number from 1 to ${MOST}`);
  const before = query.has('before') ? Number(query.get('before')) : undefined;
  if (before !== undefined && !Number.isSafeInteger(before))
    return failure(400, 'before: the number of a row');
  const act = query.get('act') ?? undefined;
  if (act !== undefined && !isAct(act)) return failure(400, `act: one of ${AUDIT_ACTS.join(', ')}`);
  const who = query.get('who') ?? undefined;
  const target = query.get('target') ?? undefined;
  const days: AuditFilter = {};
  for (const [name, after] of [
    ['from', 0],
    ['to', 1],
  ] as const) {
    const text = query.get(name);
    if (text === null) continue;
    const day = DateTime.fromISO(text, { zone: place.zone });
    if (!DAY.test(text) || !day.isValid) return failure(400, `${name}: a day as yyyy-MM-dd`);
    days[name] = day.plus({ days: after }).toMillis();
  }
  const filter = {
    ...days,
    ...(act === undefined ? {} : { act }),
    ...(who === undefined ? {} : { who }),
    ...(target === undefined ? {} : { target }),
  };
  return json(200, audit.page(limit, before, filter));
};

/** `GET /api/audit/verify`. */
export const auditVerdict: Answer = async ({ who }, { verifyAudit }) => {
  if (who?.access.scope) return refuse('forbidden');
  const found = await verifyAudit();
  return found.ok ? json(200, found.value) : failure(503, found.error);
};
