import type { Millis } from './ids.ts';
import type { QualityFlag } from './vocabulary.ts';
import { DAY } from './zone.ts';

/** What lies before was told by a clock that was never set. */
export const EARLIEST: Millis = Date.UTC(2000, 0, 1);
/** How far a told time may lie after its acceptance: clocks differ, and senders mistake their zone. */
export const AHEAD: Millis = DAY;

/** Flags of records with a time that is not to be trusted. */
export const CLOCK_FLAGS: readonly QualityFlag[] = ['clock-ahead', 'clock-behind'];

/** Whether a record tells a time that is not to be trusted. */
export const clockDoubted = (flags: readonly QualityFlag[]): boolean =>
  flags.some((flag) => CLOCK_FLAGS.includes(flag));

/** What is doubtful about times that a record tells. @param now when it was accepted */
export function clockFlags(times: readonly Millis[], now: Millis): QualityFlag[] {
  const flags: QualityFlag[] = [];
  if (times.some((time) => time > now + AHEAD)) flags.push('clock-ahead');
  if (times.some((time) => time < EARLIEST)) flags.push('clock-behind');
  return flags;
}

/**
 * The time at which something told counts as having happened: as told, but for a doubtful one of a
 * flagged record, which counts as of its acceptance, so that no year 2099 outranks all that follows.
 */
export const rankedTime = (
  time: Millis,
  flags: readonly QualityFlag[],
  accepted: Millis,
): Millis =>
  clockDoubted(flags) && (time < EARLIEST || time > accepted + AHEAD) ? accepted : time;
