import type { AccessBook } from '../access/access-book.ts';
import type { Doorkeeper } from '../access/doorkeeper.ts';
import type { Identity } from '../access/identity.ts';
import type { Line, LineHandlers } from './transport.ts';

const LOOK_MS = 1_000;
/** What ends by itself ends within so many looks; it is also how often an open line is a sign of life. */
const ALL_AFTER = 30;
/** Of our own, RFC 6455 §7.4.2: whoever it was let in as holds no more. */
export const SIGNED_OUT = 4401;

/** One open line: passes on what happens on it, and is forgotten with it. */
class Guest implements LineHandlers {
  readonly #here: Set<Guest>;
  readonly #handlers: LineHandlers;
  readonly line: Line;
  readonly who: Identity;

  constructor(here: Set<Guest>, line: Line, who: Identity, handlers: LineHandlers) {
    this.#here = here;
    this.#handlers = handlers;
    this.line = line;
    this.who = who;
    here.add(this);
  }

  message(text: string | null): void {
    this.#handlers.message(text);
  }

  oversize(): void {
    this.#handlers.oversize();
  }

  drain(): void {
    this.#handlers.drain();
  }

  close(): void {
    this.#here.delete(this);
    this.#handlers.close();
  }
}

/** The open lines and who is at their ends: a line ends within a second of what it was let in by. */
export class Guests {
  readonly #book: Pick<AccessBook, 'revision'>;
  readonly #doorkeeper: Pick<Doorkeeper, 'holds'>;
  readonly #here = new Set<Guest>();
  readonly #looking: NodeJS.Timeout;
  #revision: number;
  #looks = 0;

  constructor(book: Pick<AccessBook, 'revision'>, doorkeeper: Pick<Doorkeeper, 'holds'>) {
    this.#book = book;
    this.#doorkeeper = doorkeeper;
    this.#revision = book.revision;
    this.#looking = setInterval(() => this.#look(), LOOK_MS);
  }

  /** Somebody who was let in opened a line. @returns what the transport is to tell of it */
  came(line: Line, who: Identity, handlers: LineHandlers): LineHandlers {
    return new Guest(this.#here, line, who, handlers);
  }

  stop(): void {
    clearInterval(this.#looking);
  }

  #look(): void {
    this.#looks = (this.#looks + 1) % ALL_AFTER;
    const { revision } = this.#book;
    if (revision === this.#revision && this.#looks !== 0) return;
    this.#revision = revision;
    for (const { line, who } of [...this.#here])
      if (!this.#doorkeeper.holds(who)) line.end(SIGNED_OUT, 'signed out');
  }
}
