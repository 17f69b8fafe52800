import type { AllowedCommand, CommandReceipt } from '../../config/contract/api.ts';
import { Command, subjectOf } from '../../config/contract/command.ts';
import type { CaseId } from '../../config/contract/ids.ts';
import { type RefusalReason, refusal } from '../../config/contract/refusal.ts';
import { assertNever, err, ok, type Result } from '../../config/contract/result.ts';
import type { Role } from '../../config/contract/roles.ts';
import type { CommandDesk } from '../commands/command-desk.ts';
import { failure, json } from './headers.ts';
import type { HttpRequest, HttpResponse } from './transport.ts';

/** Who takes commands. */
export interface Commands {
  /** null: nobody known. */
  roleOf(request: Pick<HttpRequest, 'header'>): Role | null;
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

function stranger(): HttpResponse {
  const unknown = json(401, refusal('token'));
  return { ...unknown, headers: { ...unknown.headers, 'www-authenticate': 'Bearer' } };
}

/** `GET /api/commands?case=ID`: what may be done with a case. */
export async function allowedCommands(
  request: HttpRequest,
  { roleOf, desk }: Commands,
): Promise<HttpResponse> {
  const role = roleOf(request);
  if (role === null) return stranger();
  const id = request.query.get('case');
  if (id === null) return failure(400, 'name a case');
  const found = await desk.openActs(role, id as CaseId);
  if (!found.ok) return failure(503, found.error);
  const acts: AllowedCommand[] | null = found.value;
  return acts === null ? json(404, refusal('unknown-case')) : json(200, acts);
}

/** `POST /api/commands`. */
export async function postCommand(
  request: HttpRequest,
  { roleOf, desk }: Commands,
): Promise<HttpResponse> {
  const role = roleOf(request);
  if (role === null) return stranger();
  const command = read(request.body);
  if (!command.ok) return json(400, refusal('malformed', command.error));
  const outcome = await desk.take(role, command.value);
  switch (outcome.is) {
    case 'done': {
      const { no } = command.value;
      const receipt: CommandReceipt = { no, subject: subjectOf(command.value) };
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
