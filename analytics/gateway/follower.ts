import { VIEW_NAMES } from '../../config/contract/picture.ts';
import { Replica } from '../../config/contract/replica.ts';
import type { Table, ViewChange } from '../../config/contract/table.ts';
import type { Frame, Hello, ServerMessage } from '../../config/contract/wire.ts';
import { commitViews, type KeyedView, type ViewSet } from '../state/keyed-view.ts';
import type { Sessions } from './sessions.ts';

/**
 * Follows another gateway's picture: the same states under the same names (epoch and offset), with the
 * same numbers of rows and the same order of fields, so that a screen may go on here from a state that it
 * was told there.
 *
 * 1. A state of the origin keeps its name. Where several commits came as one, the states between them
 *    are not known here, and a screen that holds one of them gets the picture whole.
 * 2. Another life of the origin is another picture: the lines of all screens end, and they come back to it.
 */
export class Follower {
  readonly #views: ViewSet;
  readonly #sessions: Sessions;
  readonly #replica: Replica;
  #epoch: string | null = null;
  #offset = 0;

  /**
   * @param views empty; written by this alone
   * @param sessions of those views
   */
  constructor(views: ViewSet, sessions: Sessions) {
    this.#views = views;
    this.#sessions = sessions;
    this.#replica = new Replica(
      VIEW_NAMES,
      Object.fromEntries(VIEW_NAMES.map((name) => [name, writer(views[name])])),
    );
  }

  /** What to say to the origin when a line to it opens. */
  hello(): Hello {
    return this.#replica.hello();
  }

  /** Takes what the origin says. False: it does not fit, the line is to be renewed. */
  take(message: ServerMessage): boolean {
    if (message.t !== 'frame' || !this.#replica.apply(message).ok) return false;
    this.#commit(message);
    return true;
  }

  #commit({ epoch, to }: Frame): void {
    const other = epoch !== this.#epoch;
    const skipped = to > this.#offset + 1;
    this.#epoch = epoch;
    this.#offset = to;
    commitViews(this.#views, to);
    if (other) {
      for (const name of VIEW_NAMES) this.#views[name].beginAt(to);
      this.#sessions.restart(epoch, to);
    } else this.#sessions.publish(to, skipped);
    this.#sessions.setLive(true);
  }
}

/** Writes to a view what a table of the same rows hears. */
function writer(of: unknown) {
  const view = of as KeyedView;
  return ({ whole, gone, set, mod }: ViewChange, rows: Table<never>): void => {
    view.know(rows.fields);
    const left = whole ? [...view.rows.keys()].filter((key) => !rows.has(key)) : gone;
    for (const key of left) view.set(key, null, view.numberOf(key)!);
    const changed = new Set(set);
    for (const { numbers } of mod) for (const number of numbers) changed.add(number);
    for (const number of changed) {
      const key = rows.keyAt(number)!;
      view.set(key, rows.get(key)!, number);
    }
  };
}
