import { z } from 'zod';
import { CASE_ACTS, type CaseAct } from '../contract/command.ts';
import { ROLES, type Role } from '../contract/roles.ts';
import { ALERT_ACTS, type AlertAct } from '../contract/vocabulary.ts';

const Allowed = z.strictObject({
  case: z.array(z.enum(CASE_ACTS)).default([]),
  alert: z.array(z.enum(ALERT_ACTS)).default([]),
});

/**
 * What each role may do to cases and about alerts. What is not named is refused. The duty officer acts
 * for units that have no screen of their own; a unit does what is its own part of a case.
 */
export const Permissions = z.partialRecord(z.enum(ROLES), Allowed);
export type Permissions = z.output<typeof Permissions>;

export const DEFAULT_PERMISSIONS: z.input<typeof Permissions> = {
  officer: { case: [...CASE_ACTS], alert: [...ALERT_ACTS] },
  leader: { case: ['urge', 'supervise', 'comment'], alert: ['acknowledge', 'comment'] },
  subscriber: { alert: ['acknowledge', 'comment'] },
  unit: { case: ['sign', 'return', 'contact', 'finish', 'comment'] },
};

/** Whether a role may do so. */
export function mayDo(
  permissions: Permissions,
  role: Role,
  of: { on: 'case'; act: CaseAct } | { on: 'alert'; act: AlertAct },
): boolean {
  const acts: readonly string[] = permissions[role]?.[of.on] ?? [];
  return acts.includes(of.act);
}
