import {
  READING_FLAGS,
  type ReadingFlag,
  type ReadingStat,
} from '../../../config/contract/vocabulary.ts';
import type { CpField } from './cp.ts';
import { type Factor, factorOf } from './factors.ts';
import type { Heading, Message } from './message.ts';

/** A field of a factor: its code and what is said of it, e.g. `w01018-Rtd`. */
export const FIELD = /^([0-9A-Za-z]{1,32})-([A-Za-z]{1,16})$/;

const STATS: ReadonlyMap<string, ReadingStat> = new Map([
  ['Rtd', 'value'],
  ['Data', 'value'],
  ['DayData', 'value'],
  ['NightData', 'value'],
  ['Avg', 'avg'],
  ['Min', 'min'],
  ['Max', 'max'],
  ['Cou', 'sum'],
  ['ZsRtd', 'zs'],
  ['ZsAvg', 'zs-avg'],
  ['ZsMin', 'zs-min'],
  ['ZsMax', 'zs-max'],
]);

const NUMBER = /^[+-]?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})$/;

/** Flags that only 2005 knows: P power failure of a source; 0 … 3 of air stations. */
const FLAGS_2005: ReadonlyMap<string, ReadingFlag> = new Map([
  ['P', 'D'],
  ['0', 'C'],
  ['1', 'N'],
  ['2', 'D'],
  ['3', 'N'],
]);
const KNOWN_FLAGS: ReadonlySet<string> = new Set(READING_FLAGS);

/** null: one that the version does not know. */
function flagOf(text: string, { flag }: Heading): ReadingFlag | null {
  if (KNOWN_FLAGS.has(text)) return text as ReadingFlag;
  return flag.version === '2005' ? (FLAGS_2005.get(text) ?? null) : null;
}

/** Noise of the day and of the night stand beside that of the whole day: as factors of their own. */
const coded = (code: string, suffix: string): string => {
  if (suffix === 'DayData' && code !== 'Ld') return `${code}-Day`;
  if (suffix === 'NightData' && code !== 'Ln') return `${code}-Night`;
  return code;
};

export interface Value {
  factor: Factor;
  stat: ReadingStat;
  value: number;
  flag: ReadingFlag;
}

export interface Said {
  values: Value[];
  /** What is told besides values: EFlag, SampleTime, a flag nobody knows, a value left empty. */
  details: CpField[];
  problems: string[];
}

/**
 * Sorts the fields of interval data. A value without a flag is taken as normal, since 2005 has it optional; one
 * with a flag that nobody knows as faulty, since it is not said to be normal.
 */
export function readValues(fields: readonly CpField[], { device, heading }: Message): Said {
  const said: Said = { values: [], details: [], problems: [] };
  const flags = new Map<string, ReadingFlag>();
  for (const [name, text] of fields) {
    const [, code, suffix] = FIELD.exec(name) ?? [];
    if (code !== undefined && suffix === 'Flag' && text !== '')
      flags.set(code, flagOf(text, heading) ?? 'D');
  }
  const seen = new Map<string, string>();
  for (const [name, text] of fields) {
    const [, code, suffix] = FIELD.exec(name) ?? [];
    const stat = STATS.get(suffix ?? '');
    const known = suffix === 'Flag' && code !== undefined && flagOf(text, heading) !== null;
    if (known) continue;
    if (code === undefined || suffix === undefined || stat === undefined || text === '') {
      said.details.push([name, text]);
      continue;
    }
    const before = seen.get(name);
    seen.set(name, text);
    if (before === text) continue;
    if (before !== undefined) said.problems.push(`${name} is stated twice: ${before} and ${text}`);
    else if (!NUMBER.test(text)) said.problems.push(`${name} "${text}" is no number`);
    else {
      const factor = factorOf(device, code);
      const scale = stat === 'sum' ? 1 : factor.scale;
      said.values.push({
        factor: { ...factor, code: coded(factor.code, suffix) },
        stat,
        value: scaled(Number(text), scale),
        flag: flags.get(code) ?? 'N',
      });
    }
  }
  return said;
}

/** Times a scale, without the digits that binary fractions add. */
export const scaled = (value: number, scale: number): number =>
  scale === 1 ? value : Number((value * scale).toPrecision(15));
