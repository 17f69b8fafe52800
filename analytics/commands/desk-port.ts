import { type IncomingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';
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

interface Answered {
  is: 'answered';
  status: number;
  headers: IncomingHttpHeaders;
  /** As JSON; null: it is none. */
  body: unknown;
}

const away = (why: string, retryAfter?: string): Away => ({
  is: 'away',
  why,
  retryAfterSeconds: Number(retryAfter) || RETRY_S,
});

const Said = z.object({ error: z.string() });

/** @param socketPath of ingest's desk port: who may open it is a matter of the file alone */
export function connectDeskPort(socketPath: string): DeskPort {
  const ask = (method: 'GET' | 'POST', query: string, body = ''): Promise<Answered | Away> =>
    new Promise((resolve) => {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const asked = { socketPath, method, path: `/desk/commands${query}`, agent: false, signal };
      const gone = () => resolve(away('ingest cannot be reached'));
      request(asked, (answer) => {
        const { statusCode: status = 0, headers } = answer;
        text(answer).then(
          (body) => resolve({ is: 'answered', status, headers, body: parseJson(body) }),
          gone,
        );
      })
        .on('error', gone)
        .end(body);
    });
  const unexpected = ({ status, headers, body }: Answered): Away => {
    const said = Said.safeParse(body);
    const why = said.success ? said.data.error : `ingest answers ${status}`;
    return away(why, headers['retry-after']);
  };

  return {
    async handOn(command) {
      const answer = await ask('POST', '', JSON.stringify(z.encode(ToldCommand, command)));
      if (answer.is === 'away') return answer;
      if (answer.status !== 200 && answer.status !== 422) return unexpected(answer);
      const parsed = Answer.safeParse(answer.body);
      if (!parsed.success) return unexpected(answer);
      const [{ outcome, reason }] = parsed.data.records;
      return outcome === 'rejected'
        ? { is: 'rejected', reason: reason ?? '' }
        : { is: 'taken', first: outcome === 'stored' };
    },
    async told(no) {
      const answer = await ask('GET', `?no=${encodeURIComponent(no)}`);
      if (answer.is === 'away') return answer;
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
