import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { Incoming } from '../../config/contract/frame-codec.ts';
import { VIEW_NAMES, type ViewName } from '../../config/contract/picture.ts';
import { Replica } from '../../config/contract/replica.ts';
import type { Said, Show } from '../../config/contract/wire.ts';
import { PIECE_BYTES, showAll, WIRE_VERSION } from '../../config/contract/wire.ts';
import { type Access, isShown, type Scope } from '../access/scope.ts';
import { commitViews, emptyViews, type ViewSet } from '../state/keyed-view.ts';
import { Sessions } from './sessions.ts';
import { BUFFER_BYTES, FULL_BYTES, type Line, type LineHandlers } from './transport.ts';

/** A line whose other end reads when it likes: what it does not read waits, up to the limit. */
class TestLine implements Line {
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

const COMMUNITY_OF = (grid: string) => (grid === 'a' || grid === 'b' ? 'north' : 'south');
const VIEWS = ['cases', 'mix', 'units'] as const satisfies readonly ViewName[];

/** A server's life, its picture, and the screens that come to it. */
class Server {
  readonly views: ViewSet = emptyViews();
  readonly sessions: Sessions;
  offset = 1;

  constructor(life: number) {
    this.sessions = new Sessions(this.views, 1, `life ${life}`, () => 0, COMMUNITY_OF);
  }

  commit(): void {
    if (!commitViews(this.views, this.offset + 1)) return;
    this.offset += 1;
    this.sessions.publish(this.offset);
  }
}

/** The screen's end, as display/net/line.ts drives it, without timers. */
class Screen {
  readonly replica: Replica;
  readonly access: Access;
  line: TestLine | null = null;
  #incoming = new Incoming();

  constructor(access: Access, show: Show) {
    this.access = access;
    this.replica = new Replica(show.views);
    this.replica.change(show);
  }

  connect(server: Server): void {
    this.line?.handlers.close();
    const line = new TestLine();
    line.handlers = server.sessions.open(line, this.access);
    this.line = line;
    this.#incoming = new Incoming();
    this.#say(this.replica.hello());
  }

  show(show: Show): void {
    this.replica.change(show);
    this.#say({ t: 'show', show });
  }

  /** Reads so many messages. A gap breaks the line. */
  read(server: Server, messages: number): void {
    for (let n = 0; n < messages; n++) {
      const bytes = this.line?.read();
      if (!bytes) return;
      const message = this.#incoming.take(bytes);
      if (message && !this.replica.apply(message).ok) throw new Error('a gap');
      if (message?.t === 'reload') this.connect(server);
    }
  }

  equals(server: Server): void {
    const { views, communities, window } = this.replica.show;
    const { scope } = this.access;
    for (const name of VIEW_NAMES) {
      const rows = [...(server.views[name].rows as Map<string, never>)].filter(([, row]) => {
        const { grid, lon, lat } = row as { grid?: string; lon?: number | null; lat?: number };
        if (!views.includes(name) || (scope && !isShown(scope, name, row))) return false;
        if (communities && grid !== undefined && !communities.includes(COMMUNITY_OF(grid)))
          return false;
        if (name !== 'cases' || !window || lon == null || lat == null) return true;
        return lon >= window[0] && lon <= window[2] && lat >= window[1] && lat <= window[3];
      });
      expect(new Map<string, unknown>(this.replica.rows[name]), name).toEqual(new Map(rows));
    }
  }

  #say(said: Said): void {
    this.line?.handlers.message(JSON.stringify(said));
  }
}

const anyShow = fc.record({
  views: fc.uniqueArray(fc.constantFrom(...VIEWS), { minLength: 1 }),
  communities: fc.option(fc.subarray(['north', 'south'])),
  window: fc.option(fc.constantFrom<[number, number, number, number]>([0, 0, 2, 2], [1, 1, 4, 4])),
});
const scopes: (Scope | null)[] = [
  null,
  { key: 'north', grids: new Set(['a', 'b']), units: null },
  { key: 'roads', grids: null, units: new Set(['roads']) },
];
const anyScreen = fc.record({ scope: fc.constantFrom(...scopes), show: anyShow });
const anyCase = fc.record({
  grid: fc.constantFrom('a', 'b', 'c'),
  unit: fc.constantFrom('roads', 'water'),
  subject: fc.constantFrom('短', '长'.repeat(400), '长'.repeat(30_000)),
  lon: fc.option(fc.nat(5)),
  lat: fc.nat(5),
});
const key = fc.constantFrom('1', '2', '3', '4', '5', '6');
const step = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({ do: fc.constant('case' as const), key, row: fc.option(anyCase) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('total' as const), key, today: fc.nat(9) }) },
  { weight: 9, arbitrary: fc.record({ do: fc.constant('commit' as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('read' as const), who: fc.nat(2), messages: fc.nat(9) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('show' as const), who: fc.nat(2), show: anyShow }),
  },
  // a line that breaks loses what is under way, and a half-open one has taken what nobody reads
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reconnect' as const), who: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('beat' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
);

describe('the screens', () => {
  it('hold the state from scratch, whatever breaks, waits, restarts, or is shown otherwise', () => {
    vi.useFakeTimers();
    fc.assert(
      fc.property(
        fc.array(anyScreen, { minLength: 3, maxLength: 3 }),
        fc.array(step, { maxLength: 80 }),
        (who, story) => {
          let server = new Server(0);
          const screens = who.map(
            ({ scope, show }) => new Screen({ views: new Set(VIEW_NAMES), scope }, show),
          );
          for (const screen of screens) screen.connect(server);
          for (const [n, now] of story.entries()) {
            if (now.do === 'case') server.views.cases.set(now.key, now.row as never);
            if (now.do === 'total')
              server.views.mix.set(now.key, { source: now.key, today: now.today } as never);
            if (now.do === 'commit') server.commit();
            if (now.do === 'read') screens[now.who]!.read(server, now.messages);
            if (now.do === 'show') screens[now.who]!.show(now.show);
            if (now.do === 'reconnect') screens[now.who]!.connect(server);
            if (now.do === 'beat') vi.advanceTimersByTime(1000);
            if (now.do !== 'restart') continue;
            server.sessions.close();
            server = new Server(n + 1);
            for (const screen of screens) screen.connect(server);
          }
          server.commit();
          for (const screen of screens) {
            screen.read(server, Number.POSITIVE_INFINITY);
            screen.equals(server);
          }
          server.sessions.close();
          expect(server.sessions.size).toBe(0);
        },
      ),
      { numRuns: 400 },
    );
    vi.useRealTimers();
  });

  it('one that does not read keeps a position, and one frame brings it to the newest state', () => {
    const server = new Server(0);
    const screen = new Screen({ views: new Set(VIEW_NAMES), scope: null }, showAll(['mix']));
    screen.connect(server);
    screen.read(server, 9);
    const total = (n: number) => {
      server.views.mix.set('12345', {
        source: '12345',
        today: n,
        pad: 'x'.repeat(9000) + n,
      } as never);
      server.commit();
    };
    for (let n = 1; n <= 500; n++) total(n);
    expect(screen.line!.buffered()).toBeLessThanOrEqual(BUFFER_BYTES);
    const waited = screen.line!.waiting.length;
    screen.read(server, waited);
    expect(screen.line!.waiting).toHaveLength(1);
    screen.read(server, 1);
    expect(screen.replica.rows.mix.get('12345')?.today).toBe(500);
    expect(server.sessions.conflated).toBe(500 - waited - 1);
    total(501);
    screen.read(server, 1);
    expect(screen.replica.rows.mix.get('12345')?.today).toBe(501);
    server.sessions.close();
  });

  it('get one frame, encoded once for all who show the same', () => {
    const server = new Server(0);
    const open = () => new Screen({ views: new Set(VIEW_NAMES), scope: null }, showAll(['mix']));
    const [one, other] = [open(), open()];
    for (const screen of [one, other]) {
      screen.connect(server);
      screen.read(server, 9);
    }
    server.views.mix.set('12345', { source: '12345', today: 1 } as never);
    server.commit();
    expect(one.line!.waiting).toHaveLength(1);
    expect(one.line!.waiting[0]).toBe(other.line!.waiting[0]);
    server.sessions.close();
  });

  it('that come before the picture stands are told no empty one, and all of it once it does', () => {
    const server = new Server(0);
    server.sessions.hold();
    const screen = new Screen(
      { views: new Set(VIEW_NAMES), scope: null },
      showAll(['cases', 'mix']),
    );
    screen.connect(server);
    screen.show(showAll(['cases']));
    screen.show(showAll(['mix']));
    server.commit();
    expect(screen.line!.waiting).toEqual([]);
    server.views.mix.set('12345', { source: '12345', today: 3 } as never);
    server.commit();
    server.sessions.setLive(true);
    screen.read(server, 9);
    expect(screen.replica.rows.mix.get('12345')?.today).toBe(3);
    screen.equals(server);
    server.sessions.close();
  });

  it('of another version are told to load themselves anew', () => {
    const server = new Server(0);
    const line = new TestLine();
    line.handlers = server.sessions.open(line, { views: new Set(VIEW_NAMES), scope: null });
    const hello = { t: 'hello', version: WIRE_VERSION - 1, show: showAll([]), have: null };
    line.handlers.message(JSON.stringify(hello));
    expect(new Incoming().take(line.waiting[0]!)).toEqual({ t: 'reload', version: WIRE_VERSION });
    expect(line.ended).toBe('version not spoken');
    expect([...server.sessions.wrongs]).toEqual([['version not spoken', 1]]);
    server.sessions.close();
  });

  it('of a version that said hello otherwise are told so too', () => {
    const server = new Server(0);
    const line = new TestLine();
    line.handlers = server.sessions.open(line, { views: new Set(VIEW_NAMES), scope: null });
    line.handlers.message(JSON.stringify({ t: 'hello', version: 1, views: ['mix'], have: {} }));
    expect(new Incoming().take(line.waiting[0]!)).toEqual({ t: 'reload', version: WIRE_VERSION });
    server.sessions.close();
  });
});
