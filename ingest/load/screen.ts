import { WebSocket } from 'ws';
import type { ViewName } from '../../config/contract/picture.ts';
import { Replica } from '../../config/contract/replica.ts';
import type { Running } from '../../config/running.fixture.ts';
import { keepReplica } from '../../config/screen.fixture.ts';

/** A screen without pixels: what reaches a wall, and how long nothing did. */
export class Screen {
  readonly #replica: Replica;
  readonly #socket: WebSocket;
  #last = performance.now();
  /** Longest time in ms between two messages since the start or the last `reset`. */
  longestSilence = 0;

  private constructor({ url, officer }: Running, views: ViewName[]) {
    this.#replica = new Replica(views);
    this.#socket = new WebSocket(`${url.replace('http', 'ws')}ws`, { headers: officer });
    keepReplica(this.#socket, this.#replica, () => {
      const now = performance.now();
      this.longestSilence = Math.max(this.longestSilence, now - this.#last);
      this.#last = now;
    });
  }

  /** Resolves with the first message. */
  static async watch(qiao: Running, views: ViewName[]): Promise<Screen> {
    const screen = new Screen(qiao, views);
    await new Promise<void>((resolve, reject) => {
      screen.#socket.once('message', () => resolve());
      screen.#socket.once('error', reject);
    });
    return screen;
  }

  row<Row>(view: ViewName, key: string): Row | undefined {
    return this.#replica.rows[view].get(key) as Row | undefined;
  }

  close(): void {
    this.#socket.terminate();
  }
}
