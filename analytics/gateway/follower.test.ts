import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { Incoming } from '../../config/contract/frame-codec.ts';
import { VIEW_NAMES } from '../../config/contract/picture.ts';
import { emptyViews, type ViewSet } from '../state/keyed-view.ts';
import { Follower } from './follower.ts';
import {
  anyCase,
  anyKey,
  anyScreen,
  type Gateway,
  Screen,
  Server,
  sessionsOf,
  TestLine,
} from './screens.fixture.ts';

const ALL = { views: new Set(VIEW_NAMES), scope: null };

/** A gateway that follows the origin over a line, as picture-line.ts drives it, without timers. */
class Following implements Gateway {
  readonly views: ViewSet = emptyViews();
  readonly sessions = sessionsOf(this.views, '');
  readonly #follower = new Follower(this.views, this.sessions);
  #line = new TestLine();
  #incoming = new Incoming();

  constructor() {
    this.sessions.hold();
  }

  connect(origin: Server): void {
    this.#line = new TestLine();
    this.#line.handlers = origin.sessions.open(this.#line, ALL);
    this.#incoming = new Incoming();
    this.#line.handlers.message(JSON.stringify(this.#follower.hello()));
  }

  read(messages: number): void {
    for (let n = 0; n < messages; n++) {
      const bytes = this.#line.read();
      if (!bytes) return;
      const message = this.#incoming.take(bytes);
      if (message && !this.#follower.take(message)) throw new Error('a gap');
    }
  }
}

/** A case that has one field more than others, or less, so that gateways see the fields in another order. */
const row = fc
  .tuple(anyCase, fc.boolean(), fc.boolean())
  .map(([{ subject, ...of }, titled, noted]) => ({
    ...of,
    ...(titled && { subject }),
    ...(noted && { note: '督办' }),
  }));
const who = fc.nat(2);
const step = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constant('case' as const),
      key: anyKey,
      row: fc.option(row, { freq: 2 }),
    }),
  },
  { weight: 9, arbitrary: fc.record({ do: fc.constant('commit' as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      ...{ do: fc.constant('follow' as const), gateway: fc.nat(1), messages: fc.nat(5) },
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('read' as const), who, messages: fc.nat(9) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('move' as const), who, gateway: fc.nat(2) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lost' as const), gateway: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
);

it('screens go from gateway to gateway, and hold the origin’s state, whatever any of them missed', () => {
  vi.useFakeTimers();
  fc.assert(
    fc.property(
      fc.array(anyScreen, { minLength: 3, maxLength: 3 }),
      fc.array(step, { maxLength: 100, size: 'max' }),
      (shows, story) => {
        let origin = new Server(0);
        const followers = [new Following(), new Following()] as const;
        for (const gateway of followers) gateway.connect(origin);
        const gateways = () => [...followers, origin];
        const screens = shows.map(
          ({ scope, show }) => new Screen({ views: new Set(VIEW_NAMES), scope }, show),
        );
        for (const [n, screen] of screens.entries()) screen.connect(gateways()[n]!);
        for (const [n, now] of story.entries()) {
          if (now.do === 'case') origin.views.cases.set(now.key, now.row as never);
          if (now.do === 'commit') origin.commit();
          if (now.do === 'follow') followers[now.gateway]!.read(now.messages);
          if (now.do === 'read') screens[now.who]!.read(now.messages);
          if (now.do === 'move') screens[now.who]!.connect(gateways()[now.gateway]!);
          if (now.do === 'lost') followers[now.gateway]!.connect(origin);
          if (now.do !== 'restart') continue;
          origin.sessions.close();
          origin = new Server(n + 1);
          for (const gateway of followers) gateway.connect(origin);
          for (const [at, screen] of screens.entries()) screen.connect(gateways()[at]!);
        }
        origin.commit();
        for (const gateway of followers) {
          gateway.read(Number.POSITIVE_INFINITY);
          expect([...gateway.views.cases.fields]).toEqual([...origin.views.cases.fields]);
        }
        for (const screen of screens) {
          screen.read(Number.POSITIVE_INFINITY);
          screen.equals(origin.views);
        }
        for (const gateway of gateways()) gateway.sessions.close();
      },
    ),
    { numRuns: 400 },
  );
  vi.useRealTimers();
});
