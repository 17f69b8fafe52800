import type { FormField } from './acts.ts';
import type { Values } from './command-of.ts';

/** Something to be filled in or confirmed before it is done. */
export interface Form {
  title: string;
  /** What it is done to. */
  about: string;
  /** What to mind; '': nothing. */
  warning: string;
  fields: readonly FormField[];
  values: Values;
  /** @returns whether it was done */
  submit(values: Values): Promise<boolean>;
}

/** A form as it is put before somebody. */
export interface AskFor extends Omit<Form, 'submit'> {
  submit(values: Values): void;
  /** It was closed, and nothing is to be done. */
  leave(values: Values): void;
}

/** What somebody worded; all else is chosen anew in a moment, and may be of the past by then. */
const WORDED = ['reason', 'text', 'note', 'task'] as const;

/** Words that were typed and came to nothing, as a form was closed or refused: they are there when it is asked again. */
export function createDrafts() {
  const kept = new Map<string, Values>();
  const keep = (key: string, values: Values) => {
    const words = WORDED.flatMap((field) => (values[field] ? [[field, values[field]]] : []));
    if (words.length > 0) kept.set(key, Object.fromEntries(words) as Values);
    else kept.delete(key);
  };
  return {
    /** @param key what is done to what */
    of(key: string, form: Form): AskFor {
      return {
        ...form,
        values: { ...form.values, ...kept.get(key) },
        leave: (values) => keep(key, values),
        async submit(values) {
          kept.delete(key);
          if (!(await form.submit(values)) && !kept.has(key)) keep(key, values);
        },
      };
    },
  };
}
