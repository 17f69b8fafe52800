import type { Millis } from '../../config/contract/ids.ts';
import type { Hello, Show } from '../../config/contract/wire.ts';
import { BEAT_MS } from '../../config/contract/wire.ts';
import type { Access } from '../access/scope.ts';
import type { ViewSet } from '../state/keyed-view.ts';
import { type Audience, Audiences } from './audience.ts';
import { Session, type Surroundings } from './session.ts';
import { HELLO_WITHIN_MS, type State } from './session-table.ts';
import type { Line, LineHandlers } from './transport.ts';

const POLICY = 1008;
const GOING_AWAY = 1001;
/** Of the IANA registry of close codes. */
const SERVICE_RESTART = 1012;
/** How often it is looked whether an audience needs a sign of life. */
const LOOK_MS = BEAT_MS / 4;
/** So much may a screen say before the picture stands. */
const MOST_EARLY = 20;

/**
 * The screens and what they are told (config/contract/wire.ts). Screens that show the same are one
 * audience: what a commit changes for it is encoded once. A screen that cannot take it, or comes back,
 * is told the difference between what it holds and the newest state, once it can.
 */
export class Sessions implements Surroundings {
  #audiences: Audiences;
  readonly #views: ViewSet;
  readonly #communityOf: (grid: string) => string | undefined;
  readonly #now: () => Millis;
  readonly #sessions = new Set<Session>();
  /** Those that have not said hello, and since when. */
  readonly #greeting = new Map<Session, Millis>();
  readonly #wrongs = new Map<string, number>();
  #opened = 0;
  #conflated = 0;
  readonly #looking: NodeJS.Timeout;
  #offset: number;
  /** Another gateway's picture is followed. States of it before this offset are not all known. */
  #follows = false;
  #knownFrom = 0;
  #live = true;
  /**
   * While the picture does not stand yet, what each screen said: it is heard once it does.
   * Told before, it would pass for a picture without cases. Null: the picture stands.
   */
  #early: Map<Session, (string | null)[]> | null = null;
  /** Screens that hold a state which another gateway told and this one does not know yet. */
  readonly #ahead = new Map<Session, Hello>();

  /**
   * @param offset of the views' last commit
   * @param epoch names this life of the picture
   * @param now machine time
   * @param communityOf the community of a grid
   */
  constructor(
    views: ViewSet,
    offset: number,
    epoch: string,
    now: () => Millis,
    communityOf: (grid: string) => string | undefined,
  ) {
    this.#views = views;
    this.#communityOf = communityOf;
    this.#offset = offset;
    this.#now = now;
    this.#audiences = new Audiences(views, epoch, communityOf);
    this.#looking = setInterval(() => this.#look(), LOOK_MS);
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** Lines that were ended, by the reason. */
  get wrongs(): ReadonlyMap<string, number> {
    return this.#wrongs;
  }

  /** Lines that ever opened. Those neither open nor ended here were closed from the other side. */
  get opened(): number {
    return this.#opened;
  }

  /** Changes that screens were told by a later one of the same key alone. */
  get conflated(): number {
    return this.#conflated;
  }

  /** Open lines by their state. */
  states(): Record<Exclude<State, 'ended'>, number> {
    const counts = { greeting: 0, filling: 0, level: 0, behind: 0 };
    for (const { state } of this.#sessions) if (state !== 'ended') counts[state]++;
    return counts;
  }

  get offset(): number {
    return this.#offset;
  }

  get live(): boolean {
    return this.#live;
  }

  now(): Millis {
    return this.#now();
  }

  knows(offset: number): boolean {
    return offset >= this.#knownFrom && offset <= this.#offset;
  }

  /**
   * Tells the screens what the views' commit at this offset changed.
   * @param skipped states between the commit before and this one are told by other gateways, and not known here
   */
  publish(offset: number, skipped = false): void {
    this.#offset = offset;
    if (skipped) this.#knownFrom = offset;
    this.#hearAhead();
    for (const audience of this.#audiences) if (audience.level.size > 0) this.#tell(audience);
  }

  /** The views are those of another life of the picture that is followed: lines that were told the former end, and come back. */
  restart(epoch: string, offset: number): void {
    if (this.#early === null)
      for (const session of [...this.#sessions]) session.end(SERVICE_RESTART, 'another picture');
    this.#audiences = new Audiences(this.#views, epoch, this.#communityOf);
    this.#offset = offset;
    this.#follows = true;
    this.#knownFrom = offset;
    this.#hearAhead();
  }

  /** The picture does not stand yet: screens are heard once it is live. */
  hold(): void {
    this.#live = false;
    this.#early = new Map();
  }

  /** While the picture is not live, no sign of life is given. */
  setLive(live: boolean): void {
    this.#live = live;
    if (!live || this.#early === null) return;
    const early = this.#early;
    this.#early = null;
    for (const [session, said] of early) for (const text of said) session.message(text);
  }

  holds(session: Session, text: string | null): boolean {
    if (this.#early === null) return false;
    const said = this.#early.get(session) ?? [];
    this.#greeting.delete(session);
    this.#early.set(session, [...said, text]);
    if (said.length === MOST_EARLY) session.end(POLICY, 'too much said');
    return true;
  }

  awaits(session: Session, hello: Hello): boolean {
    const { have } = hello;
    const epoch = this.#audiences.epochOf(session.access.scope);
    if (!this.#follows || have?.epoch !== epoch || have.offset <= this.#offset) return false;
    this.#ahead.set(session, hello);
    return true;
  }

  /** A line opened by somebody who may see so much. */
  open(line: Line, access: Access): LineHandlers {
    const session = new Session(line, access, this);
    this.#sessions.add(session);
    this.#opened += 1;
    this.#greeting.set(session, this.#now());
    return session;
  }

  close(): void {
    clearInterval(this.#looking);
    for (const session of [...this.#sessions]) session.end(GOING_AWAY, 'server stops');
  }

  enter(access: Access, show: Show): Audience {
    return this.#audiences.enter(access, show, this.#offset);
  }

  exit(audience: Audience): void {
    this.#audiences.exit(audience);
  }

  wrong(reason: string): void {
    this.#wrongs.set(reason, (this.#wrongs.get(reason) ?? 0) + 1);
  }

  conflate(changes: number): void {
    this.#conflated += changes;
  }

  forget(session: Session): void {
    this.#sessions.delete(session);
    this.#greeting.delete(session);
    this.#early?.delete(session);
    this.#ahead.delete(session);
  }

  #hearAhead(): void {
    const ahead = [...this.#ahead];
    this.#ahead.clear();
    for (const [session, hello] of ahead) session.hear(hello);
  }

  #tell(audience: Audience): void {
    const now = this.#now();
    const frame = audience.frame(audience.told, this.#offset, now, null);
    if (frame === null) return;
    // what it takes to bring them level again is the same frame, in pieces
    if (!frame.short) for (const session of [...audience.level]) session.on('long');
    else for (const session of audience.level) session.tell(frame.piece(0));
    audience.told = this.#offset;
    audience.toldAt = now;
  }

  #look(): void {
    const now = this.#now();
    for (const audience of this.#audiences) {
      if (!this.#live || Math.abs(now - audience.toldAt) < BEAT_MS - LOOK_MS) continue;
      const beat = audience.beat(audience.told, this.#offset, now).piece(0);
      for (const session of audience.level) session.tell(beat);
      audience.told = this.#offset;
      audience.toldAt = now;
    }
    for (const [session, since] of this.#greeting) {
      if (session.state !== 'greeting') this.#greeting.delete(session);
      else if (now - since > HELLO_WITHIN_MS) session.end(POLICY, 'no hello');
    }
  }
}
