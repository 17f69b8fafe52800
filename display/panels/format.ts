import type { Millis } from '../../config/contract/ids.ts';
import type { Name } from '../../config/deployment/name.ts';
import type { Dictionary } from '../text/zh.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Rarer than one in so many is said no more exactly. */
const RAREST = 1_000_000;
const RAREST_P = 0.001;

export type Language = 'zh' | 'en';

/** Everything that turns values into texts, for one language and one zone. */
export interface Format {
  count(value: number): string;
  /** A measured or expected figure, to three digits. */
  figure(value: number): string;
  /** A probability as one in so many. */
  probability(value: number): string;
  /** A p-value, as statistics write it. */
  pValue(value: number): string;
  /** `14:03` */
  clock(at: Millis): string;
  /** `14:03:22` */
  second(at: Millis): string;
  /** Date with weekday. */
  date(at: Millis): string;
  /** `23日` or `23 Nov`, for axes and past days. */
  day(at: Millis): string;
  /** `14:03` where `at` lies in the local day of `now`, with the day else. */
  moment(at: Millis, now: Millis): string;
  /** How long ago, coarse on purpose: a figure that changes every second draws the eye. */
  age(at: Millis | null, now: Millis): string;
  /** A length of time, two units at most. */
  span(ms: number): string;
  /** Local date as `yyyy-MM-dd`, as addresses write it. */
  isoDay(at: Millis): string;
  /** Hours, minutes and seconds of something that goes on: `1:02:03`. */
  stopwatch(ms: number): string;
  /** Hour of day, 0 … 23. */
  hour(at: Millis): number;
  name(name: Name): string;
}

export function createFormat(text: Dictionary, language: Language, zone: string): Format {
  const make = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(text.locale, { timeZone: zone, hourCycle: 'h23', ...options });
  const clock = make({ hour: '2-digit', minute: '2-digit' });
  const second = make({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const width = language === 'zh' ? 'long' : 'short';
  const date = make({ year: 'numeric', month: width, day: 'numeric' });
  const weekday = make({ weekday: width });
  const day = make({ month: language === 'zh' ? 'numeric' : 'short', day: 'numeric' });
  const stamp = make({ year: 'numeric', month: '2-digit', day: '2-digit' });
  const hour = make({ hour: 'numeric' });
  // Sweden writes its dates as ISO 8601 does.
  const iso = new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
  const number = new Intl.NumberFormat(text.locale);
  const figure = new Intl.NumberFormat(text.locale, { maximumSignificantDigits: 3 });
  const rarity = new Intl.NumberFormat(text.locale, { maximumSignificantDigits: 2 });
  const floor = (ms: number, unit: number) => number.format(Math.floor(ms / unit));

  return {
    count: (value) => number.format(value),
    figure: (value) => figure.format(value),
    probability: (value) =>
      value < 1 / RAREST ? `< 1/${number.format(RAREST)}` : `1/${rarity.format(1 / value)}`,
    pValue: (value) =>
      value < RAREST_P ? `p < ${RAREST_P}` : `p = ${Number(value.toPrecision(1))}`,
    clock: (at) => clock.format(at),
    second: (at) => second.format(at),
    date: (at) =>
      (language === 'zh' ? [date, weekday] : [weekday, date])
        .map((part) => part.format(at))
        .join(' '),
    day: (at) => day.format(at),
    moment: (at, now) =>
      stamp.format(at) === stamp.format(now)
        ? clock.format(at)
        : `${day.format(at)} ${clock.format(at)}`,
    age: (at, now) => {
      if (at === null) return text.age.none;
      const ms = Math.max(0, now - at);
      if (ms < MINUTE) return text.age.now;
      if (ms < HOUR) return text.age.minutes(floor(ms, MINUTE));
      if (ms < DAY) return text.age.hours(floor(ms, HOUR));
      return text.age.days(floor(ms, DAY));
    },
    span: (ms) => {
      if (ms < HOUR) return text.span.minutes(floor(ms, MINUTE));
      if (ms < DAY) return text.span.hours(floor(ms, HOUR), floor(ms % HOUR, MINUTE));
      return text.span.days(floor(ms, DAY), floor(ms % DAY, HOUR));
    },
    isoDay: (at) => iso.format(at),
    stopwatch: (ms) => {
      const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
      return `${Math.floor(ms / HOUR)}:${two((ms % HOUR) / MINUTE)}:${two((ms % MINUTE) / 1000)}`;
    },
    hour: (at) => Number(hour.format(at).replace(/\D/g, '')),
    name: (name) => name[language],
  };
}
