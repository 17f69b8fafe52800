import type { Millis } from '../../config/contract/ids.ts';

/** What is known of one report when it is asked which matter it belongs to. */
export interface Report {
  /** Case id. */
  id: string;
  /** Port, e.g. `12345`. */
  source: string;
  at: Millis;
  /** Grid '' and coordinates null where they are not known. */
  place: { grid: string; lon: number | null; lat: number | null };
  /** Category levels, widest first; missing levels are left out or ''. */
  category: readonly string[];
  /** Masked texts. */
  subject: string;
  content: string;
  address: string;
  /** Keyed hash of who called; '': not known. */
  caller: string;
}
