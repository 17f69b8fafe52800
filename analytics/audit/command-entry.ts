import { hash } from 'node:crypto';
import type { AuditEntry } from '../../config/contract/audit.ts';
import { type Command, subjectOf } from '../../config/contract/command.ts';
import type { RefusalReason } from '../../config/contract/refusal.ts';

/** Who acts, as the audit is told. */
export type Acting = Pick<AuditEntry, 'who' | 'role' | 'from'>;

/**
 * A command as the audit keeps it, and the number under which it is kept once however often it is told.
 * Its words stay out: they may name people. Another command under a number that was used is another act.
 * @param refused why not; null: it is handed on
 */
export function commandEntry(
  { who, role, from }: Acting,
  told: Command,
  refused: RefusalReason | null,
): [entry: AuditEntry, once: string] {
  const { no, actor, command } = told;
  const entry: AuditEntry = {
    act: 'command',
    outcome: refused === null ? 'done' : 'refused',
    ...{ who, role, from },
    target: subjectOf(told),
    reason: refused ?? '',
    // a token says at which of its desks
    detail: { on: command.on, act: command.act, no, ...(actor !== who && { actor }) },
  };
  const said = hash('sha256', JSON.stringify(command));
  return [entry, `command:${who}:${no}:${said}${refused === null ? '' : `:${refused}`}`];
}
