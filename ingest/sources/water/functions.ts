/** How the text of a function is laid out after serial and send time. */
export interface Layout {
  /** What a device draft made of it is called. */
  event: string;
  /** True: `F1F1` and the station are followed by one byte of station class. */
  classed: boolean;
  /** `series`: after the time step one element once, then its bare values to the end. */
  rest: 'elements' | 'series' | 'settings' | 'version' | 'raw';
}

const report = (event: string, rest: Layout['rest'] = 'elements'): Layout => ({
  event,
  classed: true,
  rest,
});
const answer = (event: string, rest: Layout['rest'] = 'raw'): Layout => ({
  event,
  classed: false,
  rest,
});

/** 链路维持报: keeps the line open, and is not answered (§6.6.4.2). */
export const KEEP_ALIVE = 0x2f;
/** 测试报: real values, sent while somebody tries the station. */
export const TEST = 0x30;

/**
 * Functions of appendix B. Confirmed by published frames: 2F, 30, 32–35, 37–3A, 40–4A, 50, 51; 31 by a
 * real frame of Fujian; 36 and 4B–4F by public implementations only. A function that is not here is kept raw.
 */
const LAYOUTS: ReadonlyMap<number, Layout> = new Map([
  [TEST, report('test')],
  [0x31, report('even-interval', 'series')],
  [0x32, report('timed')],
  [0x33, report('added')],
  [0x34, report('hourly')],
  [0x35, report('manual')],
  [0x36, report('picture')],
  [0x37, report('query-now')],
  [0x38, report('query-period', 'series')],
  [0x39, report('query-manual')],
  [0x3a, report('query-elements')],
  [0x40, answer('settings', 'settings')],
  [0x41, answer('settings', 'settings')],
  [0x42, answer('parameters', 'settings')],
  [0x43, answer('parameters', 'settings')],
  [0x44, report('pumps')],
  [0x45, answer('version', 'version')],
  [0x46, answer('status', 'elements')],
  [0x47, answer('storage-cleared')],
  [0x48, answer('factory-reset')],
  [0x49, answer('password', 'settings')],
  [0x4a, answer('clock-set')],
  [0x4b, answer('card')],
  [0x4c, answer('pump-control')],
  [0x4d, answer('valve-control')],
  [0x4e, answer('gate-control')],
  [0x4f, answer('quota')],
  [0x50, answer('event-log')],
  [0x51, answer('clock')],
]);

/** Two hexadecimal digits. */
export const hexByte = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, '0');

export const layoutOf = (func: number): Layout =>
  LAYOUTS.get(func) ?? answer(`function-${hexByte(func)}`);
