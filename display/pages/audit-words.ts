import { ACCESS_REFUSALS, type AccessReason } from '../../config/contract/access-refusal.ts';
import type { AuditRow } from '../../config/contract/audit.ts';
import { refusalWords } from '../../config/contract/refusal.ts';
import type { AccessText } from '../text/access-zh.ts';
import type { PageContext } from './page.ts';

const known = (words: Readonly<Record<string, string>>, word: string): string =>
  Object.hasOwn(words, word) ? (words[word] ?? word) : word;

const whyNot = (reason: string, { name, text }: Pick<PageContext, 'name' | 'text'>): string => {
  const words = Object.hasOwn(ACCESS_REFUSALS, reason)
    ? ACCESS_REFUSALS[reason as AccessReason]
    : refusalWords(reason);
  return words === null ? known(text().audit.counted, reason) : name(words);
};

/** Why a row of the audit came to be: a refusal in the words of the screens, else as it was said. */
export const reasonOf = (
  { outcome, reason }: AuditRow,
  of: Pick<PageContext, 'name' | 'text'>,
): string => (outcome === 'refused' ? whyNot(reason, of) : reason);

/** Something else that a row of the audit says. */
export interface AuditDetail {
  name: string;
  value: string;
  /** Whether the value is in words; else it is an id, or names of fields and settings, as they are on record. */
  inWords: boolean;
}

/** By what a scope narrows, in ids; as it was told, where that cannot be read or it narrows nothing. */
function narrowedBy(scope: string): (readonly [name: string, value: string])[] {
  try {
    const told = Object.entries(JSON.parse(scope) as Record<string, string[] | null>);
    const some = told.flatMap(([of, ids]) => (ids === null ? [] : [[of, ids.join(' ')] as const]));
    return some.length > 0 ? some : [['scope', told.length > 0 ? 'null' : scope]];
  } catch {
    return [['scope', scope]];
  }
}

/** What else a row of the audit says. Digests of settings, by which one start is held against the next, are left out. */
export function detailsOf(
  { act, detail }: AuditRow,
  of: Pick<PageContext, 'name' | 'text'>,
): AuditDetail[] {
  const words: AccessText = of.text();
  const say: Readonly<Record<string, (value: string) => string>> = {
    change: (value) => known(words.audit.changes, value),
    changed: (value) => known(words.audit.changes, value),
    on: (value) => known(words.audit.on, value),
    role: (value) => known(words.roleName, value),
    by: (value) => known(words.by, value),
    scope: (value) => (value === 'null' ? words.everywhere : value),
    disabled: (value) => known(words.audit.is, value),
    secondFactor: () => words.factorOff,
    why: (value) => whyNot(value, of),
  };
  return Object.entries(detail)
    .filter(([name]) => act !== 'rules' || name === 'changed')
    .flatMap(([name, value]) => (name === 'scope' ? narrowedBy(value) : [[name, value] as const]))
    .map(([name, value]) => {
      const said = say[name]?.(value) ?? value;
      return { name: known(words.audit.details, name), value: said, inWords: said !== value };
    });
}
