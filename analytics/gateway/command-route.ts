import type { AllowedCommand, CommandReceipt } from '../../config/contract/api.ts';
import { Command, subjectOf } from '../../config/contract/command.ts';
import type { CaseId } from '../../config/contract/ids.ts';
import { type RefusalReason, refusal } from '../../config/contract/refusal.ts';
import { assertNever, err, ok, type Result } from '../../config/contract/result.ts';
import { type Identity, recordedAs } from '../access/identity.ts';
import type { Refusals } from '../audit/refusals.ts';
import type { CommandDesk, Giver } from '../commands/command-desk.ts';
import { failure, json } from './headers.ts';
import type { Asked, HttpResponse } from './transport.ts';

/** Who takes commands. */
export interface Commands {
  desk: Pick<CommandDesk, 'take' | 'openActs'>;
}

const STATUS: Readonly<Partial<Record<RefusalReason, number>>> = {
  role: 403,
  'unknown-case': 404,
  'unknown-alert': 404,
};
const REFUSED = 409;

const utf8 = new TextDecoder('utf-8', { fatal: true });

function read(body: Uint8Array): Result<Command> {
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(body));
  } catch {
    return err('not JSON in UTF-8');
  }
  const parsed = Command.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  return err(`${issue?.path.join('.') || 'command'}: ${issue?.message ?? 'not readable'}`);
}

const giverOf = ({ who, address }: Asked): Giver => {
  const { role, access } = who as Identity;
  return { who: recordedAs(who as Identity), role, scope: access.scope, from: address };
};

/** Whoever is signed in acts under its own name; a token speaks for its desks, and says which beside its name. */
const actorOf = ({ who }: Asked, { actor }: Command): string =>
  who?.kind === 'account' ? who.id : `${who?.id}:${actor}`;

/** `GET /api/commands?case=ID`: what may be done with a case. */
export async function allowedCommands(request: Asked, { desk }: Commands): Promise<HttpResponse> {
  const id = request.query.get('case');
  if (id === null) return failure(400, 'name a case');
  const found = await desk.openActs(giverOf(request), id as CaseId);
  if (!found.ok) return failure(503, found.error);
  const acts: AllowedCommand[] | null = found.value;
  return acts === null ? json(404, refusal('unknown-case')) : json(200, acts);
}

/** `POST /api/commands`. */
export async function postCommand(
  request: Asked,
  { desk }: Commands,
  audit: Pick<Refusals, 'record'>,
): Promise<HttpResponse> {
  const giver = giverOf(request);
  const told = read(request.body);
  if (!told.ok) {
    const { who, role, from } = giver;
    await audit.record({
      ...{ act: 'command', outcome: 'refused', who, role, from },
      ...{ target: '', reason: 'malformed', detail: {} }, // never what stood there
    });
    return json(400, refusal('malformed', told.error));
  }
  const command = { ...told.value, actor: actorOf(request, told.value) };
  const outcome = await desk.take(giver, command);
  switch (outcome.is) {
    case 'done': {
      const receipt: CommandReceipt = { no: command.no, subject: subjectOf(command) };
      return json(200, receipt);
    }
    case 'refused':
      return json(STATUS[outcome.refusal.reason] ?? REFUSED, outcome.refusal);
    case 'away': {
      const later = failure(503, outcome.why);
      const headers = { ...later.headers, 'retry-after': String(outcome.retryAfterSeconds) };
      return { ...later, headers };
    }
    default:
      return assertNever(outcome);
  }
}
