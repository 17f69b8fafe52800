import { type JSX, onCleanup, onMount } from 'solid-js';

/** A sheet over the desk that has the keyboard until it is closed; where the focus was, it goes back. */
export function Sheet(props: {
  title: string;
  close: () => void;
  wide?: boolean;
  /** Hears every key while it is open. */
  press?: (event: KeyboardEvent) => void;
  children: JSX.Element;
}) {
  let dialog!: HTMLDialogElement;
  let gone = false;
  onCleanup(() => {
    gone = true;
    dialog.close(); // only then does the focus go back
  });
  /** At once: a closing dialog tells so only after the next key. */
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.isComposing) return;
    event.preventDefault();
    props.close();
  };
  onMount(() => {
    dialog.addEventListener('keydown', leave);
    if (props.press) dialog.addEventListener('keydown', props.press);
    dialog.showModal();
    const first = dialog.querySelector<HTMLElement>('[data-first]');
    (first ?? dialog).focus();
  });
  return (
    <dialog
      ref={dialog}
      class="desk-sheet"
      classList={{ 'desk-sheet-wide': props.wide === true }}
      aria-labelledby="sheet-title"
      onClose={() => {
        if (!gone) props.close();
      }}
    >
      <h2 id="sheet-title">{props.title}</h2>
      {props.children}
    </dialog>
  );
}
