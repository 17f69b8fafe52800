import { DateTime } from 'luxon';
import type { Millis } from '../../config/contract/ids.ts';

/** What `<input type="datetime-local">` shows of a time: local to the deployment, not to this machine. */
export const toInput = (at: Millis, zone: string): string =>
  DateTime.fromMillis(at, { zone }).toFormat("yyyy-MM-dd'T'HH:mm");

/** null: not filled in. */
export function fromInput(text: string, zone: string): Millis | null {
  const at = DateTime.fromISO(text, { zone });
  return at.isValid ? at.toMillis() : null;
}
