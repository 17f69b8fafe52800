import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js';
import { REVEALED, type Revealed, type RevealedField } from '../../config/contract/reveal.ts';
import { type Denial, tell } from '../net/access.ts';
import type { Chosen } from './subject.ts';

/** A letter that is no act of a case. */
export const REVEAL_KEY = 'h';
/** So long personal values stay on the screen. */
export const SHOWN_S = 60;
const FIELDS = Object.keys(REVEALED) as RevealedField[];

/** Personal values of the chosen case in clear, for a while. */
export interface Reveal {
  /** Whether whoever sits here may ask for them. */
  may: boolean;
  values: Accessor<Revealed['values'] | null>;
  /** Seconds until they are gone from the screen. */
  left: Accessor<number>;
  /** Asks for them, for a reason that is kept; null: they are shown. */
  ask(id: string, reason: string): Promise<Denial['reason'] | null>;
  hide(): void;
}

/** They go when their time is over, and as soon as something else is looked at. */
export function createReveal(chosen: Pick<Chosen, 'subject'>, may: boolean): Reveal {
  const [values, setValues] = createSignal<Revealed['values'] | null>(null);
  const [left, setLeft] = createSignal(0);
  const hide = () => setValues(null);
  createEffect(on(chosen.subject, hide));
  createEffect(() => {
    if (values() === null) return;
    setLeft(SHOWN_S);
    const timer = setInterval(() => {
      if (setLeft((seconds) => seconds - 1) <= 0) hide();
    }, 1000);
    onCleanup(() => clearInterval(timer));
  });
  return {
    ...{ may, values, left, hide },
    async ask(id, reason) {
      const told = { case: id, fields: FIELDS, reason };
      const found = await tell<Revealed>('/api/reveal', told);
      if (!found.ok) return found.error.reason;
      if (chosen.subject()?.id === id) setValues(found.value.values);
      return null;
    },
  };
}
