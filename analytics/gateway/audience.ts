import { hash } from 'node:crypto';
import { Outgoing } from '../../config/contract/frame-codec.ts';
import type { Millis } from '../../config/contract/ids.ts';
import type { ViewName } from '../../config/contract/picture.ts';
import { VIEW_NAMES } from '../../config/contract/picture.ts';
import { rowsOf, type Show } from '../../config/contract/wire.ts';
import { type Access, isShown } from '../access/scope.ts';
import type { ViewSet } from '../state/keyed-view.ts';
import { type Shown, ViewParts } from './view-parts.ts';

/** A screen that is told frames. */
export interface Listener {
  /** Sends a shared frame, which fits into one message. */
  tell(message: Uint8Array): void;
  /** A shared frame is due that does not. */
  on(event: 'long'): void;
}

/** The screens that show the same views in the same rows: every frame is theirs together. */
export class Audience {
  readonly key: string;
  readonly show: Show;
  readonly views: readonly ViewName[];
  /** Of the epoch and the scope, so that nobody goes on in another's rows. */
  readonly epoch: string;
  /** Those that hold exactly what was told. */
  readonly level = new Set<Listener>();
  /** Screens, level or not. */
  size = 0;
  /** What the level ones hold is the state at this offset; and when they were told. */
  told: number;
  toldAt: Millis = 0;
  readonly #parts: ViewParts;
  readonly #picture: ViewSet;
  /** Frames to `#fillsAt` by what a screen holds. */
  readonly #fills = new Map<string, Outgoing | null>();
  /** Of those, how many changes have no word of their own. */
  readonly #conflated = new Map<number, number>();
  #fillsAt = 0;

  constructor(
    key: string,
    show: Show,
    epoch: string,
    told: number,
    picture: ViewSet,
    parts: ViewParts,
  ) {
    this.key = key;
    this.show = show;
    this.views = VIEW_NAMES.filter((view) => show.views.includes(view));
    this.epoch = epoch;
    this.told = told;
    this.#picture = picture;
    this.#parts = parts;
  }

  /**
   * The frame that leads from one state to the newest; null: it is the newest already.
   * @param from 0: the screen holds nothing
   * @param fresh views to be told whole
   * @param turn of a `show` that this is the first frame after
   */
  frame(
    from: number,
    to: number,
    at: Millis,
    fresh: ReadonlySet<ViewName> | null,
    turn?: number,
  ): Outgoing | null {
    if (this.#fillsAt !== to) {
      this.#fills.clear();
      this.#conflated.clear();
      this.#fillsAt = to;
    }
    const key = [from, turn ?? '', ...(fresh ?? [])].join(' ');
    let frame = this.#fills.get(key);
    if (frame === undefined) {
      const parts = this.views.flatMap((name) => {
        const view = this.#picture[name];
        if (from === 0 || fresh?.has(name)) return this.#parts.whole(view, to);
        const change = this.#parts.change(view, from, to);
        return change === undefined ? this.#parts.whole(view, to) : (change ?? []);
      });
      const head = { epoch: this.epoch, from, to, at, turn };
      frame = parts.length === 0 ? null : new Outgoing(head, parts);
      this.#fills.set(key, frame);
    }
    return frame;
  }

  /** How many changes the frame from a state to the newest tells by a later one of the same key. */
  conflated(from: number): number {
    let count = this.#conflated.get(from);
    if (count === undefined) {
      count = this.views.reduce((sum, name) => sum + this.#picture[name].conflated(from), 0);
      this.#conflated.set(from, count);
    }
    return count;
  }

  /** Counts in a screen that holds the newest state: nothing it is shown has changed since its position. */
  join(listener: Listener, position: number): void {
    this.told = this.level.size === 0 ? position : Math.min(this.told, position);
    this.level.add(listener);
  }

  /** A frame without parts: a sign of life, and where the picture is. */
  beat(from: number, to: number, at: Millis): Outgoing {
    return new Outgoing({ epoch: this.epoch, from, to, at }, []);
  }
}

/** The audiences there are: one for each choice of views and rows, as long as it has a screen. */
export class Audiences {
  readonly #picture: ViewSet;
  readonly #epoch: string;
  readonly #communityOf: (grid: string) => string | undefined;
  readonly #audiences = new Map<string, Audience>();
  readonly #parts = new Map<string, { parts: ViewParts; users: number }>();

  constructor(picture: ViewSet, epoch: string, communityOf: (grid: string) => string | undefined) {
    this.#picture = picture;
    this.#epoch = epoch;
    this.#communityOf = communityOf;
  }

  [Symbol.iterator](): Iterator<Audience> {
    return this.#audiences.values();
  }

  get size(): number {
    return this.#audiences.size;
  }

  /** Of those who may see so much. */
  epochOf(scope: Access['scope']): string {
    return scope ? `${this.#epoch}/${hash('sha256', scope.key).slice(0, 16)}` : this.#epoch;
  }

  /** The audience of a screen that may see and wants to see so much. The screen is counted in. */
  enter({ scope }: Access, show: Show, offset: number): Audience {
    const rows = JSON.stringify([scope?.key ?? null, rowsOf(show)]);
    const key = `${[...show.views].sort().join()} ${rows}`;
    let audience = this.#audiences.get(key);
    if (!audience) {
      const shared = this.#parts.get(rows) ?? {
        parts: new ViewParts(this.#filter(scope, show)),
        users: 0,
      };
      shared.users++;
      this.#parts.set(rows, shared);
      const epoch = this.epochOf(scope);
      audience = new Audience(key, show, epoch, offset, this.#picture, shared.parts);
      this.#audiences.set(key, audience);
    }
    audience.size++;
    return audience;
  }

  /** A screen is no longer of it. */
  exit(audience: Audience): void {
    if (--audience.size > 0) return;
    this.#audiences.delete(audience.key);
    const rows = audience.key.slice(audience.key.indexOf(' ') + 1);
    const shared = this.#parts.get(rows);
    if (shared && --shared.users === 0) this.#parts.delete(rows);
  }

  #filter(scope: Access['scope'], { communities, window }: Show): Shown {
    const wanted = communities && new Set(communities);
    return (view, row) => {
      if (scope && !isShown(scope, view, row)) return false;
      if (wanted && 'grid' in row && !wanted.has(this.#communityOf(row.grid) ?? '')) return false;
      if (window === null || view !== 'cases' || !('lon' in row)) return true;
      const { lon, lat } = row;
      if (lon === null || lat === null) return true;
      const [west, south, east, north] = window;
      return lon >= west && lon <= east && lat >= south && lat <= north;
    };
  }
}
