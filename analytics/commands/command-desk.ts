import {
  CASE_ACTS,
  type CaseAct,
  type CaseCommand,
  type Command,
  EVENT_OF,
  otherOf,
  subjectOf,
  untilOf,
  type WallCommand,
} from '../../config/contract/command.ts';
import { type AlertId, alertId, type CaseId, type Millis } from '../../config/contract/ids.ts';
import { type Refusal, refusal } from '../../config/contract/refusal.ts';
import { ok, type Result } from '../../config/contract/result.ts';
import type { Role } from '../../config/contract/roles.ts';
import type { WallAct } from '../../config/contract/stage.ts';
import { isWithin, type Scope } from '../access/scope.ts';
import { type Acting, commandEntry } from '../audit/command-entry.ts';
import type { Refusals } from '../audit/refusals.ts';
import { type CaseFold, unitOf } from '../state/case-fold.ts';
import type { Away, DeskPort } from './desk-port.ts';
import { GivenSteps } from './given-steps.ts';
import type { Allowed, Judge, Lookup, StageKnown } from './judge.ts';
import { type Standing, standingOf } from './standing.ts';

/** Commands under way at once: more are told to come again. */
const WAITING_LIMIT = 200;
const RETRY_S = 1;

/** Who gives commands. */
export interface Giver extends Acting {
  role: Role;
  /** Cases and alerts it may know of; null: all. */
  scope: Scope | null;
}

/** What became of a command. */
export type CommandOutcome = { is: 'done' } | { is: 'refused'; refusal: Refusal } | Away;

/** Whether an act is open; null: it is. */
export interface OpenAct {
  act: CaseAct;
  refusal: Refusal | null;
}

/** What the desk knows of cases and alerts. A failure says why it cannot be told now. */
export interface Known {
  case(id: CaseId): Promise<Result<CaseFold | null>>;
  /** When a case was put off (延期). */
  extendedAt(id: CaseId): Promise<Result<Millis[]>>;
  alert(id: AlertId): Promise<Result<{ grid: string; unit: string } | null>>;
  stage(): Promise<Result<StageKnown>>;
}

const NO_STAGE: StageKnown = { newest: 0, incident: false, tasks: [] };
const whereabouts = (fold: CaseFold) => ({ grid: fold.dimensions.grid, unit: unitOf(fold) });

/** The unit that a command leaves its case with; '': none; undefined: the one it had. */
function unitAfter(command: CaseCommand): string | undefined {
  if (command.act === 'dispatch') return command.unit;
  return command.act === 'return' ? '' : undefined;
}

const away = (why: string): Away => ({ is: 'away', why, retryAfterSeconds: RETRY_S });

/**
 * Takes commands from screens: judges each against the picture as it stands and what was given here
 * since, and hands on what may be done; it comes back over the feed. One case's commands are judged one
 * after the other. A command told again is done once and answered as before, whatever came of it since:
 * what would be refused now but was handed on before was allowed then, and counts as of then. No command
 * is handed on before it is on record, and none is refused without being so.
 */
export class CommandDesk {
  readonly #judge: Judge;
  readonly #known: Known;
  readonly #port: DeskPort;
  readonly #audit: Pick<Refusals, 'record'>;
  readonly #now: () => Millis;
  readonly #given = new GivenSteps();
  /** The last command under way by its subject. */
  readonly #lanes = new Map<string, Promise<CommandOutcome>>();
  /** The walls as the picture has them, and what was given since. */
  #stage = NO_STAGE;
  #waiting = 0;

  /** @param now deployment time */
  constructor(
    judge: Judge,
    known: Known,
    port: DeskPort,
    audit: Pick<Refusals, 'record'>,
    now: () => Millis,
  ) {
    this.#judge = judge;
    this.#known = known;
    this.#port = port;
    this.#audit = audit;
    this.#now = now;
  }

  async take(giver: Giver, command: Command): Promise<CommandOutcome> {
    if (this.#waiting >= WAITING_LIMIT) return away('too many commands at once');
    this.#waiting++;
    const lane = subjectOf(command);
    const before = this.#lanes.get(lane);
    const mine = (async () => {
      await before?.catch(() => undefined);
      return this.#do(giver, command);
    })();
    this.#lanes.set(lane, mine);
    try {
      return await mine;
    } finally {
      this.#waiting--;
      if (this.#lanes.get(lane) === mine) this.#lanes.delete(lane);
    }
  }

  /** What a role may do with a case now, whatever it says in detail; null: no such case. */
  async openActs(
    { role, scope }: Pick<Giver, 'role' | 'scope'>,
    id: CaseId,
  ): Promise<Result<OpenAct[] | null>> {
    const standing = await this.#stand(id, scope, true);
    if (!standing.ok) return standing;
    if (standing.value === null) return ok(null);
    const of = standing.value;
    const now = Math.max(this.#now(), of.newest + 1);
    return ok(CASE_ACTS.map((act) => ({ act, refusal: this.#judge.obstacle(act, role, of, now) })));
  }

  async #do(giver: Giver, command: Command): Promise<CommandOutcome> {
    const lookup = await this.#look(command, giver.scope);
    if (!lookup.ok) return away(lookup.error);
    const verdict = this.#judge.judge(command, giver.role, lookup.value, this.#now());
    if (verdict.ok) return this.#handOn(giver, verdict.value);
    if (verdict.error.reason === 'role') return this.#refuse(giver, command, verdict.error);
    const told = await this.#port.told(command.no);
    if (told === true) return this.#handOn(giver, { ...command, at: this.#now() });
    return told === false ? this.#refuse(giver, command, verdict.error) : told;
  }

  async #refuse(giver: Giver, command: Command, why: Refusal): Promise<CommandOutcome> {
    await this.#audit.record(...commandEntry(giver, command, why.reason));
    return { is: 'refused', refusal: why };
  }

  async #handOn(giver: Giver, command: Allowed): Promise<CommandOutcome> {
    await this.#audit.record(...commandEntry(giver, command, null));
    const became = await this.#port.handOn(command);
    if (became.is === 'away') return became;
    if (became.is === 'rejected')
      return this.#refuse(giver, command, refusal('rejected', became.reason));
    if (became.first) this.#remember(command);
    return { is: 'done' };
  }

  #remember(given: Allowed): void {
    const { command, at, dueAt } = given;
    if (command.on === 'wall') this.#turn(command.act, at);
    if (command.on !== 'case') return;
    this.#given.add(subjectOf(given) as CaseId, {
      at,
      event: EVENT_OF[command.act],
      dueAt: command.act === 'extend' ? untilOf(given) : dueAt,
      unit: unitAfter(command),
    });
  }

  /** An act with the walls was given, which the picture may not have yet. */
  #turn(act: WallAct, at: Millis): void {
    const incident = act === 'enter' || (act !== 'leave' && this.#stage.incident);
    this.#stage = { ...this.#stage, newest: at, incident };
  }

  async #lookAtWalls(told: WallCommand, scope: Scope | null): Promise<Result<Lookup>> {
    const stage = await this.#known.stage();
    if (!stage.ok) return stage;
    if (stage.value.newest >= this.#stage.newest) this.#stage = stage.value;
    const subject = 'subject' in told ? told.subject : null;
    const standing =
      subject?.on === 'case' ? await this.#stand(subject.id as CaseId, scope, false) : ok(null);
    if (!standing.ok) return standing;
    const alert =
      subject?.on === 'alert' ? await this.#knows(alertId(subject.id), scope) : ok(false);
    if (!alert.ok) return alert;
    return ok({
      standing: () => standing.value,
      knowsAlert: () => alert.value,
      stage: { ...this.#stage, tasks: stage.value.tasks },
    });
  }

  /** Whether there is such an alert within the scope. */
  async #knows(id: AlertId, scope: Scope | null): Promise<Result<boolean>> {
    const known = await this.#known.alert(id);
    if (!known.ok) return known;
    return ok(known.value !== null && (scope === null || isWithin(scope, known.value)));
  }

  /** All that judging a command needs to know. */
  async #look(told: Command, scope: Scope | null): Promise<Result<Lookup>> {
    const { command } = told;
    if (command.on === 'alert') {
      const known = await this.#knows(alertId(command.alert), scope);
      if (!known.ok) return known;
      return ok({ standing: () => null, knowsAlert: () => known.value, stage: NO_STAGE });
    }
    if (command.on === 'wall') return this.#lookAtWalls(command, scope);
    const standings = new Map<CaseId, Standing>();
    for (const id of [subjectOf(told) as CaseId, otherOf(told)]) {
      if (id === null) continue;
      const standing = await this.#stand(id, scope, command.act === 'extend');
      if (!standing.ok) return standing;
      if (standing.value !== null) standings.set(id, standing.value);
    }
    return ok({
      standing: (id) => standings.get(id) ?? null,
      knowsAlert: () => false,
      stage: NO_STAGE,
    });
  }

  /** Where a case stands; null: no such case within the scope. @param extended whether to ask when it was put off */
  async #stand(
    id: CaseId,
    scope: Scope | null,
    extended: boolean,
  ): Promise<Result<Standing | null>> {
    const fold = await this.#known.case(id);
    if (!fold.ok) return fold;
    if (fold.value === null) return ok(null);
    if (scope !== null && !isWithin(scope, whereabouts(fold.value))) return ok(null);
    const times = extended ? await this.#known.extendedAt(id) : ok([]);
    return times.ok ? ok(standingOf(fold.value, this.#given.of(id), times.value)) : times;
  }
}
