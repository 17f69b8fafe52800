import { ok, type Result } from '../../config/contract/result.ts';
import { pair, pairDemo } from './devices.ts';
import { type DoorOptions, entry, type From, type Refused, refused } from './door.ts';
import { lookUp, use } from './links.ts';

/** How browsers become walls. Each is told to the audit before it is one. */
export class Pairing {
  readonly #of: DoorOptions;

  constructor(options: DoorOptions) {
    this.#of = options;
  }

  /** Makes a browser the wall that a link is for. @returns value of its cookie */
  async pair(secret: string, from: From): Promise<Result<{ cookie: string; id: string }, Refused>> {
    const { book, now, tell } = this.#of;
    const link = lookUp(book, 'pairing', secret, now());
    if (!link || !book.devices.get(link.of)) return refused('link');
    await tell(entry('account', link.of, 'wall', from, { change: 'wall paired' }));
    const cookie = await book.change(() => {
      const device = book.devices.get(link.of);
      return device && use(book, 'pairing', secret, now()) ? pair(book, device, now()) : null;
    });
    return cookie === null ? refused('link') : ok({ cookie, id: link.of });
  }

  /** A wall of the demo. @returns value of its cookie */
  async pairDemo(id: string, name: string, from: From): Promise<string> {
    const { book, now, tell } = this.#of;
    await tell(entry('account', id, 'wall', from, { change: 'wall of the demo paired' }));
    return book.change(() => pairDemo(book, id, name, now()));
  }
}
