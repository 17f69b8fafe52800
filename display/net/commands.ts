import type { AllowedCommand } from '../../config/contract/api.ts';
import type { Refusal } from '../../config/contract/refusal.ts';
import { err, ok, type Result } from '../../config/contract/result.ts';
import { request } from './request.ts';

/** A command as it goes over the network: `Command` of config/contract/command.ts with times in ISO 8601. */
export interface CommandOut {
  no: string;
  actor: string;
  command: object;
}

/** What became of a command that was posted; `unknown`: nobody said, it is to be posted again. */
export type Posted =
  | { is: 'done' }
  | { is: 'refused'; refusal: Pick<Refusal, 'zh' | 'en'> }
  | { is: 'unknown'; retryAfterMs: number };

const RETRY_MS = 1_000;

export async function postCommand(command: CommandOut): Promise<Posted> {
  try {
    const answer = await request('/api/commands', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(command),
    });
    if (answer.ok) return { is: 'done' };
    if (answer.status >= 500 || answer.status === 429) {
      const seconds = Number(answer.headers.get('retry-after'));
      return { is: 'unknown', retryAfterMs: seconds > 0 ? seconds * 1000 : RETRY_MS };
    }
    const { zh, en, error } = (await answer.json()) as Partial<Refusal> & { error?: string };
    const words = error ?? `HTTP ${answer.status}`;
    return { is: 'refused', refusal: { zh: zh ?? words, en: en ?? words } };
  } catch {
    return { is: 'unknown', retryAfterMs: RETRY_MS }; // the line says what is wrong with the server
  }
}

/** What may be done with a case now: nothing, where it is not known. `stranger`: nobody is signed in. */
export async function getAllowed(
  caseId: string,
): Promise<Result<AllowedCommand[], 'stranger' | 'failed'>> {
  try {
    const answer = await request(`/api/commands?case=${encodeURIComponent(caseId)}`);
    if (answer.status === 401) return err('stranger');
    if (answer.status === 403 || answer.status === 404) return ok([]);
    return answer.ok ? ok((await answer.json()) as AllowedCommand[]) : err('failed');
  } catch {
    return err('failed');
  }
}
