import { hash } from 'node:crypto';
import {
  type CaseReference,
  flawOf,
  ToldCommand,
  untilOf,
} from '../../../config/contract/command.ts';
import { refusal } from '../../../config/contract/refusal.ts';
import { err, ok, type Result } from '../../../config/contract/result.ts';
import type { DeskSettings } from '../../../config/deployment/ports/desk.ts';
import { createUnitFinder } from '../../../config/deployment/unit-names.ts';
import type { Received } from '../../intake/intake.ts';
import type { FirstTold } from '../first-told.ts';
import { answer } from '../http/answer.ts';
import { readJson } from '../http/records.ts';
import { HttpError, type Route } from '../http/route.ts';
import type { PortContext } from '../port.ts';
import { rawJson } from '../raw-json.ts';
import { type Circumstances, draftOf } from './draft.ts';

const PATH = '/desk/commands';
/** Our own gateway, as the numbers of its commands begin. */
const CLIENT = 'gateway';
const MINUTE = 60_000;

/** What is remembered of a command that was given. */
export interface Given extends Circumstances {
  /** Fingerprint of what it said. */
  words: string;
}

const numberIn = (item: unknown): string => {
  const no = typeof item === 'object' && item !== null && 'no' in item ? item.no : '';
  return typeof no === 'string' ? no.slice(0, 64) : '';
};

/** The first thing that is wrong with a command, naming the field. */
function read(item: unknown): Result<ToldCommand> {
  const parsed = ToldCommand.safeParse(item);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return err(`${issue?.path.join('.') || 'command'}: ${issue?.message ?? 'not readable'}`);
  }
  const flaw = flawOf(parsed.data);
  return flaw === null ? ok(parsed.data) : err(`command: ${refusal(flaw).en}`);
}

/**
 * `POST /desk/commands`: what officers do, as a source like any other. The body is one command or a list
 * of them, each a `ToldCommand`. Every command is durable, or refused with its reason, before it is
 * answered; one that is refused does not hold up the others. Who gives it, whether that role may, and
 * whether its case is in a state to allow it, is judged and on record before it comes here: our gateway
 * alone may, on a socket that no network reaches.
 *
 * `GET /desk/commands?no=…`: 204 where a command of that number was told before, else 404.
 * @param given what was told before, so that a command told twice is done once
 * @param isKnown whether anything was ever told of a case: a command makes none
 */
export function deskRoutes(
  context: PortContext,
  settings: DeskSettings,
  given: FirstTold<Given>,
  isKnown: (of: CaseReference) => boolean,
): Route[] {
  const { source, health, intake } = context;
  const findUnit = createUnitFinder(context.deployment);

  const received = async (item: unknown): Promise<Received> => {
    const no = numberIn(item);
    const origin = { source, place: `${PATH}#${no}`, raw: () => rawJson(item) };
    const parsed = read(item);
    if (!parsed.ok) return { origin, refusal: parsed.error };
    const command = parsed.value;
    if (command.command.on === 'case' && !isKnown(command.command.case)) {
      const { source: line, upstreamNo } = command.command.case;
      return { origin, refusal: `command.case: ${line} never told of "${upstreamNo}"` };
    }
    const key = `${CLIENT}/${command.no}`;
    const words = hash('sha256', JSON.stringify([command.actor, command.command]), 'base64url');

    const now = context.now();
    const at = command.at ?? now;
    const before = given.known(key);
    if (!before && Math.abs(at - now) > settings.farMinutes * MINUTE)
      return {
        origin,
        refusal: `at: ${new Date(at).toISOString()} is more than ${settings.farMinutes} minutes from now`,
      };
    const until = untilOf(command);
    if (!before && until !== undefined && until <= at)
      return {
        origin,
        refusal: `command.until: ${new Date(until).toISOString()} is not after the command itself`,
      };
    const { dueAt, returnedBy } = command;
    const first =
      before ??
      (await given.told(key, {
        at,
        words,
        ...(dueAt === undefined ? {} : { dueAt }),
        ...(returnedBy === undefined ? {} : { returnedBy }),
      }));
    if (first.words !== words)
      return { origin, refusal: `no: "${command.no}" was another command already` };
    return { origin, draft: draftOf(command, CLIENT, source, first, findUnit) };
  };

  return [
    {
      method: 'GET',
      path: PATH,
      limit: 0,
      reads: true,
      health,
      async handle(call) {
        const key = `${CLIENT}/${call.query.get('no') ?? ''}`;
        return { status: given.known(key) === undefined ? 404 : 204 };
      },
    },
    {
      method: 'POST',
      path: PATH,
      limit: settings.maxBytes,
      health,
      async handle(call) {
        const body = readJson(context, call);
        const items: unknown[] = Array.isArray(body) ? body : [body];
        if (items.length === 0 || items.length > settings.maxCommands) {
          health.refuse('wrong number of commands');
          throw new HttpError(400, `1 to ${settings.maxCommands} commands, not ${items.length}`);
        }
        const records = await Promise.all(items.map(received));
        return answer(items.map(numberIn), await intake.take(records));
      },
    },
  ];
}
