import type { Logger } from 'pino';
import { faultOf } from '../../config/fault.ts';
import { failure } from './headers.ts';
import type { HttpRequest, HttpResponse } from './transport.ts';

/** The part of a path that names what is asked for: what follows may name a case. */
const ROUTE = /^(?:\/[^/]*){0,2}/;

/** Requests that failed here: each is answered with 500, logged without what was asked, and counted. */
export class Faults {
  readonly #log: Logger;
  count = 0;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** The answer, whatever happens on the way to it. */
  async guard<R extends Pick<HttpRequest, 'method' | 'path'>>(
    request: R,
    answer: (request: R) => Promise<HttpResponse>,
  ): Promise<HttpResponse> {
    try {
      return await answer(request);
    } catch (error) {
      this.count++;
      const { method, path } = request;
      const [route] = ROUTE.exec(path)!;
      this.#log.error({ ...faultOf(error), method, route }, 'a request failed');
      return failure(500, 'a fault here');
    }
  }
}
