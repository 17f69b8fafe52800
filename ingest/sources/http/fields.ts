import { z } from 'zod';
import type { Millis } from '../../../config/contract/ids.ts';
import { err, ok, type Result } from '../../../config/contract/result.ts';

const SHOWN = 60;

/** Our name of each field, and the other names under which senders give it. */
export type FieldNames = Readonly<Record<string, readonly string[]>>;

export interface FieldReader<T> {
  /** The record by our names and types, or the first reason why not, naming field and value as sent. */
  read(record: unknown): Result<T>;
  /** Text of one field of what need not be a record; '' where it has none. */
  told(record: unknown, field: string): string;
  /** Names of fields that hold something and are in no table, also of records within: `acts.colour`. */
  ignored(record: unknown): string[];
}

const shown = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? 'what was sent'
    : JSON.stringify(value).slice(0, SHOWN);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads the fields of JSON records. Names may be ours or any of the others; texts are trimmed, and
 * '' and null count as absent. What is not in the table is not read.
 * @param lists readers of the records that a field lists
 */
export function createFieldReader<S extends z.ZodType>(
  schema: S,
  names: FieldNames,
  lists: Readonly<Record<string, Pick<FieldReader<unknown>, 'ignored'>>> = {},
): FieldReader<z.output<S>> {
  const fieldOf = new Map(
    Object.entries(names).flatMap(([field, others]) =>
      [field, ...others].map((name) => [name, field] as const),
    ),
  );

  const compiled = z.compile(schema);

  return {
    told(record, field) {
      if (!isRecord(record)) return '';
      for (const name of [field, ...(names[field] ?? [])]) {
        const value = Object.hasOwn(record, name) ? record[name] : undefined;
        if (typeof value === 'string' || typeof value === 'number') return String(value).trim();
      }
      return '';
    },
    ignored(record) {
      const found = new Set<string>();
      for (const [name, sent] of isRecord(record) ? Object.entries(record) : []) {
        const field = fieldOf.get(name);
        const within = field === undefined ? undefined : lists[field];
        if (field === undefined && sent !== '' && sent !== null) found.add(name.slice(0, SHOWN));
        if (within !== undefined && Array.isArray(sent))
          for (const inner of sent.flatMap(within.ignored)) found.add(`${field}.${inner}`);
      }
      return [...found];
    },
    read(record) {
      if (!isRecord(record)) return err(`${shown(record)} is not an object`);
      const values: Record<string, unknown> = {};
      const nameOf: Record<string, string> = {};
      for (const name of Object.keys(record)) {
        const field = fieldOf.get(name);
        const sent = record[name];
        const value = typeof sent === 'string' ? sent.trim() : sent;
        if (field === undefined || value === '' || value === null) continue;
        if (Object.hasOwn(values, field) && values[field] !== value)
          return err(`${nameOf[field]} and ${name} say different things`);
        values[field] = value;
        nameOf[field] = name;
      }
      const parsed = compiled.safeParse(values);
      if (parsed.success) return ok(parsed.data);
      const issue = parsed.error.issues[0] as z.core.$ZodIssue;
      const field = String(issue.path[0] ?? '');
      const name = nameOf[field] ?? field;
      return err(
        Object.hasOwn(values, field)
          ? `${name}: ${shown(values[field])}: ${issue.message}`
          : `${name}: empty`,
      );
    },
  };
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** A text; a whole number is taken as its digits, where JSON could carry all of them. */
export const Text = z
  .custom<string | number>((value) => isText(value) || Number.isSafeInteger(value), 'not a text')
  .transform(String);

/** A whole number from 0, or its digits. */
export const Whole = z
  .custom<string | number>(
    (value) =>
      isText(value) ? /^\d{1,15}$/.test(value) : Number.isSafeInteger(value) && Number(value) >= 0,
    'not a whole number',
  )
  .transform(Number);

/** A number, or its decimal digits. */
export const Decimal = z
  .custom<string | number>(
    (value) =>
      isText(value) ? /^[+-]?\d{1,15}(\.\d{1,15})?$/.test(value) : Number.isFinite(value),
    'not a number',
  )
  .transform(Number);

const YES = [true, 1, '1', 'true', '是', '合格', '通过'] as const;
const NO = [false, 0, '0', 'false', '否', '不合格', '不通过'] as const;

/** Yes or no as systems write it. */
export const YesNo = z
  .literal([...YES, ...NO], 'not yes or no')
  .transform((value) => YES.some((yes) => yes === value));

/** A time, in UTC milliseconds. @param read what `createTimeReader` made */
export const timeField = (read: (text: string) => Millis | null) =>
  z.string('not a time').transform((text, context) => {
    const at = read(text);
    if (at !== null) return at;
    context.addIssue({ code: 'custom', message: 'not a time that exists' });
    return z.NEVER;
  });

/** One of a table's words, or what it stands for. */
export const wordField = <T extends string>(words: Readonly<Record<string, T>>) =>
  Text.transform((word, context) => {
    const found = Object.hasOwn(words, word) ? words[word] : undefined;
    if (found !== undefined) return found;
    context.addIssue({ code: 'custom', message: `not one of ${Object.keys(words).join(', ')}` });
    return z.NEVER;
  });
