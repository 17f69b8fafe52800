import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sourceId } from '../../config/contract/ids.ts';
import type { MixRow, ViewName } from '../../config/contract/picture.ts';
import type { Hello, Patch, ServerMessage } from '../../config/contract/wire.ts';
import { Replica } from './replica.ts';

/** A view of plain rows is enough: the protocol is the same for every view. */
const VIEWS = ['mix', 'units'] as const satisfies readonly ViewName[];
type Small = (typeof VIEWS)[number];
const row = (today: number): MixRow => ({ source: sourceId('12345'), today });

/** The other side of wire.ts, as far as the screen can tell. */
class Server {
  epoch = 'first';
  readonly rows = new Map<Small, Map<string, MixRow>>(VIEWS.map((view) => [view, new Map()]));
  readonly log = new Map<Small, Patch[]>(VIEWS.map((view) => [view, []]));
  #life = 0;

  change(view: Small, key: string, today: number | null): ServerMessage {
    const rows = this.#of(view);
    if (today === null) rows.delete(key);
    else rows.set(key, row(today));
    const log = this.log.get(view) ?? [];
    const patch = {
      view,
      offset: log.length + 1,
      set: today === null ? [] : [[key, row(today)]],
      del: today === null ? [key] : [],
    } as Patch;
    log.push(patch);
    return { t: 'frame', epoch: this.epoch, at: 0, patches: [patch] };
  }

  answer({ have, views }: Hello): ServerMessage[] {
    return views.map((name): ServerMessage => {
      const view = name as Small;
      const log = this.log.get(view) ?? [];
      const held = have[view];
      if (held && held.epoch === this.epoch && held.offset <= log.length) {
        return { t: 'frame', epoch: this.epoch, at: 0, patches: log.slice(held.offset) };
      }
      return {
        t: 'snapshot',
        epoch: this.epoch,
        at: 0,
        snapshots: [{ view, offset: log.length, rows: [...this.#of(view)] as never }],
      };
    });
  }

  restart(): void {
    this.#life += 1;
    this.epoch = `life ${this.#life}`;
    for (const view of VIEWS) this.log.set(view, []);
  }

  #of(view: Small): Map<string, MixRow> {
    const rows = this.rows.get(view);
    if (!rows) throw new Error(view);
    return rows;
  }
}

const connect = (replica: Replica, server: Server) => {
  for (const message of server.answer(replica.hello())) {
    if (!replica.apply(message).ok) throw new Error('an answer to hello has a gap');
  }
};
const same = (replica: Replica, server: Server) => {
  for (const view of VIEWS) {
    expect(new Map<string, unknown>(replica.rows[view])).toEqual(server.rows.get(view));
  }
};

const change = fc.record({
  do: fc.constant('change' as const),
  view: fc.constantFrom(...VIEWS),
  key: fc.constantFrom('a', 'b', 'c'),
  today: fc.option(fc.nat(99)),
  fate: fc.constantFrom('arrives', 'arrives', 'arrives', 'lost', 'twice', 'late'),
});
const event = fc.oneof(
  { weight: 12, arbitrary: change },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reconnect' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
);

describe('the copy of the picture', () => {
  it('equals the server’s state after drops, repeats, disorder, reconnects and restarts', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 80 }), (story) => {
        const server = new Server();
        const replica = new Replica(VIEWS);
        connect(replica, server);
        let late: ServerMessage[] = [];
        const deliver = (message: ServerMessage) => {
          if (!replica.apply(message).ok) connect(replica, server);
        };
        for (const step of story) {
          if (step.do === 'reconnect') connect(replica, server);
          if (step.do === 'restart') {
            server.restart();
            connect(replica, server);
          }
          if (step.do !== 'change') continue;
          const message = server.change(step.view, step.key, step.today);
          if (step.fate === 'late') late.push(message);
          if (step.fate === 'lost' || step.fate === 'late') continue;
          deliver(message);
          if (step.fate === 'twice') deliver(message);
          for (const old of late) deliver(old);
          late = [];
        }
        connect(replica, server);
        same(replica, server);
      }),
      { numRuns: 300 },
    );
  });

  it('resumes from its offset: a reconnect within one life brings patches, no snapshot', () => {
    const server = new Server();
    const replica = new Replica(VIEWS);
    connect(replica, server);
    server.change('mix', 'a', 1);
    server.change('mix', 'a', 2);
    const answers = server.answer(replica.hello());
    expect(answers.every((message) => message.t === 'frame')).toBe(true);
    for (const message of answers) replica.apply(message);
    same(replica, server);
  });

  it('asks for a snapshot of the view with the gap only, and keeps showing its old rows', () => {
    const server = new Server();
    const replica = new Replica(VIEWS);
    connect(replica, server);
    replica.apply(server.change('mix', 'a', 1));
    server.change('mix', 'b', 2);
    expect(replica.apply(server.change('mix', 'c', 3))).toEqual({ ok: false, gap: 'mix' });
    expect(Object.keys(replica.hello().have)).toEqual(['units']);
    expect([...replica.rows.mix.keys()]).toEqual(['a']);
  });

  it('applies the patches of one frame together or not at all', () => {
    const server = new Server();
    const replica = new Replica(VIEWS);
    connect(replica, server);
    const good = server.change('mix', 'a', 1);
    server.change('units', 'x', 1);
    const gap = server.change('units', 'y', 2);
    if (good.t !== 'frame' || gap.t !== 'frame') throw new Error('not frames');
    const both: ServerMessage = { ...good, patches: [...good.patches, ...gap.patches] };
    expect(replica.apply(both).ok).toBe(false);
    expect(replica.rows.mix.size).toBe(0);
  });

  it('takes a patch of another epoch for a gap', () => {
    const server = new Server();
    const replica = new Replica(VIEWS);
    connect(replica, server);
    server.restart();
    expect(replica.apply(server.change('mix', 'a', 1))).toEqual({ ok: false, gap: 'mix' });
  });
});
