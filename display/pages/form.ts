import { createSignal } from 'solid-js';
import type { Result } from '../../config/contract/result.ts';
import type { Denial } from '../net/access.ts';
import type { PageContext } from './page.ts';
import { reloadWhenSignedOut } from './signed-out.ts';

/** The state of something that is sent: whether it is on its way, and what went wrong. */
export function createForm(of: PageContext) {
  const [busy, setBusy] = createSignal(false);
  const [denial, setDenial] = createSignal<Denial | null>(null);
  const [words, setWords] = createSignal('');
  return {
    busy,
    /** Shown words; '' where all is well. */
    fault: () => {
      const denied = denial();
      return denied === null ? words() : of.why(denied);
    },
    /** Something of our own to say, before anything is sent. */
    object(text: string) {
      setDenial(null);
      setWords(text);
    },
    /** Sends once at a time. @returns what came back; null: it was refused, and that is said */
    async send<T>(work: () => Promise<Result<T, Denial>>): Promise<T | null> {
      if (busy()) return null;
      setBusy(true);
      setDenial(null);
      setWords('');
      const result = await work();
      setBusy(false);
      if (result.ok) return result.value;
      setDenial(result.error);
      if (result.error.reason === 'signed-out') void reloadWhenSignedOut();
      return null;
    },
    denial,
  };
}
