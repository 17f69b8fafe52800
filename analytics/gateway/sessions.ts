import { hash } from 'node:crypto';
import type { Millis } from '../../config/contract/ids.ts';
import type { ViewName } from '../../config/contract/picture.ts';
import { VIEW_NAMES } from '../../config/contract/picture.ts';
import type { Patch } from '../../config/contract/wire.ts';
import { BEAT_MS, Hello, WIRE_VERSION } from '../../config/contract/wire.ts';
import { type Access, type Scope, ScopedPicture } from '../access/scope.ts';
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

/** The picture as all who may see the same rows see it. It lasts as long as one of them does. */
interface Sight {
  /** Another for each scope, so that nobody goes on in another's. */
  epoch: string;
  /** null: every row. */
  scoped: ScopedPicture | null;
  ring: PatchRing;
  sessions: Set<Session>;
}

interface Session {
  line: Line;
  sight: Sight;
  access: Access;
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
  readonly #whole: Sight;
  /** By the key of the scope. */
  readonly #scoped = new Map<string, Sight>();
  readonly #beat: NodeJS.Timeout;

  /**
   * @param epoch names this life of the server
   * @param now machine time
   */
  constructor(views: ViewSet, epoch: string, now: () => Millis) {
    this.epoch = epoch;
    this.#views = views;
    this.#now = now;
    this.#whole = { epoch, scoped: null, ring: new PatchRing(), sessions: new Set() };
    this.#beat = setInterval(() => {
      for (const sight of this.#sights()) {
        const beat = this.#beatOf(sight);
        for (const session of sight.sessions) if (session.views) this.#send(session, beat);
      }
    }, BEAT_MS);
  }

  get size(): number {
    let size = 0;
    for (const { sessions } of this.#sights()) size += sessions.size;
    return size;
  }

  /** Tells the screens what one commit changed. */
  publish(patches: readonly Patch[]): void {
    for (const sight of this.#sights()) this.#publish(sight, patches);
  }

  /** A line opened by somebody who may see so much. */
  open(line: Line, access: Access): LineHandlers {
    const sight = this.#sightOf(access.scope);
    const session: Session = { line, sight, access, views: null, behind: false };
    sight.sessions.add(session);
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
        sight.sessions.delete(session);
        if (access.scope && sight.sessions.size === 0) this.#scoped.delete(access.scope.key);
      },
    };
  }

  close(): void {
    clearInterval(this.#beat);
    for (const { sessions } of this.#sights())
      for (const { line } of sessions) line.end(GOING_AWAY, 'server stops');
  }

  *#sights(): Generator<Sight> {
    yield this.#whole;
    yield* this.#scoped.values();
  }

  #sightOf(scope: Scope | null): Sight {
    if (scope === null) return this.#whole;
    let sight = this.#scoped.get(scope.key);
    if (!sight) {
      sight = {
        epoch: `${this.epoch}/${hash('sha256', scope.key).slice(0, 16)}`,
        scoped: new ScopedPicture(this.#views, scope),
        ring: new PatchRing(),
        sessions: new Set(),
      };
      this.#scoped.set(scope.key, sight);
    }
    return sight;
  }

  #publish(sight: Sight, patches: readonly Patch[]): void {
    const encoded = new Map<ViewName, string>();
    for (const whole of patches) {
      const patch = sight.scoped?.patch(whole) ?? whole;
      const json = JSON.stringify(patch);
      encoded.set(patch.view, json);
      sight.ring.add(patch.view, patch.offset, json);
    }
    const frames = new Map<string, string>();
    for (const session of sight.sessions) {
      if (!session.views || session.behind) continue;
      const shown = session.views.filter((view) => encoded.has(view));
      if (shown.length === 0) continue;
      const key = shown.join();
      let frame = frames.get(key);
      if (frame === undefined) {
        frame = this.#frame(
          sight,
          shown.map((view) => encoded.get(view)!),
        );
        frames.set(key, frame);
      }
      this.#send(session, frame);
    }
  }

  #hello(session: Session, text: string): void {
    const { line, sight, access } = session;
    const hello = parseHello(text);
    if (hello === null) {
      line.end(POLICY, 'not a hello');
      return;
    }
    if (hello.version !== WIRE_VERSION) {
      line.send(JSON.stringify({ t: 'reload', version: WIRE_VERSION }));
      line.end(POLICY, 'version not spoken');
      return;
    }
    const denied = hello.views.find((view) => !access.views.has(view));
    if (denied !== undefined) {
      line.end(POLICY, `not permitted: ${denied}`);
      return;
    }
    session.views = VIEW_NAMES.filter((view) => hello.views.includes(view));
    const missed: string[] = [];
    const anew: ViewName[] = [];
    for (const view of session.views) {
      const have = hello.have[view];
      const patches =
        have?.epoch === sight.epoch
          ? sight.ring.between(view, have.offset, this.#views[view].offset)
          : null;
      if (patches === null) anew.push(view);
      else missed.push(...patches);
    }
    if (anew.length > 0) line.send(this.#snapshots(sight, anew));
    if (missed.length > 0) line.send(this.#frame(sight, missed));
    if (anew.length === 0 && missed.length === 0) line.send(this.#beatOf(sight));
  }

  #catchUp(session: Session, views: readonly ViewName[]): void {
    session.behind = false;
    session.line.send(this.#snapshots(session.sight, views));
  }

  #send(session: Session, text: string): void {
    if (session.behind) return;
    const queued = session.line.buffered();
    if (queued > 0 && queued + Buffer.byteLength(text) > QUEUE_LIMIT) session.behind = true;
    else session.line.send(text);
  }

  #beatOf({ epoch }: Sight): string {
    return JSON.stringify({ t: 'beat', epoch, at: this.#now() });
  }

  #frame({ epoch }: Sight, patches: readonly string[]): string {
    const head = JSON.stringify({ t: 'frame', epoch, at: this.#now() });
    return `${head.slice(0, -1)},"patches":[${patches.join()}]}`;
  }

  #snapshots({ epoch, scoped }: Sight, views: readonly ViewName[]): string {
    const snapshots = views.map((view) => scoped?.snapshot(view) ?? this.#views[view].snapshot());
    return JSON.stringify({ t: 'snapshot', epoch, at: this.#now(), snapshots });
  }
}

function parseHello(text: string): Hello | null {
  try {
    return Hello.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
