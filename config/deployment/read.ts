import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { z } from 'zod';
import { DeploymentError } from './error.ts';

type Issue = z.core.$ZodIssue;

/** A file's name as messages show it: relative to the working directory when it lies inside. */
export const shown = (file: string): string => {
  const short = relative(process.cwd(), file);
  return short.startsWith('..') ? file : short;
};

/** `['units', 3, 'id']` → `units[3].id`. */
export const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) =>
      typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key),
    '',
  );

/** Line and column (from 1) that a JSON syntax error names, the end of the text where it names none. */
function lineOf(text: string, message: string): string {
  const position = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
  const before = text.slice(0, position).split('\n');
  return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
}

/**
 * The JSON value of a file.
 * @throws DeploymentError where the file cannot be read or is not JSON
 */
export function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new DeploymentError(
      shown(file),
      '',
      'cannot be read',
      'create it or correct its rights',
      {
        cause,
      },
    );
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new DeploymentError(
      shown(file),
      lineOf(text, message),
      'not valid JSON',
      'look for a missing or extra comma, quote or bracket just before it',
      { cause },
    );
  }
}

function remedyOf(issue: Issue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return 'correct its spelling or remove it';
    case 'invalid_type':
      return /received undefined/.test(issue.message)
        ? 'add it'
        : `write a value of type ${issue.expected}`;
    case 'invalid_value':
      return `write one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'too_small':
      return 'give more';
    case 'too_big':
      return 'give less';
    default:
      return 'see config/deployment/schema.ts for what may stand here';
  }
}

/**
 * The value as the schema understands it.
 * @param fileOf which file holds the place that an issue names
 * @throws DeploymentError naming the first issue
 */
export function conform<T>(
  schema: z.ZodType<T>,
  value: unknown,
  fileOf: (path: readonly PropertyKey[]) => string,
): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [first, ...more] = parsed.error.issues;
  const issue = first!;
  const also = more.length > 0 ? ` (and ${more.length} more like faults)` : '';
  throw new DeploymentError(
    fileOf(issue.path),
    pathText(issue.path),
    issue.message,
    remedyOf(issue) + also,
  );
}
