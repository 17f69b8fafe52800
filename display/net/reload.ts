import type { Millis } from '../../config/contract/ids.ts';

/** A page is loaded anew at most once in so long. */
export const RELOAD_EVERY: Millis = 60_000;

/** When this page last loaded itself anew, UTC ms; 0: never. */
export const reloadedAt = (): Millis => Number(sessionStorage.getItem('reloaded'));

/** A server that goes on calling the page it serves outdated is not asked for it again and again. */
export function reloadOnce(): void {
  if (Math.abs(Date.now() - reloadedAt()) < RELOAD_EVERY) return;
  sessionStorage.setItem('reloaded', String(Date.now()));
  location.reload();
}
