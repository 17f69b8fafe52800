/** The server itself waits up to 30 s for an answer of the store. */
const PATIENCE_MS = 40_000;

/**
 * As `fetch`, but of a server that says nothing, as behind a network that is lost without a word, it is
 * known after 40 s that there is no answer: it rejects.
 */
export const request = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(path, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
