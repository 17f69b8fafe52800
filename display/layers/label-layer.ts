import { BitmapFont, BitmapText, Container } from 'pixi.js';
import { TEXT } from '../design/scale.ts';
import type { Size } from '../stage/name-seats.ts';
import type { Ink } from '../stage/palette.ts';
import { place, type Rectangle, rectangle, type Wish } from '../stage/placement.ts';
import type { Point } from '../stage/projection.ts';
import type { HeededMarks } from './heeded-marks.ts';

/** Classes of labels with their size in design pixels; each is a small font of its own. */
const SIZES = {
  area: 10 * TEXT.body,
  grid: 10 * TEXT.small,
  place: 10 * TEXT.small,
  notice: 10 * TEXT.small,
} as const;
export type LabelClass = keyof typeof SIZES;
const HALO = 4;
/** Height of letters from the highest to the lowest, and how far their middle is under that of their line: parts of their size. */
const LETTERS = { high: 1.1, low: 0.09 };
const FAMILY = ['Noto Sans SC', 'Noto Sans CJK SC', 'sans-serif'];
const ASCII = Array.from({ length: 95 }, (_, n) => String.fromCharCode(32 + n));
const fontOf = (name: LabelClass): string => `map-${name}`;

export interface Label {
  id: string;
  text: string;
  class: LabelClass;
  colour: number;
  /** The heavier ones take their seats first. */
  weight: number;
  /** Side of a square kept free of other names, where there is nothing to read. CSS pixels. */
  room?: number;
  /** Where its middle may stand, best first, given its size. CSS pixels. */
  seats: (size: Size) => readonly Point[];
  /** Whether it would be understood there; every seat will do else. */
  suits?: (box: Rectangle) => boolean;
  /** It stands over marks rather than nowhere. */
  needed?: boolean;
  /** The middle of the mark that it names. */
  names?: Point;
}

/** Names on the map: measured, never over one another nor over what matters, and in the same seat as long as it is clear. */
export class LabelLayer {
  readonly view = new Container();
  readonly #texts = new Map<string, BitmapText>();
  readonly #halo: number;
  #seats = new Map<string, number>();
  #baked = '';
  #unit = 1;

  constructor(ink: Ink) {
    this.#halo = ink.ground;
  }

  /** Bakes the fonts for these characters. An automatic font would bake Chinese into hundreds of pages. */
  bake(characters: string, unit: number, resolution: number): void {
    const chars = [...new Set([...ASCII, ...characters])].sort();
    const baked = `${unit} ${resolution} ${chars.join('')}`;
    if (baked === this.#baked) return;
    this.#unit = unit;
    this.forget();
    for (const name of Object.keys(SIZES) as LabelClass[]) {
      BitmapFont.install({
        name: fontOf(name),
        style: {
          fontFamily: FAMILY,
          fontSize: SIZES[name] * unit,
          fontWeight: '500',
          fill: 0xffffff,
          stroke: { color: this.#halo, width: HALO * unit, join: 'round' },
        },
        chars,
        resolution,
        padding: Math.ceil(HALO * unit),
        skipKerning: true,
      });
    }
    this.#baked = baked;
  }

  /** Seats the labels, none over marks that matter. */
  draw(
    labels: readonly Label[],
    frame: Size,
    { pressing, glyphs }: Pick<HeededMarks, 'pressing' | 'glyphs'>,
  ): void {
    const wishes = labels.map((label): Wish => {
      const { room, names } = label;
      const text = this.#textOf(label);
      const size = room
        ? { width: room, height: room }
        : { width: text.width, height: this.#heightOf(label.class) };
      const shuns = names ? glyphs.filter((box) => !holds(box, names)) : [];
      return { ...label, ...size, seats: label.seats(size), shuns };
    });
    this.#seats = place(wishes, frame, this.#seats, pressing);
    for (const text of this.#texts.values()) text.visible = false;
    labels.forEach(({ id, class: name }, n) => {
      const [wish, seat, text] = [wishes[n], this.#seats.get(id), this.#texts.get(id)];
      if (!wish || seat === undefined || !text) return;
      const { left, top, bottom } = rectangle(wish, seat);
      const lift = LETTERS.low * SIZES[name] * this.#unit;
      text.position.set(Math.round(left), Math.round((top + bottom - text.height) / 2 - lift));
      text.visible = true;
    });
  }

  /** Lets every label take its best seat again. */
  unseat(): void {
    this.#seats.clear();
  }

  #heightOf(name: LabelClass): number {
    return (LETTERS.high * SIZES[name] + HALO) * this.#unit;
  }

  #textOf({ id, text, class: name, colour }: Label): BitmapText {
    let made = this.#texts.get(id);
    if (!made) {
      const style = { fontFamily: fontOf(name), fontSize: SIZES[name] * this.#unit };
      made = new BitmapText({ text, style: { ...style, align: 'center' } });
      this.#texts.set(id, made);
      this.view.addChild(made);
    }
    if (made.text !== text) made.text = text;
    made.tint = colour;
    return made;
  }

  /** Gives up the names and their fonts. */
  forget(): void {
    if (this.#baked !== '')
      for (const name of Object.keys(SIZES) as LabelClass[]) BitmapFont.uninstall(fontOf(name));
    this.#baked = '';
    for (const text of this.#texts.values()) text.destroy();
    this.#texts.clear();
    this.#seats.clear();
  }
}

const holds = ({ left, top, right, bottom }: Rectangle, [x, y]: Point): boolean =>
  left < x && x < right && top < y && y < bottom;
