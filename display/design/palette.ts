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

/** What only the maps have: land, water, roads and what stands there, and four steps of load above none. */
export const MAP_DAY = {
  community: '#50606e',
  water: '#17414f',
  road: '#39444e',
  outline: '#7d95a8',
  station: '#a9c4d6',
  post: '#9aa7b2',
  component: '#66737f',
  /** A patroller whose place is not of this half hour. */
  'patrol-old': '#46637f',
  cursor: '#ffffff',
  'load-0': '#151c23',
  'load-1': '#1b2833',
  'load-2': '#223745',
  'load-3': '#2a485a',
  'load-4': '#335b71',
  /** Top of the fullest prism, and the light in which the relief stands. */
  summit: '#5f9cc0',
  pool: '#151e26',
} as const;
export type MapColour = keyof typeof MAP_DAY;

export const MAP_NIGHT: Record<MapColour, string> = {
  community: '#574c3d',
  water: '#19302f',
  road: '#37302a',
  outline: '#867759',
  station: '#a99c80',
  post: '#8d826d',
  component: '#615748',
  'patrol-old': '#3c505a',
  cursor: '#e9dcc6',
  'load-0': '#15110d',
  'load-1': '#1f1a14',
  'load-2': '#2c251b',
  'load-3': '#3b3225',
  'load-4': '#4c402f',
  summit: '#8c7853',
  pool: '#17120d',
};
export const MAPS: Record<Theme, Record<MapColour, string>> = { day: MAP_DAY, night: MAP_NIGHT };
