import type { Millis } from '../../config/contract/ids.ts';
import type { HopEvent, Urgency } from '../../config/contract/vocabulary.ts';
import { HOUR } from '../../config/contract/zone.ts';
import { addWork, type Calendar } from '../../config/deployment/calendar.ts';
import type { Random } from '../../config/deployment/random.ts';
import type { Span } from '../../config/deployment/schema.ts';
import { ACTORS, NOTES } from './notes.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Upstream systems write seconds. */
const wholeSecond = (at: Millis): Millis => Math.floor(at / SECOND) * SECOND;

/** One hop, with what is known of its case from then on. */
export interface Step {
  event: HopEvent;
  at: Millis;
  unit: string;
  actor: string;
  note: string;
  solved?: 0 | 1 | 2;
  /** Deadline from here on, where an extension or a suspension moved it. */
  dueAt?: Millis;
}

export interface CourseOf {
  receivedAt: Millis;
  /** Public reports are verified, contacted and called back; those of patrollers are not. */
  public: boolean;
  urgency: Urgency;
  /** Unit that ought to handle it, and those it may wrongly go to first. */
  unit: string;
  otherUnits: readonly string[];
  handle: Span;
}

/** How often a course leaves the straight way (domain §1.5: 98 to 99 % in time). */
const RATE = {
  verify: 0.05,
  reject: 0.015,
  merge: 0.012,
  cancel: 0.006,
  return: 0.04,
  returnAgain: 0.12,
  lateSign: 0.012,
  late: 0.011,
  extend: 0.03,
  suspend: 0.008,
  urge: 0.05,
  superviseUrgent: 0.15,
  superviseLate: 0.6,
  rework: 0.025,
  unsolved: 0.06,
  noAnswer: 0.1,
  reopen: 0.5,
} as const;

/** How public reports may end before anybody is sent. */
export type Fate = 'handled' | 'rejected' | 'merged';

/** A fate at its usual rate. */
export function fateOf(rng: Random): Fate {
  const roll = rng.next();
  if (roll < RATE.reject) return 'rejected';
  return roll < RATE.reject + RATE.merge ? 'merged' : 'handled';
}

/**
 * The way of one case through the states of domain §1.3, in order of time, each hop later than the
 * one before. The first steps run at the machine speed of the Wuzhong timeline (§1.1); units work in
 * working time, except on urgent matters.
 */
export function course(of: CourseOf, fate: Fate, rng: Random, calendar: Calendar): Step[] {
  const walk = new Walk(of, rng, calendar);
  walk.go('report', of.receivedAt);
  if (of.public && rng.chance(RATE.verify)) {
    walk.go('verify', walk.after(0.3, 2));
    walk.now = walk.afterWork(4, 28);
  }
  if (fate === 'rejected') walk.go('reject', walk.afterWork(5, 60));
  else if (fate === 'merged') walk.go('merge', walk.after(1, 25));
  else {
    walk.send();
    if (rng.chance(RATE.cancel)) walk.go('cancel', walk.afterWork(20, 600));
    else {
      walk.handle();
      walk.end();
    }
  }
  return walk.steps;
}

class Walk {
  readonly steps: Step[] = [];
  now: Millis;
  /** Where an extension or a suspension moved the deadline to. */
  private dueAt: Millis | undefined;
  /** Urgent matters run in natural time. */
  private readonly natural: boolean;
  /** Time allowed for handling, in milliseconds of the time that counts for the case. */
  private readonly limit: number;

  constructor(
    private readonly of: CourseOf,
    private readonly rng: Random,
    private readonly calendar: Calendar,
  ) {
    this.now = of.receivedAt;
    this.natural = of.urgency !== 'normal';
    const { value, unit } = of.handle;
    const whole = unit === 'workday' ? calendar.workday : 24 * HOUR;
    this.limit = value * (unit === 'hour' || unit === 'workhour' ? HOUR : whole);
  }

  go(event: HopEvent, at: Millis, unit = this.of.unit): Step {
    const last = this.steps.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
    this.now = Math.max(wholeSecond(at), last + SECOND);
    const notes = NOTES[event];
    const note = notes ? this.rng.pick(notes) : '';
    const step: Step = { event, at: this.now, unit, actor: ACTORS[event], note };
    if (this.dueAt !== undefined) step.dueAt = this.dueAt;
    this.steps.push(step);
    return step;
  }

  /** An instant some minutes from now. */
  after(low: number, high: number): Millis {
    return this.now + this.rng.between(low, high) * MINUTE;
  }

  /** An instant some working minutes from now. */
  afterWork(low: number, high: number): Millis {
    return addWork(this.now, this.rng.between(low, high) * MINUTE, this.calendar);
  }

  private later(at: Millis, amount: Millis): Millis {
    return this.natural ? at + amount : addWork(at, amount, this.calendar);
  }

  /** When a part of the limit is used up. */
  private share(part: number): Millis {
    return this.later(this.of.receivedAt, part * this.limit);
  }

  /** From filing to the first contact. */
  send(): void {
    const { of, rng, natural } = this;
    this.go('file', this.after(0.15, 1.2));
    if (rng.chance(RATE.return) && of.otherUnits.length > 0) {
      for (let more = true; more; more = rng.chance(RATE.returnAgain)) {
        const wrong = rng.pick(of.otherUnits);
        this.go('dispatch', this.after(0.2, 3), wrong);
        this.go('return', this.later(this.now, rng.between(10, natural ? 25 : 80) * MINUTE), wrong);
      }
    }
    this.go('dispatch', this.after(0.2, 3));
    if (of.urgency === 'critical' || (natural && rng.chance(RATE.superviseUrgent))) {
      this.go('supervise', this.after(0.5, 4));
    }
    this.sign();
  }

  private sign(): void {
    const { rng } = this;
    if (this.of.urgency === 'critical') this.go('sign', this.after(0.6, 6));
    else if (this.natural) this.go('sign', this.after(2, 22));
    else if (rng.chance(RATE.lateSign)) this.go('sign', this.afterWork(125, 300));
    else {
      const minutes = Math.min(105, 1 - 24 * Math.log(1 - rng.next()));
      this.go('sign', this.afterWork(minutes, minutes));
    }
  }

  /** From the first contact to the first finish. */
  handle(): void {
    const { of, rng, natural } = this;
    if (of.public)
      this.go('contact', this.later(this.now, rng.between(4, natural ? 25 : 110) * MINUTE));
    const finish = this.delays();
    if (of.public && rng.chance(RATE.urge)) {
      const at = this.now + (finish - this.now) * rng.between(0.3, 0.9);
      if (at > this.now) this.go('urge', at);
    }
    this.go('finish', Math.max(finish, this.soon()));
  }

  private soon(): Millis {
    return this.later(this.now, this.rng.between(2, 12) * MINUTE);
  }

  /** Extension, suspension or lateness, if any. Gives the instant at which the unit is done. */
  private delays(): Millis {
    const { rng, limit } = this;
    if (!this.natural && rng.chance(RATE.extend)) {
      const at = Math.max(this.share(rng.between(0.55, 0.9)), this.soon());
      this.dueAt = wholeSecond(this.share(1.6));
      this.go('extend', at);
      return this.share(rng.between(0.95, 1.5));
    }
    if (!this.natural && rng.chance(RATE.suspend)) {
      const used = rng.between(0.2, 0.6);
      this.go('suspend', Math.max(this.share(used), this.soon()));
      const away = rng.between(2, 8) * this.calendar.workday;
      const left = limit * (1 - used);
      const at = addWork(this.now, away, this.calendar);
      this.dueAt = wholeSecond(this.later(at, left));
      this.go('resume', at);
      return this.later(this.now, left * rng.between(0.15, 0.9));
    }
    if (!rng.chance(RATE.late)) return this.share(0.05 + 0.87 * rng.next() ** 1.5);
    const finish = this.share(1.04 + 0.35 * -Math.log(1 - rng.next()));
    if (rng.chance(RATE.superviseLate)) {
      const at = this.later(this.share(1), rng.between(20, 200) * MINUTE);
      if (at < finish && at > this.now) this.go('supervise', at);
    }
    return finish;
  }

  private handleAgain(): void {
    this.sign();
    this.go('finish', this.later(this.now, this.limit * this.rng.between(0.04, 0.15)));
  }

  private check(): void {
    this.go('check', this.natural ? this.after(8, 60) : this.afterWork(6, 150));
  }

  /** From the first finish to the close. */
  end(): void {
    const { rng } = this;
    if (rng.chance(RATE.rework)) {
      this.go('rework', this.afterWork(10, 120));
      this.handleAgain();
    }
    this.check();
    if (!this.of.public) {
      this.go('close', this.after(3, 60));
      return;
    }
    const roll = rng.next();
    const solved = roll < RATE.unsolved ? 0 : roll < RATE.unsolved + RATE.noAnswer ? 2 : 1;
    this.go('visit', this.afterWork(30, 520)).solved = solved;
    if (solved === 0 && rng.chance(RATE.reopen)) {
      this.go('reopen', this.after(1, 15));
      this.go('dispatch', this.after(0.5, 10));
      this.handleAgain();
      this.check();
      this.go('visit', this.afterWork(30, 400)).solved = 1;
    }
    this.go('close', this.after(0.5, 12));
  }
}
