import { WebSocket } from 'ws';
import { Incoming } from '../../config/contract/frame-codec.ts';
import { VIEW_NAMES, type ViewName, type Views } from '../../config/contract/picture.ts';
import { Replica, type ViewChange } from '../../config/contract/replica.ts';
import type { Frame } from '../../config/contract/wire.ts';
import { SILENCE_MS } from '../../config/contract/wire.ts';
import { commitViews, type KeyedView, type ViewSet } from '../state/keyed-view.ts';
import type { Sessions } from './sessions.ts';

const RETRY_MS = 250;

/**
 * Makes a gateway the replica of another: it follows the other's picture over the line of a screen, and
 * tells its own screens the same states under the same names (epoch and offset). So a screen whose
 * gateway died goes on at any other one from the state it holds.
 *
 * 1. A state of the origin keeps its name. Where several commits came as one, the states between them
 *    are not known here, and a screen that holds one of them gets the picture whole.
 * 2. Another life of the origin is another picture: the lines of all screens end, and they come back to it.
 * 3. While the origin is not heard, no sign of life is given: screens say that the picture stands still.
 */
export class PictureLine {
  readonly #url: string;
  readonly #headers: Record<string, string>;
  readonly #views: ViewSet;
  readonly #sessions: Sessions;
  readonly #replica: Replica;
  #epoch: string | null = null;
  #offset = 0;
  #socket: WebSocket | null = null;
  #silence: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;
  #stopped = false;

  /**
   * @param url of the origin's line
   * @param headers that admit to all views and rows
   * @param views empty; written by this alone
   * @param sessions of those views
   */
  constructor(url: string, headers: Record<string, string>, views: ViewSet, sessions: Sessions) {
    this.#url = url;
    this.#headers = headers;
    this.#views = views;
    this.#sessions = sessions;
    this.#replica = new Replica(
      VIEW_NAMES,
      Object.fromEntries(
        VIEW_NAMES.map((name) => [name, (change: ViewChange) => this.#write(name, change)]),
      ),
    );
    this.#connect();
  }

  close(): void {
    this.#stopped = true;
    clearTimeout(this.#retry);
    this.#socket?.terminate();
  }

  #connect(): void {
    const socket = new WebSocket(this.#url, { headers: this.#headers });
    const incoming = new Incoming();
    this.#socket = socket;
    this.#watch(socket);
    socket.on('open', () => socket.send(JSON.stringify(this.#replica.hello())));
    socket.on('message', (bytes: Buffer) => {
      this.#watch(socket);
      const message = incoming.take(bytes);
      if (message === null) return;
      if (message.t === 'frame' && this.#replica.apply(message).ok) this.#commit(message);
      else socket.terminate();
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearTimeout(this.#silence);
      this.#sessions.setLive(false);
      if (!this.#stopped) this.#retry = setTimeout(() => this.#connect(), RETRY_MS);
    });
  }

  #watch(socket: WebSocket): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => socket.terminate(), SILENCE_MS);
  }

  #write(name: ViewName, { whole, set, del }: ViewChange): void {
    // the wire pairs a view's name with rows of its own type; here they are only moved
    const view = this.#views[name] as unknown as KeyedView;
    const rows = set as [string, Views[ViewName]][];
    if (whole) view.replace(rows);
    for (const key of del) view.set(key, null);
    for (const [key, row] of rows) view.set(key, row);
  }

  #commit({ epoch, to }: Frame): void {
    const other = epoch !== this.#epoch;
    const skipped = to > this.#offset + 1;
    this.#epoch = epoch;
    this.#offset = to;
    commitViews(this.#views, to);
    if (other) this.#sessions.restart(epoch, to);
    else this.#sessions.publish(to);
    if (other || skipped) for (const name of VIEW_NAMES) this.#views[name].forget(to);
    this.#sessions.setLive(true);
  }
}
