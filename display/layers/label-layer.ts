import { BitmapFont, BitmapText, Container } from 'pixi.js';
import { TEXT } from '../design/scale.ts';
import type { Ink } from '../stage/palette.ts';
import { place, rectangle, type Wish } from '../stage/placement.ts';
import type { Point } from '../stage/projection.ts';

/** Classes of labels with their size in design pixels; each is a small font of its own. */
const SIZES = {
  area: 10 * TEXT.body,
  grid: 10 * TEXT.small,
  place: 10 * TEXT.small,
  notice: 10 * TEXT.small,
} as const;
export type LabelClass = keyof typeof SIZES;
const HALO = 4;
const FAMILY = ['Noto Sans SC', 'Noto Sans CJK SC', 'sans-serif'];
const ASCII = Array.from({ length: 95 }, (_, n) => String.fromCharCode(32 + n));
const fontOf = (name: LabelClass): string => `map-${name}`;

export interface Label {
  id: string;
  text: string;
  class: LabelClass;
  colour: number;
  /** Side of a square kept free of other names, where there is nothing to read. CSS pixels. */
  room?: number;
  /** Where its middle may stand, best first, given its size. CSS pixels. */
  seats: (width: number, height: number) => readonly Point[];
}

/** Names on the map: measured, never over one another, and in the same seat as long as it is free. */
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

  /** Seats the labels, the first before the others. Answers the ids of those that stand. */
  draw(labels: readonly Label[], frame: { width: number; height: number }): Set<string> {
    const wishes = labels.map((label): Wish => {
      const text = this.#textOf(label);
      const { room } = label;
      const size = room
        ? { width: room, height: room }
        : { width: text.width, height: text.height };
      return { id: label.id, ...size, seats: label.seats(size.width, size.height) };
    });
    this.#seats = place(wishes, frame, this.#seats);
    for (const text of this.#texts.values()) text.visible = false;
    for (const wish of wishes) {
      const seat = this.#seats.get(wish.id);
      const text = this.#texts.get(wish.id);
      if (seat === undefined || !text) continue;
      const { left, top } = rectangle(wish, seat);
      text.position.set(Math.round(left), Math.round(top));
      text.visible = true;
    }
    return new Set(this.#seats.keys());
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
