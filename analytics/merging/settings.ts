import type { Millis } from '../../config/contract/ids.ts';
import { DAY } from '../../config/contract/zone.ts';

export interface MattersSettings {
  /** Natural logarithm of the odds from which on a report joins a matter. */
  threshold: number;
  /** So much more is asked where only one report speaks for it; and where neither tells of a place. */
  alone: number;
  aloneUnplaced: number;
  /** As `threshold`, from which on clusters of reports are one matter. */
  link: number;
  /** A report joins none of whose members came, or was closed, longer ago than this. */
  window: Millis;
  /** A matter takes no report that came longer than this after its first. */
  span: Millis;
  /**
   * Reports are held for as long as their matter may grow, and for so long after they were closed. One that
   * comes later still stands alone.
   */
  keep: Millis;
}

/**
 * Chosen, as the number of words of a topic, on seeds 401 to 403 of `complaints` in words `held`, and on the city of
 * seeds 41 to 46 with nothing planted, where precision counts most; `aloneUnplaced` by eye on real messages.
 */
export const DEFAULT_SETTINGS: MattersSettings = {
  threshold: -0.1,
  alone: 2.5,
  aloneUnplaced: 1.35,
  link: -0.2,
  window: 14 * DAY,
  span: 90 * DAY,
  keep: 30 * DAY,
};
