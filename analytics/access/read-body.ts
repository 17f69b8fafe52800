import type { z } from 'zod';
import { err, ok, type Result } from '../../config/contract/result.ts';
import { refuse } from '../gateway/route.ts';
import type { HttpRequest, HttpResponse } from '../gateway/transport.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The body of a request as a schema understands it, or the refusal. Says where it is wrong, never what stood there. */
export function readBody<T>(
  { body }: Pick<HttpRequest, 'body'>,
  schema: z.ZodType<T>,
): Result<T, HttpResponse> {
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(body));
  } catch {
    return err(refuse('malformed', undefined, 'not JSON in UTF-8'));
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const place = parsed.error.issues[0]?.path.join('.') || 'body';
  return err(refuse('malformed', undefined, place));
}
