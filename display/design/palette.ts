/**
 * The colours of the screens, the custom properties of style/base.css. Levels keep apart for every
 * kind of colour blindness (palette.test.ts); one accent, `red`, is for what needs action. By night
 * everything is dimmer and warmer: less blue light, the same order of brightness.
 */
export const DAY = {
  ground: '#0d1217',
  raised: '#161e26',
  line: '#28323b',
  ink: '#edf0f2',
  'ink-2': '#b9c3cb',
  'ink-3': '#8f9ba6',
  red: '#f5523f',
  purple: '#e6ccff',
  yellow: '#ffc04a',
  blue: '#3a8ee6',
  green: '#5c8a7c',
  none: '#a9b6ac',
  bar: '#3f6379',
  orders: '#8fc1dd',
  past: '#c9b48a',
  expected: '#333d46',
} as const;
export type ColourName = keyof typeof DAY;

export const NIGHT: Record<ColourName, string> = {
  ground: '#0b0907',
  raised: '#15110d',
  line: '#2a241d',
  ink: '#cdbfa8',
  'ink-2': '#a89a84',
  'ink-3': '#8a7d6a',
  red: '#e2461f',
  purple: '#cfa6c8',
  yellow: '#f2a53f',
  blue: '#3f86a8',
  green: '#6b8272',
  none: '#a39a7c',
  bar: '#4b4a40',
  orders: '#a3997c',
  past: '#8f7a55',
  expected: '#2a251f',
};

export const LEVELS = ['blue', 'yellow', 'red', 'purple'] as const satisfies ColourName[];

export type Theme = 'day' | 'night';
export const PALETTES: Record<Theme, Record<ColourName, string>> = { day: DAY, night: NIGHT };
