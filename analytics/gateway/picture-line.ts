import { WebSocket } from 'ws';
import { Incoming } from '../../config/contract/frame-codec.ts';
import { SILENCE_MS } from '../../config/contract/wire.ts';
import type { ViewSet } from '../state/keyed-view.ts';
import { Follower } from './follower.ts';
import type { Sessions } from './sessions.ts';

const RETRY_MS = 250;

/**
 * Makes a gateway the replica of another: it follows the other's picture over the line of a screen, and
 * tells its own screens the same states (follower.ts). So a screen whose gateway died goes on at any
 * other one from the state it holds.
 *
 * While the origin is not heard, no sign of life is given: screens say that the picture stands still.
 */
export class PictureLine {
  readonly #url: string;
  readonly #headers: Record<string, string>;
  readonly #sessions: Sessions;
  readonly #follower: Follower;
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
    this.#sessions = sessions;
    this.#follower = new Follower(views, sessions);
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
    socket.on('open', () => socket.send(JSON.stringify(this.#follower.hello())));
    socket.on('message', (bytes: Buffer) => {
      this.#watch(socket);
      const message = incoming.take(bytes);
      if (message && !this.#follower.take(message)) socket.terminate();
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
}
