import { createSignal } from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import { type Denial, insist, read } from '../net/access.ts';
import type { PageContext } from './page.ts';
import { reloadWhenSignedOut } from './signed-out.ts';

export type List<T> = ReturnType<typeof createList<T>>;

/** What the server lists at an address, read until it answers, and anew when asked to. */
export function createList<T>(of: PageContext, path: string) {
  const [known, setKnown] = createStore<{ rows: T[] | null }>({ rows: null });
  const [denial, setDenial] = createSignal<Denial | null>(null);
  let turn = 0;
  const anew = async (): Promise<void> => {
    const mine = ++turn;
    const found = await insist(
      () => read<T[]>(path),
      (meanwhile) => mine === turn && setDenial(meanwhile),
    );
    if (mine !== turn) return;
    setDenial(found.ok ? null : found.error);
    // a row that stays keeps its buttons, and the keyboard its place
    if (found.ok) setKnown('rows', reconcile(found.value));
    else await reloadWhenSignedOut();
  };
  void anew();
  return {
    /** null: not known yet. */
    rows: () => known.rows,
    /** Why they are not known, or not as they are by now; '': they are. */
    fault: () => {
      const denied = denial();
      return denied === null ? '' : of.why(denied);
    },
    anew,
  };
}
