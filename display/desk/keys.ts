/** The key that was pressed: a letter or digit whatever the layout and input method, else as the browser calls it. */
export function keyOf(event: Pick<KeyboardEvent, 'code' | 'key' | 'shiftKey'>): string {
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  if (letter) return event.shiftKey ? letter : letter.toLowerCase();
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
  if (digit && !event.shiftKey) return digit;
  if (event.code === 'Slash') return event.shiftKey || event.key === '?' ? '?' : '/';
  return event.key;
}

/** Whether keys are being typed into something. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

/** A chord belongs to the browser, and a key held down is pressed once. */
export const isPlain = ({ ctrlKey, metaKey, altKey, repeat }: KeyboardEvent): boolean =>
  !ctrlKey && !metaKey && !altKey && !repeat;
