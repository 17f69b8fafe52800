import fc from 'fast-check';
import { expect } from 'vitest';
import { Incoming } from '../../config/contract/frame-codec.ts';
import { VIEW_NAMES, type ViewName } from '../../config/contract/picture.ts';
import { Replica } from '../../config/contract/replica.ts';
import type { Said, Show } from '../../config/contract/wire.ts';
import { PIECE_BYTES } from '../../config/contract/wire.ts';
import { type Access, isShown, type Scope } from '../access/scope.ts';
import { commitViews, emptyViews, type ViewSet } from '../state/keyed-view.ts';
import { Sessions } from './sessions.ts';
import { BUFFER_BYTES, FULL_BYTES, type Line, type LineHandlers } from './transport.ts';

/** A line whose other end reads when it likes: what it does not read waits, up to the limit. */
export class TestLine implements Line {
  handlers!: LineHandlers;
  readonly waiting: Uint8Array[] = [];
  ended: string | null = null;
  #bytes = 0;

  send(message: Uint8Array): boolean {
    expect(message.length).toBeLessThanOrEqual(PIECE_BYTES);
    if (this.ended !== null || this.#bytes > FULL_BYTES) return false;
    this.waiting.push(message);
    this.#bytes += message.length;
    expect(this.#bytes).toBeLessThanOrEqual(BUFFER_BYTES);
    return true;
  }

  buffered(): number {
    return this.#bytes;
  }

  end(_: number, reason: string): void {
    this.ended = reason;
  }

  /** The next message reaches the other end. */
  read(): Uint8Array | undefined {
    const message = this.waiting.shift();
    this.#bytes -= message?.length ?? 0;
    if (message) this.handlers.drain();
    return message;
  }
}

export const sessionsOf = (views: ViewSet, epoch: string): Sessions =>
  new Sessions(views, 1, epoch, () => 0, COMMUNITY_OF);

const COMMUNITY_OF = (grid: string) => (grid === 'a' || grid === 'b' ? 'north' : 'south');

/** What screens come to, and the picture that it tells them. */
export interface Gateway {
  readonly views: ViewSet;
  readonly sessions: Sessions;
}

/** A server's life, its picture, and the screens that come to it. */
export class Server implements Gateway {
  readonly views: ViewSet = emptyViews();
  readonly sessions: Sessions;
  offset = 1;

  constructor(life: number) {
    this.sessions = sessionsOf(this.views, `life ${life}`);
  }

  commit(): void {
    if (!commitViews(this.views, this.offset + 1)) return;
    this.offset += 1;
    this.sessions.publish(this.offset);
  }
}

/** The screen's end, as display/net/line.ts drives it, without timers. */
export class Screen {
  readonly replica: Replica;
  readonly access: Access;
  line: TestLine | null = null;
  #gateway: Gateway | null = null;
  #incoming = new Incoming();

  constructor(access: Access, show: Show) {
    this.access = access;
    this.replica = new Replica(show.views);
    this.replica.change(show);
  }

  connect(gateway: Gateway): void {
    this.line?.handlers.close();
    const line = new TestLine();
    line.handlers = gateway.sessions.open(line, this.access);
    this.line = line;
    this.#gateway = gateway;
    this.#incoming = new Incoming();
    this.#say(this.replica.hello());
  }

  show(show: Show): void {
    this.#say(this.replica.change(show));
  }

  /** Reads so many messages. A line that has ended is opened again. */
  read(messages: number): void {
    if (this.line?.ended != null) this.connect(this.#gateway!);
    for (let n = 0; n < messages; n++) {
      const bytes = this.line?.read();
      if (!bytes) return;
      const message = this.#incoming.take(bytes);
      if (message && !this.replica.apply(message).ok) throw new Error('a gap');
    }
  }

  /** Holds of these views what it may see and shows, by the same numbers. */
  equals(views: ViewSet): void {
    const { views: shown, communities, window } = this.replica.show;
    const { scope } = this.access;
    for (const name of VIEW_NAMES) {
      const rows = [...(views[name].rows as Map<string, never>)].filter(([, row]) => {
        const { grid, lon, lat } = row as { grid?: string; lon?: number | null; lat?: number };
        if (!shown.includes(name) || (scope && !isShown(scope, name, row))) return false;
        if (communities && grid !== undefined && !communities.includes(COMMUNITY_OF(grid)))
          return false;
        if (name !== 'cases' || !window || lon == null || lat == null) return true;
        return lon >= window[0] && lon <= window[2] && lat >= window[1] && lat <= window[3];
      });
      const held = this.replica.rows[name];
      expect(new Map<string, unknown>(held), name).toEqual(new Map(rows));
      for (const [key] of rows) expect(held.numberOf(key)).toBe(views[name].numberOf(key));
    }
  }

  #say(said: Said): void {
    this.line?.handlers.message(JSON.stringify(said));
  }
}

const VIEWS = ['cases', 'mix', 'units'] as const satisfies readonly ViewName[];
export const anyShow = fc.record({
  views: fc.uniqueArray(fc.constantFrom(...VIEWS), { minLength: 1 }),
  communities: fc.option(fc.subarray(['north', 'south'])),
  window: fc.option(fc.constantFrom<[number, number, number, number]>([0, 0, 2, 2], [1, 1, 4, 4])),
});
const scopes: (Scope | null)[] = [
  null,
  { key: 'north', grids: new Set(['a', 'b']), units: null },
  { key: 'roads', grids: null, units: new Set(['roads']) },
];
export const anyScreen = fc.record({ scope: fc.constantFrom(...scopes), show: anyShow });
export const anyCase = fc.record({
  grid: fc.constantFrom('a', 'b', 'c'),
  unit: fc.constantFrom('roads', 'water'),
  subject: fc.constantFrom('短', '长'.repeat(400), '长'.repeat(6_000)),
  lon: fc.option(fc.nat(5)),
  lat: fc.nat(5),
});
export const anyKey = fc.constantFrom('1', '2', '3', '4', '5', '6');
