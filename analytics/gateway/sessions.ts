import type { Millis } from '../../config/contract/ids.ts';
import type { ViewName } from '../../config/contract/picture.ts';
import { VIEW_NAMES } from '../../config/contract/picture.ts';
import type { Patch } from '../../config/contract/wire.ts';
import { BEAT_MS, Hello, WIRE_VERSION } from '../../config/contract/wire.ts';
import type { ViewSet } from '../state/keyed-view.ts';
import { PatchRing } from './ring.ts';
import type { Line, LineHandlers } from './transport.ts';

/** A screen that has more than this waiting gets nothing until it has caught up, then a snapshot. */
export const QUEUE_LIMIT = 1024 * 1024;
const HELLO_WITHIN_MS = 10_000;

/** Close codes of RFC 6455 §7.4.1. */
const UNSUPPORTED = 1003;
const POLICY = 1008;
const TOO_BIG = 1009;
const GOING_AWAY = 1001;

interface Session {
  line: Line;
  /** null until hello. In the order of VIEW_NAMES. */
  views: readonly ViewName[] | null;
  /** Missed something: gets snapshots once its queue is empty. */
  behind: boolean;
}

/**
 * The screens and what they are told (config/contract/wire.ts): snapshots or missed patches at hello,
 * then every committed patch of their views, and a beat. What is the same for several is encoded once.
 */
export class Sessions {
  readonly epoch: string;
  readonly #views: ViewSet;
  readonly #now: () => Millis;
  readonly #sessions = new Set<Session>();
  readonly #ring = new PatchRing();
  readonly #beat: NodeJS.Timeout;

  /**
   * @param epoch names this life of the server
   * @param now machine time
   */
  constructor(views: ViewSet, epoch: string, now: () => Millis) {
    this.epoch = epoch;
    this.#views = views;
    this.#now = now;
    this.#beat = setInterval(() => {
      const beat = JSON.stringify({ t: 'beat', epoch, at: now() });
      for (const session of this.#sessions) if (session.views) this.#send(session, beat);
    }, BEAT_MS);
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** Tells the screens what one commit changed. */
  publish(patches: readonly Patch[]): void {
    const encoded = new Map<ViewName, string>();
    for (const patch of patches) {
      const json = JSON.stringify(patch);
      encoded.set(patch.view, json);
      this.#ring.add(patch.view, patch.offset, json);
    }
    const frames = new Map<string, string>();
    for (const session of this.#sessions) {
      if (!session.views || session.behind) continue;
      const shown = session.views.filter((view) => encoded.has(view));
      if (shown.length === 0) continue;
      const key = shown.join();
      let frame = frames.get(key);
      if (frame === undefined) {
        frame = this.#frame(shown.map((view) => encoded.get(view)!));
        frames.set(key, frame);
      }
      this.#send(session, frame);
    }
  }

  /** A line opened. */
  open(line: Line): LineHandlers {
    const session: Session = { line, views: null, behind: false };
    this.#sessions.add(session);
    const late = setTimeout(() => line.end(POLICY, 'no hello'), HELLO_WITHIN_MS);
    return {
      message: (text) => {
        if (text === null) line.end(UNSUPPORTED, 'text frames only');
        else if (session.views) line.end(POLICY, 'hello is said once');
        else {
          clearTimeout(late);
          this.#hello(session, text);
        }
      },
      oversize: () => line.end(TOO_BIG, 'frame too large'),
      drain: () => {
        if (session.behind && session.views) this.#catchUp(session, session.views);
      },
      dropped: () => {
        session.behind = true;
      },
      close: () => {
        clearTimeout(late);
        this.#sessions.delete(session);
      },
    };
  }

  close(): void {
    clearInterval(this.#beat);
    for (const { line } of this.#sessions) line.end(GOING_AWAY, 'server stops');
  }

  #hello(session: Session, text: string): void {
    const hello = parseHello(text);
    if (hello === null) {
      session.line.end(POLICY, 'not a hello');
      return;
    }
    if (hello.version !== WIRE_VERSION) {
      session.line.send(JSON.stringify({ t: 'reload', version: WIRE_VERSION }));
      session.line.end(POLICY, 'version not spoken');
      return;
    }
    session.views = VIEW_NAMES.filter((view) => hello.views.includes(view));
    const missed: string[] = [];
    const anew: ViewName[] = [];
    for (const view of session.views) {
      const have = hello.have[view];
      const patches =
        have?.epoch === this.epoch
          ? this.#ring.between(view, have.offset, this.#views[view].offset)
          : null;
      if (patches === null) anew.push(view);
      else missed.push(...patches);
    }
    if (anew.length > 0) session.line.send(this.#snapshots(anew));
    if (missed.length > 0) session.line.send(this.#frame(missed));
    if (anew.length === 0 && missed.length === 0)
      session.line.send(JSON.stringify({ t: 'beat', epoch: this.epoch, at: this.#now() }));
  }

  #catchUp(session: Session, views: readonly ViewName[]): void {
    session.behind = false;
    session.line.send(this.#snapshots(views));
  }

  #send(session: Session, text: string): void {
    if (session.behind) return;
    const queued = session.line.buffered();
    if (queued > 0 && queued + Buffer.byteLength(text) > QUEUE_LIMIT) session.behind = true;
    else session.line.send(text);
  }

  #frame(patches: readonly string[]): string {
    const head = JSON.stringify({ t: 'frame', epoch: this.epoch, at: this.#now() });
    return `${head.slice(0, -1)},"patches":[${patches.join()}]}`;
  }

  #snapshots(views: readonly ViewName[]): string {
    const snapshots = views.map((view) => this.#views[view].snapshot());
    return JSON.stringify({ t: 'snapshot', epoch: this.epoch, at: this.#now(), snapshots });
  }
}

function parseHello(text: string): Hello | null {
  try {
    return Hello.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
