import { type Accessor, createEffect, on, onCleanup } from 'solid-js';
import { isNowhere, type Place, writePlace } from '../panels/place.ts';

const rowsOf = (drill: Element) => [
  ...drill.querySelectorAll<HTMLElement>('[data-list] :is(li, tr) button:not([disabled])'),
];

/**
 * Whoever opens something by key goes on by key: its first row takes the focus, however late it comes, or
 * what leads back until then; back in a list the row by which one left it, on the wall what one opened.
 * Who has moved on meanwhile is left alone.
 */
export function followFocus(place: Accessor<Place>): void {
  /** Row that had the focus last, by the address of its list. */
  const left = new Map<string, number>();
  let opener: HTMLElement | null = null;
  let waiting: MutationObserver | null = null;

  const remember = ({ target }: FocusEvent) => {
    const drill = (target as Element).closest('.drill');
    const row = drill ? rowsOf(drill).indexOf(target as HTMLElement) : -1;
    if (row > 0) left.set(writePlace(place()), row);
    else left.delete(writePlace(place()));
  };
  document.addEventListener('focusin', remember);
  onCleanup(() => document.removeEventListener('focusin', remember));

  const settle = (drill: Element, at: string) => {
    const wanted = left.get(at) ?? 0;
    const given = drill.querySelector<HTMLElement>('.back');
    const row = () => rowsOf(drill)[wanted];
    if (row()) return row()?.focus();
    given?.focus();
    waiting = new MutationObserver(() => {
      const stays = [given, document.body].includes(document.activeElement as HTMLElement);
      if (stays && !row()) return;
      waiting?.disconnect();
      if (stays) row()?.focus();
    });
    waiting.observe(drill, { childList: true, subtree: true });
  };

  createEffect(
    on(place, (now, before) => {
      waiting?.disconnect();
      if (before === undefined || isNowhere(before)) {
        const active = document.activeElement;
        opener = active instanceof HTMLElement && active !== document.body ? active : null;
      }
      if (isNowhere(now)) {
        left.clear();
        return opener?.focus();
      }
      const at = writePlace(now);
      const wanted = left.get(at);
      requestAnimationFrame(() => {
        if (writePlace(place()) !== at) return;
        if (wanted !== undefined) left.set(at, wanted);
        const drill = document.querySelector('.drill');
        if (drill) settle(drill, at);
      });
    }),
  );
}
