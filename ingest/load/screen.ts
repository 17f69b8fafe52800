import { WebSocket } from 'ws';
import type { ViewName } from '../../config/contract/picture.ts';
import { type ServerMessage, WIRE_VERSION } from '../../config/contract/wire.ts';

/** A screen without pixels: what reaches a wall, and how long nothing did. */
export class Screen {
  readonly #views = new Map<string, Map<string, unknown>>();
  readonly #socket: WebSocket;
  #last = performance.now();
  /** Longest time in ms between two messages since the start or the last `reset`. */
  longestSilence = 0;

  private constructor(url: string, views: ViewName[]) {
    this.#socket = new WebSocket(`${url.replace('http', 'ws')}ws`);
    this.#socket.on('open', () =>
      this.#socket.send(JSON.stringify({ t: 'hello', version: WIRE_VERSION, views, have: {} })),
    );
    this.#socket.on('message', (text: Buffer) => this.#take(JSON.parse(text.toString())));
  }

  /** Resolves with the first snapshot. */
  static async watch(url: string, views: ViewName[]): Promise<Screen> {
    const screen = new Screen(url, views);
    await new Promise<void>((resolve, reject) => {
      screen.#socket.once('message', () => resolve());
      screen.#socket.once('error', reject);
    });
    return screen;
  }

  #take(message: ServerMessage): void {
    const now = performance.now();
    this.longestSilence = Math.max(this.longestSilence, now - this.#last);
    this.#last = now;
    if (message.t === 'snapshot')
      for (const { view, rows } of message.snapshots) this.#views.set(view, new Map(rows));
    if (message.t === 'frame')
      for (const { view, set, del } of message.patches) {
        const rows = this.#views.get(view) ?? new Map();
        for (const [key, row] of set) rows.set(key, row);
        for (const key of del) rows.delete(key);
      }
  }

  row<Row>(view: ViewName, key: string): Row | undefined {
    return this.#views.get(view)?.get(key) as Row | undefined;
  }

  close(): void {
    this.#socket.terminate();
  }
}
