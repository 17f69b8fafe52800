import type { Millis } from '../../../config/contract/ids.ts';
import { err, ok, type Result } from '../../../config/contract/result.ts';
import type { QualityFlag } from '../../../config/contract/vocabulary.ts';
import { dayStart, isoDay } from '../../../config/contract/zone.ts';
import type { RegistersSettings } from '../../../config/deployment/ports/registers.ts';
import type { RegisterDraft } from '../../pipeline/draft.ts';
import { columnMask } from '../../pipeline/personal.ts';
import { isKnownKind, LARGE_CLASSES, readComponentId } from '../component-id.ts';
import type { GridNames } from '../grid-names.ts';
import { placeOf } from '../http/place.ts';
import { createDayReader } from '../http/times.ts';
import { DATUM_WORDS } from '../words.ts';
import { COLUMNS, KEYS, type TableRegister } from './columns.ts';

/** Least time of a record. */
const EARLIEST: Millis = 1;
/** Days remembered while a table is read: a century of them. */
const MOST_DAYS = 36_525;
const DATUM_OF = new Map(Object.entries(DATUM_WORDS));
const WHOLE = /^\d{1,9}$/;
/** GB 11643; a permit or passport of who has none. */
const PERSON_ID = /^[A-Za-z0-9]{8,18}$/;
const NUMBER = /^[+-]?\d{1,3}(\.\d{1,15})?$/;

export type ReadRow = (cells: readonly string[]) => Result<RegisterDraft>;

export interface RowOptions {
  source: string;
  register: TableRegister;
  settings: RegistersSettings;
  /** Of local times. */
  zone: string;
  gridOf: GridNames;
  /** From when rows are valid that do not say so themselves, `yyyy-MM-dd`; undefined: each must. */
  validFrom: string | undefined;
}

/** A heading that no record of values can have as a key. */
const IMPOSSIBLE = '__proto__';

/** Headings made distinct, so that no column hides another; those without one are called by their place. */
function distinct(header: readonly string[]): string[] {
  const seen = new Set<string>();
  return header.map((cell, n) => {
    const told = cell.trim() === IMPOSSIBLE ? '' : cell.trim();
    const heading = told === '' || seen.has(told) ? `${told || 'column'} ${n + 1}` : told;
    seen.add(heading);
    return heading;
  });
}

/**
 * Prepares reading the rows of a register's table by its header. Identity of a record is its key and the
 * day from which it is valid: a change from another day on is another record, a correction of the same
 * day a new version. Nothing ends by being left out; a record ends by its 失效日期.
 * @returns for each row a draft, or why none could be made, naming the column; an error where the header
 *   lacks what every row needs
 */
export function createRowReader(header: readonly string[], options: RowOptions): Result<ReadRow> {
  const { source, register, settings, zone, gridOf } = options;
  const headings = distinct(header);
  const used = new Set<number>();
  const at = (names: readonly string[]): number => {
    const index = headings.findIndex((heading) => names.includes(heading.toLowerCase()));
    if (index >= 0) used.add(index);
    return index;
  };
  const index = {
    key: at(KEYS[register].key),
    name: at(KEYS[register].name),
    grid: at(COLUMNS.grid),
    lon: at(COLUMNS.lon),
    lat: at(COLUMNS.lat),
    datum: at(COLUMNS.datum),
    validFrom: at(COLUMNS.validFrom),
    validTo: at(COLUMNS.validTo),
    validThrough: at(COLUMNS.validThrough),
    updatedAt: at(COLUMNS.updatedAt),
  };
  if (index.key < 0)
    return err(`no column ${KEYS[register].key.join(', ')}; there are ${headings.join(', ')}`);
  if (index.validFrom < 0 && options.validFrom === undefined)
    return err(`no column ${COLUMNS.validFrom.join(', ')}, and no validFrom for the whole table`);

  const readDay = createDayReader(zone);
  const timeAt = (text: string): Millis | null =>
    readDay(text.replace(/[年月]/g, '-').replace('日', ''));
  // a table has few days and many rows, and working out a day of a zone takes 9 µs
  const days = new Map<Millis, string>();
  const dateOf = (at: Millis): string => {
    let date = days.get(at);
    if (date === undefined) {
      date = isoDay(at, zone);
      if (days.size >= MOST_DAYS) days.clear();
      days.set(at, date);
    }
    return date;
  };
  const values = headings.flatMap((heading, n) => (used.has(n) ? [] : [[heading, n] as const]));
  const personal = values.find(([heading]) => columnMask(heading) !== 'text');
  const idNumber = values.find(([heading]) => columnMask(heading) === 'secret');
  const ofPersons = register === 'people' && personal !== undefined && settings.people === 'sealed';

  /** Day of a column: undefined where it is empty. */
  const dayOf = (n: number, cell: (n: number) => string): Result<Millis | undefined> => {
    const text = cell(n);
    if (text === '') return ok(undefined);
    const time = timeAt(text);
    return time === null ? err(`${headings[n]}: "${text}": not a date`) : ok(time);
  };

  /** When a row is valid: both days as dates; the second is exclusive and '' where it has no end. */
  const validity = (
    cell: (n: number) => string,
  ): Result<{ validFrom: string; validTo: string }> => {
    const from = dayOf(index.validFrom, cell);
    if (!from.ok) return from;
    const to = dayOf(index.validTo, cell);
    if (!to.ok) return to;
    const through = dayOf(index.validThrough, cell);
    if (!through.ok) return through;
    const validFrom = from.value === undefined ? options.validFrom : dateOf(from.value);
    if (validFrom === undefined) return err(`${headings[index.validFrom]}: empty`);
    const end =
      to.value ?? (through.value === undefined ? undefined : dayStart(through.value, zone, 1));
    const validTo = end === undefined ? '' : dateOf(end);
    return validTo !== '' && validTo <= validFrom
      ? err(`valid to ${validTo}, which is not after ${validFrom}`)
      : ok({ validFrom, validTo });
  };

  const place = (cell: (n: number) => string): Result<ReturnType<typeof placeOf>> => {
    const [lon, lat] = [cell(index.lon), cell(index.lat)];
    for (const [n, text] of [
      [index.lon, lon],
      [index.lat, lat],
    ] as const)
      if (text !== '' && !NUMBER.test(text)) return err(`${headings[n]}: "${text}": not degrees`);
    const named = cell(index.datum);
    const datum = named === '' ? settings.datum : DATUM_OF.get(named.toUpperCase());
    if (datum === undefined) return err(`${headings[index.datum]}: "${named}": not a known datum`);
    const degrees = (text: string) => (text === '' ? undefined : Number(text));
    return ok(placeOf(degrees(lon), degrees(lat), datum));
  };

  /** What each kind of register asks of its rows. */
  const check = (
    key: string,
    cell: (n: number) => string,
  ): Result<{ key: string; extra: Record<string, string>; flags: QualityFlag[] }> => {
    if (register === 'components') {
      const parts = readComponentId(key, settings.areas);
      if (!parts.ok) return err(`${headings[index.key]}: "${key}": ${parts.error}`);
      const large = LARGE_CLASSES.get(parts.value.large);
      return ok({
        key,
        extra: large === undefined ? {} : { large },
        flags: isKnownKind(parts.value) ? [] : ['no-component'],
      });
    }
    if (register !== 'people') return ok({ key, extra: {}, flags: [] });
    if (personal && !ofPersons)
      return err(
        `${personal[0]}: the register of people holds counts by grid; rows about persons are kept, encrypted, only where the setting registers.people says so`,
      );
    const grid = gridOf(key);
    if (grid === undefined) return err(`${headings[index.key]}: "${key}": no such grid`);
    if (ofPersons) {
      const number = idNumber === undefined ? '' : cell(idNumber[1]);
      if (!PERSON_ID.test(number)) return err(`${idNumber?.[0] ?? '身份证号'}: no id number`);
      return ok({ key: number, extra: {}, flags: [] });
    }
    for (const [heading, n] of values)
      if (!WHOLE.test(cell(n))) return err(`${heading}: not a count`); // it may be a name: not shown
    return ok({ key: grid, extra: {}, flags: [] });
  };

  return ok((cells) => {
    const width = cells.findLastIndex((cell) => cell.trim() !== '') + 1;
    if (width > headings.length || cells.length < headings.length)
      return err(`${cells.length} columns where the header has ${headings.length}`);
    const cell = (n: number): string => (n < 0 ? '' : (cells[n] ?? '').trim());
    if (cell(index.key) === '') return err(`${headings[index.key]}: empty`);
    const checked = check(cell(index.key), cell);
    if (!checked.ok) return checked;
    const valid = validity(cell);
    if (!valid.ok) return valid;
    const where = place(cell);
    if (!where.ok) return where;
    const updated = dayOf(index.updatedAt, cell);
    if (!updated.ok) return updated;
    const told = values.flatMap(([heading, n]) =>
      cell(n) === '' ? [] : [[heading, cell(n)] as const],
    );
    return ok({
      kind: 'register',
      source,
      register,
      key: checked.value.key,
      person: ofPersons,
      name: cell(index.name),
      grid: cell(index.grid),
      place: where.value.place,
      ...valid.value,
      // by the row alone, so that a row told again is the same; a firm may be older than our time
      at: updated.value ?? Math.max(readDay(valid.value.validFrom) as Millis, EARLIEST),
      values: Object.fromEntries([
        ...Object.entries(checked.value.extra),
        ...(ofPersons ? [] : told),
      ]),
      secret: Object.fromEntries(ofPersons ? told : []),
      flags: [...checked.value.flags, ...where.value.flags],
    });
  });
}
