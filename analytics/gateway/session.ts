import { encodeReload, type Outgoing } from '../../config/contract/frame-codec.ts';
import type { Millis } from '../../config/contract/ids.ts';
import type { ViewName } from '../../config/contract/picture.ts';
import { assertNever } from '../../config/contract/result.ts';
import type { Hello, Show } from '../../config/contract/wire.ts';
import { AnyHello, freshAfter, Said, WIRE_VERSION } from '../../config/contract/wire.ts';
import type { Access } from '../access/scope.ts';
import type { Audience, Listener } from './audience.ts';
import { type Effect, type Event, type State, TABLE } from './session-table.ts';
import { FULL_BYTES, type Line, type LineHandlers } from './transport.ts';

/** Close codes of RFC 6455 §7.4.1. */
const UNSUPPORTED = 1003;
const POLICY = 1008;
const TOO_BIG = 1009;

/** A screen may say so often in so long what it shows: each time may cost a whole view. */
const SHOWS = 20;
const SHOWS_MS = 4_000;

/** What a session needs of those around it. */
export interface Surroundings {
  /** The newest committed offset. */
  readonly offset: number;
  /** Whether the state at this offset was one of the views here. */
  knows(offset: number): boolean;
  now(): Millis;
  enter(access: Access, show: Show): Audience;
  exit(audience: Audience): void;
  /** A line ended because of what it said, or did not say. */
  wrong(reason: string): void;
  /** So many changes were told to a screen by a later one of the same key. */
  conflate(changes: number): void;
  forget(session: Session): void;
  /** True: the picture does not stand yet, and what was said is heard again once it does. */
  holds(session: Session, text: string | null): boolean;
  /** True: a state to come of this picture is held, which another gateway told; it is heard again once it is told here. */
  awaits(session: Session, hello: Hello): boolean;
}

/** One screen's line: drives the table of session-table.ts. Kept small: there may be 50,000. */
export class Session implements LineHandlers, Listener {
  state: State = 'greeting';
  readonly #line: Line;
  readonly access: Access;
  readonly #around: Surroundings;
  #audience: Audience | null = null;
  /** What was said and is to be taken over by `ask`. */
  #said: Said | null = null;
  /** The offset of what was sent, where the screen is not level; 0: nothing yet. */
  #position = 0;
  /** Views to be told whole. */
  #fresh: Set<ViewName> | null = null;
  /** Turn of the last `show`, which the screen is to be told was heard. */
  #turn: number | undefined;
  /** The hello is not answered yet. */
  #owed = true;
  /** The frame under way, and how far it was handed over. */
  #frame: Outgoing | null = null;
  #sent = 0;
  #code = POLICY;
  #reason = '';
  /** How often it said what it shows since then. */
  #shows = 0;
  #since: Millis = 0;

  constructor(line: Line, access: Access, around: Surroundings) {
    this.#line = line;
    this.access = access;
    this.#around = around;
  }

  message(text: string | null): void {
    if (this.#around.holds(this, text)) return;
    const said = text === null ? null : parse(text);
    if (text === null) this.end(UNSUPPORTED, 'text frames only');
    else if (said === null) this.end(POLICY, this.#audience ? 'not understood' : 'not a hello');
    else if (said === 'outdated') {
      this.#line.send(encodeReload(WIRE_VERSION));
      this.end(POLICY, 'version not spoken');
    } else this.hear(said);
  }

  oversize(): void {
    this.end(TOO_BIG, 'frame too large');
  }

  drain(): void {
    this.on(this.#line.buffered() === 0 ? 'empty' : 'room');
  }

  close(): void {
    this.on('closed');
  }

  /** Ends the line. `code`: RFC 6455 §7.4. */
  end(code: number, reason: string): void {
    this.#code = code;
    this.#reason = reason;
    this.on('wrong');
  }

  tell(message: Uint8Array): void {
    if (!this.#line.send(message)) this.on('refused');
  }

  on(event: Event): void {
    const { to, run } = TABLE[this.state][event];
    this.state = to;
    for (const effect of run) this.#run(effect);
  }

  /** Takes what was said and understood. */
  hear(said: Said): void {
    if (said.t === 'hello' && this.#around.awaits(this, said)) return;
    const denied = said.show.views.find((view) => !this.access.views.has(view));
    if (denied !== undefined) {
      this.end(POLICY, `not permitted: ${denied}`);
      return;
    }
    if (said.t === 'show' && this.#tooOften()) {
      this.end(POLICY, 'shows change too often');
      return;
    }
    this.#said = said;
    // should this not be the moment for it
    this.#reason = said.t === 'hello' ? 'hello is said once' : 'hello comes first';
    this.on(said.t);
  }

  #tooOften(): boolean {
    const now = this.#around.now();
    if (Math.abs(now - this.#since) >= SHOWS_MS) {
      this.#since = now;
      this.#shows = 0;
    }
    this.#shows += 1;
    return this.#shows > SHOWS;
  }

  #run(effect: Effect): void {
    switch (effect) {
      case 'ask':
        this.#ask();
        break;
      case 'fill':
        this.#fill();
        break;
      case 'pump':
        this.#pump();
        break;
      case 'join':
        this.#audience?.join(this, this.#position);
        break;
      case 'leave':
        this.#position = this.#audience?.told ?? 0;
        this.#audience?.level.delete(this);
        break;
      case 'end':
        this.#around.wrong(this.#reason);
        this.#line.end(this.#code, this.#reason);
        break;
      case 'forget':
        if (this.#audience) this.#around.exit(this.#audience);
        this.#audience = null;
        this.#frame = null;
        this.#around.forget(this);
        break;
      default:
        assertNever(effect);
    }
  }

  #ask(): void {
    const said = this.#said;
    if (said === null) return;
    this.#said = null;
    const before = this.#audience;
    const audience = this.#around.enter(this.access, said.show);
    this.#audience = audience;
    if (said.t === 'hello') this.#resume(said, audience);
    else if (before) {
      const fresh = freshAfter(before.show, said.show);
      // what was to be told whole and still is shown, still is to be
      for (const view of this.#fresh ?? []) if (audience.views.includes(view)) fresh.add(view);
      this.#fresh = fresh;
      this.#turn = said.turn;
      this.#around.exit(before);
    }
  }

  #resume({ have, show }: Hello, audience: Audience): void {
    if (have?.epoch !== audience.epoch || !this.#around.knows(have.offset)) return;
    this.#position = have.offset;
    this.#fresh = new Set(show.views.filter((view) => !have.views.includes(view)));
  }

  #fill(): void {
    const { offset } = this.#around;
    const audience = this.#audience!;
    const fresh = this.#fresh?.size ? this.#fresh : null;
    const at = this.#around.now();
    let frame = audience.frame(this.#position, offset, at, fresh, this.#turn);
    if (frame === null) {
      if (!this.#owed) {
        this.on('even');
        return;
      }
      frame = audience.beat(this.#position, offset, at);
    }
    if (this.#position > 0) this.#around.conflate(audience.conflated(this.#position));
    this.#owed = false;
    this.#turn = undefined;
    this.#fresh = null;
    this.#position = offset;
    this.#frame = frame;
    this.#sent = 0;
    this.#pump();
  }

  #pump(): void {
    const frame = this.#frame;
    if (frame === null) return;
    while (this.#sent < frame.size) {
      if (this.#line.buffered() > FULL_BYTES) return;
      if (!this.#line.send(frame.piece(this.#sent))) return;
      this.#sent = frame.after(this.#sent);
    }
    this.#frame = null;
    this.on('filled');
  }
}

function parse(text: string): Said | 'outdated' | null {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return null;
  }
  const hello = AnyHello.safeParse(said);
  if (hello.success && hello.data.version !== WIRE_VERSION) return 'outdated';
  return Said.safeParse(said).data ?? null;
}
