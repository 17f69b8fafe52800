import type { Millis } from '../../config/contract/ids.ts';
import { dayStart, hourStart } from '../../config/contract/zone.ts';

/** Every zone of today changes its day and its offset on a quarter of an hour. */
const QUARTER = 900_000;
const KEPT = 20_000;

/** Starts of local days and hours of one zone, remembered: asking the calendar is slow. */
export class LocalTime {
  readonly zone: string;
  readonly #days = new Map<number, Millis>();

  constructor(zone: string) {
    this.zone = zone;
  }

  day(at: Millis): Millis {
    const quarter = Math.floor(at / QUARTER);
    let day = this.#days.get(quarter);
    if (day === undefined) {
      if (this.#days.size > KEPT) this.#days.clear();
      day = dayStart(at, this.zone);
      this.#days.set(quarter, day);
    }
    return day;
  }

  hour(at: Millis): Millis {
    return hourStart(at, this.zone);
  }
}
