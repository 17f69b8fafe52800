import { z } from 'zod';
import { ToldCommand } from '../../config/contract/command.ts';

/** What became of a command that was handed on. */
export type HandedOn =
  /** It is durable; `first`: it was not before. */
  | { is: 'taken'; first: boolean }
  /** It will not be taken, however often it is told. */
  | { is: 'rejected'; reason: string }
  /** Nothing is taken now, or nobody knows what was: to be told again. */
  | Away;
export interface Away {
  is: 'away';
  why: string;
  retryAfterSeconds: number;
}

/** The port of ingest at which commands enter like any upstream's records. */
export interface DeskPort {
  handOn(command: ToldCommand): Promise<HandedOn>;
  /** Whether a command of that number was handed on before. */
  told(no: string): Promise<boolean | Away>;
}

const TIMEOUT_MS = 5_000;
const RETRY_S = 1;

const Answer = z.object({
  records: z.tuple([
    z.object({
      outcome: z.enum(['stored', 'duplicate', 'rejected']),
      reason: z.string().nullable(),
    }),
  ]),
});

const away = (why: string, retryAfter: string | null = null): Away => ({
  is: 'away',
  why,
  retryAfterSeconds: Number(retryAfter) || RETRY_S,
});

/**
 * @param url of `/desk/commands` at ingest
 * @param token of our gateway as a client of that port
 */
export function connectDeskPort(url: string, token: string): DeskPort {
  const ask = async (query: string, request: RequestInit): Promise<Response | Away> => {
    try {
      return await fetch(url + query, {
        ...request,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch {
      return away('ingest cannot be reached');
    }
  };
  const unexpected = (answer: Response): Away =>
    away(`ingest answers ${answer.status}`, answer.headers.get('retry-after'));

  return {
    async handOn(command) {
      const answer = await ask('', {
        method: 'POST',
        body: JSON.stringify(z.encode(ToldCommand, command)),
      });
      if (!(answer instanceof Response)) return answer;
      const text = await answer.text().catch(() => '');
      if (answer.status !== 200 && answer.status !== 422) return unexpected(answer);
      const parsed = Answer.safeParse(parseJson(text));
      if (!parsed.success) return unexpected(answer);
      const [{ outcome, reason }] = parsed.data.records;
      return outcome === 'rejected'
        ? { is: 'rejected', reason: reason ?? '' }
        : { is: 'taken', first: outcome === 'stored' };
    },
    async told(no) {
      const answer = await ask(`?no=${encodeURIComponent(no)}`, { method: 'GET' });
      if (!(answer instanceof Response)) return answer;
      if (answer.status === 204) return true;
      return answer.status === 404 ? false : unexpected(answer);
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
