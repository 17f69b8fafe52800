import { hash } from 'node:crypto';
import type { Millis } from '../../../config/contract/ids.ts';
import { err, ok, type Result } from '../../../config/contract/result.ts';
import type { DeskSettings } from '../../../config/deployment/ports/desk.ts';
import type { Received } from '../../intake/intake.ts';
import type { FirstTold } from '../first-told.ts';
import { answer } from '../http/answer.ts';
import { bearer } from '../http/bearer.ts';
import { readJson } from '../http/records.ts';
import { HttpError, type Route } from '../http/route.ts';
import type { PortContext } from '../port.ts';
import { rawJson } from '../raw-json.ts';
import { Command, draftOf, untilOf } from './command.ts';

const PATH = '/desk/commands';
const MINUTE = 60_000;

/** What is remembered of a command that was given. */
export interface Given {
  /** When, in UTC ms: stamped here unless the command said so itself. */
  at: Millis;
  /** Fingerprint of what it said. */
  words: string;
}

const numberIn = (item: unknown): string => {
  const no = typeof item === 'object' && item !== null && 'no' in item ? item.no : '';
  return typeof no === 'string' ? no.slice(0, 64) : '';
};

/** The first thing that is wrong with a command, naming the field. */
function read(item: unknown): Result<Command> {
  const parsed = Command.safeParse(item);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  return err(`${issue?.path.join('.') || 'command'}: ${issue?.message ?? 'not readable'}`);
}

/**
 * `POST /desk/commands`: what officers do, as a source like any other. The body is one command or a list
 * of them, each `{no, actor, at?, command}` (see `Command`); the token is one of `context.keys.clients`.
 * Every command is durable, or refused with its reason, before it is answered; one that is refused does
 * not hold up the others. Whether a case is in a state to allow a command is judged by who reads it.
 * @param given what was told before, so that a command told twice is done once
 */
export function deskRoutes(
  context: PortContext,
  settings: DeskSettings,
  given: FirstTold<Given>,
): Route[] {
  const { source, health, intake } = context;

  const received = async (item: unknown, client: string): Promise<Received> => {
    const no = numberIn(item);
    const origin = { source, place: `${PATH}#${no}`, raw: () => rawJson(item) };
    const parsed = read(item);
    if (!parsed.ok) return { origin, refusal: parsed.error };
    const command = parsed.value;
    const key = `${client}/${command.no}`;
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
    const first = before ?? (await given.told(key, { at, words }));
    if (first.words !== words)
      return { origin, refusal: `no: "${command.no}" was another command already` };
    return { origin, draft: draftOf(command, client, source, first.at) };
  };

  return [
    {
      method: 'POST',
      path: PATH,
      limit: settings.maxBytes,
      health,
      async handle(call) {
        const client = bearer(context, call);
        const body = readJson(context, call);
        const items: unknown[] = Array.isArray(body) ? body : [body];
        if (items.length === 0 || items.length > settings.maxCommands) {
          health.refuse('wrong number of commands');
          throw new HttpError(400, `1 to ${settings.maxCommands} commands, not ${items.length}`);
        }
        const records = await Promise.all(items.map((item) => received(item, client)));
        return answer(items.map(numberIn), await intake.take(records));
      },
    },
  ];
}
