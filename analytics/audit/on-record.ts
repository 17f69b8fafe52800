import { hash } from 'node:crypto';
import type { AuditEntry } from '../../config/contract/audit.ts';
import { subjectOf, type ToldCommand } from '../../config/contract/command.ts';
import type { DeskPort } from '../commands/desk-port.ts';
import type { Audit } from './audit.ts';

/** The desk's port, to which no command goes before it is on record; told again under its number it is there once. */
export const onRecord = (port: DeskPort, audit: Pick<Audit, 'record'>): DeskPort => ({
  told: (no) => port.told(no),
  async handOn(told: ToldCommand) {
    const { no, actor, command } = told;
    const entry: AuditEntry = {
      act: 'command',
      outcome: 'done',
      who: actor,
      role: '',
      from: '',
      target: subjectOf(told),
      reason: '',
      detail: { on: command.on, act: command.act, no },
    };
    // by what it says too: another command under a number that was used is another act
    const said = hash('sha256', JSON.stringify(command));
    await audit.record(entry, `command:${actor}:${no}:${said}`);
    return port.handOn(told);
  },
});
