import type { Millis } from '../../config/contract/ids.ts';

/** So far a clock may be set back without anybody noticing. */
const SET_BACK: Millis = 5 * 60_000;

/**
 * Whether no more than `lifetime` has passed since `at`. What was made later than now, by a clock that
 * was set back since, is not fresh: setting a clock back never prolongs anything.
 */
export const isFresh = (at: Millis, lifetime: Millis, now: Millis): boolean =>
  now - at < lifetime && now - at >= -SET_BACK;
