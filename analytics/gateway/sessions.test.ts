import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { Incoming } from '../../config/contract/frame-codec.ts';
import { VIEW_NAMES } from '../../config/contract/picture.ts';
import { showAll, WIRE_VERSION } from '../../config/contract/wire.ts';
import {
  anyCase,
  anyKey,
  anyScreen,
  anyShow,
  Screen,
  Server,
  TestLine,
} from './screens.fixture.ts';
import { BUFFER_BYTES } from './transport.ts';

const step = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constant('case' as const),
      key: anyKey,
      row: fc.option(anyCase),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('total' as const), key: anyKey, today: fc.nat(9) }),
  },
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
        fc.array(step, { maxLength: 80, size: 'max' }),
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
            if (now.do === 'read') screens[now.who]!.read(now.messages);
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
            screen.read(Number.POSITIVE_INFINITY);
            screen.equals(server.views);
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
    screen.read(9);
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
    screen.read(waited);
    expect(screen.line!.waiting).toHaveLength(1);
    screen.read(1);
    expect(screen.replica.rows.mix.get('12345')?.today).toBe(500);
    expect(server.sessions.conflated).toBe(500 - waited - 1);
    total(501);
    screen.read(1);
    expect(screen.replica.rows.mix.get('12345')?.today).toBe(501);
    server.sessions.close();
  });

  it('get one frame, encoded once for all who show the same', () => {
    const server = new Server(0);
    const open = () => new Screen({ views: new Set(VIEW_NAMES), scope: null }, showAll(['mix']));
    const [one, other] = [open(), open()];
    for (const screen of [one, other]) {
      screen.connect(server);
      screen.read(9);
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
    screen.read(9);
    expect(screen.replica.rows.mix.get('12345')?.today).toBe(3);
    screen.equals(server.views);
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
