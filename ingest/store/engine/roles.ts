import { createHash, timingSafeEqual } from 'node:crypto';
import { Refused, type Statement } from './statement.ts';

/** `vault` is a reader that may also see sealed values. */
export type Role = 'writer' | 'reader' | 'vault';

/** What readers have no access to. */
const SEALED = 'sealed_values';

/** Who asks, proved by a password. Null: nobody we know. */
export function roleOf(
  user: string,
  password: string,
  passwords: Readonly<Record<Role, string>>,
): Role | null {
  if (user !== 'writer' && user !== 'reader' && user !== 'vault') return null;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(password), digest(passwords[user])) ? user : null;
}

/** What a reader gets at most, set on every connection of a reader before its statement runs. */
export const READER_LIMITS: Readonly<Record<string, number>> = {
  max_execution_time: 30,
  max_memory_usage: 2 * 2 ** 30,
  max_result_rows: 2_000_000,
  max_result_bytes: 2 ** 30,
};

/** What reads only. Killing such a statement half way harms nothing. */
export const READER_VERBS: ReadonlySet<string> = new Set([
  'select',
  'with',
  '(',
  'show',
  'describe',
  'desc',
  'explain',
]);
const WRITER_VERBS = new Set([
  ...READER_VERBS,
  ...['insert', 'create', 'drop', 'alter', 'rename', 'exchange', 'truncate', 'optimize'],
  ...['delete', 'update', 'exists', 'check', 'kill', 'set', 'use'],
]);

/**
 * Settings a reader may give. Limits of READER_LIMITS may be lowered besides. Of the formats' settings only
 * families that shape text and columns: `output_format_schema` names a file that the engine overwrites.
 */
const READER_SETTINGS =
  /^(output_format_(arrow|csv|decimal|json|parquet|pretty|tsv)_\w+|output_format_write_statistics|date_time_output_format|session_timezone|join_use_nulls|prefer_column_name_to_alias|max_threads|max_block_size|result_overflow_mode|extremes)$/;

/** Table functions that only compute or read our own tables. All others reach files or the network. */
export const HARMLESS_TABLE_FUNCTIONS: ReadonlySet<string> = new Set([
  ...['numbers', 'numbers_mt', 'zeros', 'zeros_mt', 'generateseries', 'generate_series', 'primes'],
  ...['values', 'null', 'view', 'merge', 'generaterandom', 'format'],
]);

/** Plain functions that read files. */
const FILE_FUNCTIONS = ['file', 'catboostevaluate'];

/** Lower-case names of the functions nobody may call, given all table functions of the engine. */
export const forbiddenFunctions = (tableFunctions: string[]): ReadonlySet<string> =>
  new Set([
    ...tableFunctions
      .map((name) => name.toLowerCase())
      .filter((n) => !HARMLESS_TABLE_FUNCTIONS.has(n)),
    ...FILE_FUNCTIONS,
  ]);

/**
 * Throws Refused where the role may not run the statement. `readonly`: asked by GET, which never writes. The engine's own `readonly` holds readers
 * off writing and DDL a second time; it does not hold them off `file(…)`, `KILL QUERY` and table
 * structure read from files, which this does.
 */
export function checkStatement(
  role: Role,
  readonly: boolean,
  statement: Statement,
  forbidden: ReadonlySet<string>,
): void {
  const verb = statement.kind === 'insert' ? 'insert' : statement.verb;
  if (!WRITER_VERBS.has(verb))
    throw new Refused(
      497,
      'ACCESS_DENIED',
      `${role}: statements of this kind are not allowed: ${verb}`,
    );
  if ((role !== 'writer' || readonly) && !READER_VERBS.has(verb))
    throw new Refused(164, 'READONLY', `${role}: Cannot execute query in readonly mode.`);
  if (role === 'reader') checkSealed(statement);
  for (const name of statement.called)
    if (forbidden.has(name))
      throw new Refused(497, 'ACCESS_DENIED', `${role}: function ${name} is not allowed`);
}

/**
 * Sealed values are named by nobody who only reads: not as they are, not by a pattern of `merge`, not
 * by a name that comes as a parameter.
 */
function checkSealed({ words, called }: Statement): void {
  if (words.has(SEALED) || words.has('identifier') || called.includes('merge'))
    throw new Refused(497, 'ACCESS_DENIED', 'reader: sealed values are not to be read');
}

/** The settings under which a role's statement runs. Throws Refused for what the role may not set. */
export function settingsFor(role: Role, asked: ReadonlyMap<string, string>): Map<string, string> {
  if (role === 'writer') return new Map(asked);
  const granted = new Map<string, string>();
  for (const [name, value] of asked) {
    const limit = READER_LIMITS[name];
    if (limit !== undefined) {
      const wish = Number(value);
      if (!(wish > 0 && wish <= limit))
        throw new Refused(
          452,
          'SETTING_CONSTRAINT_VIOLATION',
          `Setting ${name} shouldn't be greater than ${limit}`,
        );
    } else if (!READER_SETTINGS.test(name)) {
      throw new Refused(164, 'READONLY', `Cannot modify '${name}' setting in readonly mode.`);
    }
    granted.set(name, value);
  }
  for (const [name, limit] of Object.entries(READER_LIMITS))
    if (!granted.has(name)) granted.set(name, String(limit));
  return granted.set('readonly', '1'); // last: nothing can be set after it
}
