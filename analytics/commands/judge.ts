import {
  type AlertCommand,
  type CaseAct,
  type CaseCommand,
  type Command,
  caseOf,
  EVENT_OF,
  flawOf,
  otherOf,
  type ToldCommand,
  type WallCommand,
} from '../../config/contract/command.ts';
import { type AlertId, alertId, type CaseId, type Millis } from '../../config/contract/ids.ts';
import { MACHINE } from '../../config/contract/machine.ts';
import { type Refusal, refusal } from '../../config/contract/refusal.ts';
import { assertNever, err, ok, type Result } from '../../config/contract/result.ts';
import type { Role } from '../../config/contract/roles.ts';
import { type TaskRow, type WallSubject, wallSubject } from '../../config/contract/stage.ts';
import { ENDED, type HopEvent, STATE_AFTER } from '../../config/contract/vocabulary.ts';
import { DAY } from '../../config/contract/zone.ts';
import { dueAfter } from '../../config/deployment/deadline.ts';
import { mayExtend } from '../../config/deployment/extension.ts';
import { mayDo } from '../../config/deployment/permissions.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import { createUnitFinder } from '../../config/deployment/unit-names.ts';
import type { Standing } from './standing.ts';

/** What is known of what commands are about. */
export interface Lookup {
  /** null: no such case. */
  standing(id: CaseId): Standing | null;
  knowsAlert(id: AlertId): boolean;
  stage: StageKnown;
}

/** What of the walls decides which commands they allow. */
export interface StageKnown {
  /** Time of the newest act that is known. */
  newest: Millis;
  /** Whether an incident is under way. */
  incident: boolean;
  tasks: readonly Pick<TaskRow, 'id' | 'doneAt'>[];
}

/** A command that may be given, with when it counts and what the case as it stands adds to it. */
export type Allowed = ToldCommand & { at: Millis };

export interface Judge {
  /** Whether a role may give a command as things stand. @param now deployment time */
  judge(command: Command, role: Role, lookup: Lookup, now: Millis): Result<Allowed, Refusal>;
  /** What stands in the way of an act on a case whatever it says in detail; null: nothing. */
  obstacle(act: CaseAct, role: Role, of: Standing, now: Millis): Refusal | null;
}

/** Acts that press whoever has a case. An upstream system may tell them of an ended one; here they press nobody. */
const PRESSES: ReadonlySet<CaseAct> = new Set(['urge', 'supervise']);
/** Steps by which a deadline may begin anew (domain §1.4). */
const RENEWS: ReadonlySet<HopEvent> = new Set(['resume', 'reopen', 'rework']);

/**
 * Judges commands by who may do what (`permissions`), the state machine, and the rules on extension and
 * silence. What cannot be is refused with its reason. A step that would skip others is no step of ours,
 * though upstream systems may tell such a one.
 */
export function createJudge(deployment: Deployment): Judge {
  const findUnit = createUnitFinder(deployment);
  const grids = new Set<string>(deployment.grids.map(({ properties }) => properties.id));
  const silence = deployment.telling.silenceDays * DAY;

  const obstacle: Judge['obstacle'] = (act, role, of, now) => {
    if (!mayDo(deployment.permissions, role, { on: 'case', act })) return refusal('role');
    const verdict = MACHINE[of.state][EVENT_OF[act]];
    if (verdict.is === 'illegal') return refusal(verdict.because);
    if (verdict.is === 'skips') return refusal('skipped');
    // a step to where the case is already is a fact when an upstream tells it, and a slip at a desk
    if (verdict.is === 'stays' && STATE_AFTER[EVENT_OF[act]] !== null) return refusal('already');
    if (PRESSES.has(act) && ENDED.has(of.state)) return refusal('ended');
    if (act !== 'extend') return null;
    const beside = mayExtend(deployment, of, (of.dueAt ?? 0) + 1, now);
    return beside === null ? null : refusal(beside);
  };

  const ofAlert = (command: AlertCommand, lookup: Lookup, now: Millis): Refusal | null => {
    if (!lookup.knowsAlert(alertId(command.alert))) return refusal('unknown-alert');
    if (command.act !== 'silence') return null;
    if (command.until <= now) return refusal('past');
    return command.until > now + silence
      ? refusal('too-long', `${deployment.telling.silenceDays} d`)
      : null;
  };

  const knows = (named: { on: WallSubject['on']; id: string }, lookup: Lookup): Refusal | null => {
    const { on, id } = wallSubject(named.on, named.id);
    if (on === 'grid') return grids.has(id) ? null : refusal('unknown-grid', id);
    if (on === 'case') return lookup.standing(id) === null ? refusal('unknown-case', id) : null;
    return lookup.knowsAlert(id) ? null : refusal('unknown-alert', id);
  };

  const ofWall = (command: WallCommand, lookup: Lookup, now: Millis): Refusal | null => {
    const { incident, tasks } = lookup.stage;
    switch (command.act) {
      case 'mode':
        return command.mode === 'emergency' && !incident ? refusal('no-incident') : null;
      case 'focus':
        return knows(command.subject, lookup);
      case 'clear':
        return null;
      case 'enter':
        return incident ? refusal('incident') : knows(command.subject, lookup);
      case 'leave':
      case 'log':
        return incident ? null : refusal('no-incident');
      case 'task': {
        if (!incident) return refusal('no-incident');
        if (command.until !== undefined && command.until <= now) return refusal('past');
        const { unit } = command;
        return unit === undefined || findUnit(unit) ? null : refusal('unknown-unit', unit);
      }
      case 'finish': {
        const task = tasks.find(({ id }) => id === command.task);
        if (task === undefined) return refusal('unknown-task');
        return task.doneAt === null ? null : refusal('task-done');
      }
      default:
        return assertNever(command);
    }
  };

  /** What is wrong with what a command says, as the case stands. */
  const objection = (
    command: CaseCommand,
    of: Standing,
    target: Standing | null,
    at: Millis,
  ): Refusal | null => {
    switch (command.act) {
      case 'dispatch': {
        const named = [command.unit, ...command.coUnits];
        const unknown = named.find((name) => findUnit(name) === undefined);
        if (unknown !== undefined) return refusal('unknown-unit', unknown);
        const [unit, ...helping] = named.map(findUnit);
        return helping.includes(unit) ? refusal('main-helps', unit) : null;
      }
      case 'extend': {
        const beside = mayExtend(deployment, of, command.until, at);
        return beside === null ? null : refusal(beside);
      }
      case 'suspend':
        return command.until !== undefined && command.until <= at ? refusal('past') : null;
      case 'merge':
        return target !== null && ENDED.has(target.state) ? refusal('into-ended') : null;
      default:
        return null;
    }
  };

  const ofCase = (
    given: Command,
    command: CaseCommand,
    role: Role,
    lookup: Lookup,
    now: Millis,
  ): Result<Allowed, Refusal> => {
    const flaw = flawOf(given);
    if (flaw !== null) return err(refusal(flaw));
    const of = lookup.standing(caseOf(command.case));
    if (of === null) return err(refusal('unknown-case'));
    const other = otherOf(given);
    const target = other === null ? null : lookup.standing(other);
    if (other !== null && target === null) return err(refusal('unknown-case', other));
    // as of a time before what is known already it would change nothing
    const at = Math.max(now, of.newest + 1);
    const refused = obstacle(command.act, role, of, at) ?? objection(command, of, target, at);
    if (refused !== null) return err(refused);
    if (command.act === 'return' && of.unit !== '')
      return ok({ ...given, at, returnedBy: of.unit });
    const event = EVENT_OF[command.act];
    if (!RENEWS.has(event)) return ok({ ...given, at });
    const suspendedAt = of.state === 'suspended' ? of.since : null;
    const dueAt = dueAfter(deployment, { ...of, suspendedAt }, event, at);
    return ok({ ...given, at, dueAt });
  };

  return {
    obstacle,
    judge(given, role, lookup, now) {
      const { command } = given;
      if (!mayDo(deployment.permissions, role, command)) return err(refusal('role'));
      if (command.on === 'case') return ofCase(given, command, role, lookup, now);
      // acts with the walls come in one order, in whatever millisecond they are given
      const at = command.on === 'wall' ? Math.max(now, lookup.stage.newest + 1) : now;
      const refused =
        command.on === 'wall' ? ofWall(command, lookup, at) : ofAlert(command, lookup, at);
      return refused === null ? ok({ ...given, at }) : err(refused);
    },
  };
}
