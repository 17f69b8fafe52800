import { type Accessor, batch, createSignal } from 'solid-js';
import { timeOf } from '../../config/contract/clock.ts';
import type { Millis } from '../../config/contract/ids.ts';
import type { ViewName, Views } from '../../config/contract/picture.ts';
import { VIEW_NAMES } from '../../config/contract/picture.ts';
import { Replica, type Witnesses } from '../../config/contract/replica.ts';
import type { Table } from '../../config/contract/table.ts';
import type { ServerMessage } from '../../config/contract/wire.ts';
import type { State } from '../net/connection.ts';

/** The picture as screens read it. Every accessor is reactive and changes only in a commit. */
export interface Model {
  /** Rows of a view. The same table every time: read it anew, never keep it. */
  rows<V extends ViewName>(view: V): Table<Views[V]>;
  row<V extends ViewName>(view: V, key: string): Views[V] | undefined;
  /** Server's machine time at which the view last changed; null: not yet. */
  changedAt(view: ViewName): Millis | null;
  state: Accessor<State>;
  /** True once every view has arrived. */
  filled: Accessor<boolean>;
  /** Server's machine time. */
  machine: Accessor<Millis>;
  /** Deployment time, to the second of the machine. */
  now: Accessor<Millis>;
  /** Server's machine time of the last message. */
  heardAt: Accessor<Millis | null>;
}

export interface Intake {
  take(message: ServerMessage): boolean;
  changed(state: State): void;
  /** Call once a second. */
  tick(): void;
}

/** What is said of the time is not said anew with every commit. */
const toSecond = (at: Millis): Millis => at - (at % 1000);

export interface ModelOptions {
  /** Runs a function before the next frame is drawn. */
  nextFrame: (run: () => void) => void;
  /** This machine's time. */
  wallTime: () => Millis;
  /** True where `wallTime` is the server's already, as on a wall of several browsers (in-step.ts). */
  inStep?: boolean;
  /** Hear every change of their views as soon as it is told. */
  witnesses?: Witnesses;
  /** Called right after a commit, with the arrivals that came with it; `first`: with the first picture. */
  committed: (arrivals: readonly string[], first: boolean) => void;
}

/**
 * Joins the replica to the screen: messages change the replica at once, and all views that changed
 * since the last frame reach the screen in one commit before the next.
 */
export function createModel(options: ModelOptions): {
  model: Model;
  intake: Intake;
  replica: Replica;
} {
  const replica = new Replica(VIEW_NAMES, options.witnesses);
  const versions = Object.fromEntries(
    VIEW_NAMES.map((view) => [view, createSignal<Millis | null>(null, { equals: false })]),
  ) as Record<ViewName, ReturnType<typeof createSignal<Millis | null>>>;
  const [state, setState] = createSignal<State>('connecting');
  const [filled, setFilled] = createSignal(false);
  const [machine, setMachine] = createSignal(options.wallTime());
  const [second, setSecond] = createSignal(toSecond(options.wallTime()));
  const [heardAt, setHeardAt] = createSignal<Millis | null>(null);

  const pending = new Set<ViewName>();
  let scheduled = false;
  let known: ReadonlySet<string> = new Set();
  /** Server's clock minus this machine's: walls are seldom set right. */
  let ahead = 0;

  const readClock = () => {
    const at = options.wallTime() + ahead;
    setMachine(at);
    setSecond(toSecond(at));
    setHeardAt(replica.heardAt);
  };

  const commit = () => {
    scheduled = false;
    const first = !filled();
    const changed = [...pending];
    pending.clear();
    batch(() => {
      readClock();
      for (const view of changed) versions[view][1](replica.heardAt);
      setFilled(replica.filled);
    });
    if (!changed.includes('arrivals')) return;
    const keys = new Set(replica.rows.arrivals.keys());
    const fresh = [...keys].filter((key) => !known.has(key));
    known = keys;
    if (fresh.length > 0) options.committed(fresh, first);
  };

  const intake: Intake = {
    take(message) {
      const applied = replica.apply(message);
      if (!applied.ok) return false;
      if (replica.heardAt !== null && !options.inStep) ahead = replica.heardAt - options.wallTime();
      for (const view of applied.changed) pending.add(view);
      if (pending.size > 0 && !scheduled) {
        scheduled = true;
        options.nextFrame(commit);
      }
      return true;
    },
    changed: setState,
    tick: () => batch(readClock),
  };

  const now = () => {
    versions.system[0]();
    const clock = replica.rows.system.get('system')?.clock;
    if (!clock) return second();
    // A replayed past stands still while nobody tells it; only real time goes on by itself.
    const until =
      clock.rate === 1 || state() === 'live' ? second() : toSecond(heardAt() ?? second());
    return timeOf(clock, until);
  };

  const model: Model = {
    rows: (view) => {
      versions[view][0]();
      return replica.rows[view];
    },
    row: (view, key) => {
      versions[view][0]();
      return replica.rows[view].get(key);
    },
    changedAt: (view) => versions[view][0](),
    state,
    filled,
    machine,
    now,
    heardAt,
  };
  return { model, intake, replica };
}
