import type { Wall } from '../../config/deployment/wall.ts';

/** Height of a Chinese character's face as a part of its font size, in Noto Sans SC. */
export const FACE = 0.92;
/** Viewing distance over the height of the smallest text: 8 m asks for 40 mm (17 minutes of arc). */
export const REACH = 200;

/**
 * Sizes of text in rem, the custom properties of style/base.css. The smallest one is what can just be
 * read from the officer's place; nothing on a wall is smaller.
 */
export const TEXT = {
  small: 2.3,
  body: 2.7,
  large: 3.4,
  figure: 5.2,
  time: 7,
  verdict: 11,
} as const;
export type TextSize = keyof typeof TEXT;

/** Height in millimetres below which a text cannot be read from the officer's place. */
export const leastHeight = ({ distance }: Pick<Wall, 'distance'>): number =>
  (distance * 1000) / REACH;

/**
 * Pixels of the wall's output for 1 rem. A little is added, so that no rounding of the browser
 * brings the smallest text under the rule.
 */
export const remOf = (wall: Pick<Wall, 'distance' | 'pitch'>): number =>
  ((leastHeight(wall) / FACE / wall.pitch) * 1.001) / TEXT.small;

/** Height in millimetres of a text whose font is `px` pixels of the wall's output. */
export const heightOf = (px: number, { pitch }: Pick<Wall, 'pitch'>): number => px * FACE * pitch;

/** Whether a text of `px` pixels of the wall's output can be read from the officer's place. */
export const isLegible = (px: number, wall: Pick<Wall, 'distance' | 'pitch'>): boolean =>
  heightOf(px, wall) >= leastHeight(wall);
