import { createHistogram } from 'node:perf_hooks';
import type { AlertEvent, Telling } from '../../config/contract/facts.ts';
import type { AlertId, Millis } from '../../config/contract/ids.ts';
import { TellingRules } from '../../config/deployment/telling.ts';
import type { CaseFold } from '../state/case-fold.ts';
import { LocalTime } from '../state/local-time.ts';
import { type Base, emptyBase, Model } from '../state/model.ts';
import { forget } from '../state/project.ts';
import { Judge } from './judge.ts';

const time = new LocalTime('Asia/Shanghai');
const RULES = TellingRules.parse({});
/** As many of the newest as a start asks the store for. */
const TELLINGS_TAKEN = 200_000;

/** What was handed in, when, and how long after its time, or after what went over its time. */
export interface Told {
  fact: AlertEvent | Telling;
  now: Millis;
  late: Millis;
}

/** What a store would hold of alerts. */
export class Held {
  readonly #newest = new Map<AlertId, AlertEvent>();
  readonly #untold = new Map<string, AlertEvent>();
  #tellings: Telling[] = [];

  take(fact: AlertEvent | Telling): void {
    if (fact.kind === 'alert') {
      this.#newest.set(fact.alertId, fact);
      this.#untold.set(fact.id, fact);
      return;
    }
    this.#untold.delete(`${fact.alertId}:raised:${fact.level}`);
    this.#tellings.push(fact);
    if (this.#tellings.length > 2 * TELLINGS_TAKEN)
      this.#tellings = this.#tellings.slice(-TELLINGS_TAKEN);
  }

  /** What a start is given of it. */
  get kept(): Kept {
    return {
      alerts: this.#newest.values(),
      tellings: this.#tellings.slice(-TELLINGS_TAKEN),
      untold: this.#untold.values(),
    };
  }
}

type Kept = Pick<Base, 'alerts' | 'tellings' | 'untold'>;

/** One life of the process that judges: from what the store holds until it is killed. */
export class Life {
  readonly #cases: readonly CaseFold[];
  readonly #stored: () => Kept;
  #model: Model | null = null;
  #judge = new Judge();
  /** The newest time before which nothing could be told at its time. */
  #from: Millis = 0;
  #jumped = false;
  /** What folding anew took, until its first round is judged too. */
  #restarting = 0;
  #seq = 0;
  readonly rounds = createHistogram();
  /** Longest real times, ms: of folding anew with its first round, of a round over a jump, of any other, of taking back. */
  readonly longest = { restart: 0, jump: 0, round: 0, taking: 0 };

  /** @param stored asked at each start; it holds what was told until then */
  constructor(cases: readonly CaseFold[], stored: () => Kept, now: Millis) {
    this.#cases = cases;
    this.#stored = stored;
    this.#restart(now);
  }

  /** Judges and tells at a time, as often as it takes. What it gives is to become durable, and then to be taken. */
  round(now: Millis): Told[] {
    let began = performance.now();
    if (!this.#model!.advance(now)) {
      this.#restart(now);
      began = performance.now();
    }
    const model = this.#model!;
    const facts: Told['fact'][] = this.#judge.judge(model);
    while (model.cases.unjudged.size > 0) facts.push(...this.#judge.judge(model));
    facts.push(...this.#judge.tell(model, RULES));
    const took = performance.now() - began;
    const { longest } = this;
    if (this.#restarting > 0) longest.restart = Math.max(longest.restart, this.#restarting + took);
    else if (this.#jumped) longest.jump = Math.max(longest.jump, took);
    else longest.round = Math.max(longest.round, took);
    if (this.#restarting === 0) this.rounds.record(Math.max(1, Math.round(took * 1_000)));
    this.#jumped = false;
    this.#restarting = 0;
    return facts.map((fact) => ({ fact, now, late: now - Math.max(fact.at, this.#from) }));
  }

  /** What became durable comes back with the journal, and is shown. */
  take(told: readonly Told[]): void {
    const began = performance.now();
    for (const { fact, now } of told) this.#model!.apply({ seq: ++this.#seq, accepted: now, fact });
    forget(this.#model!);
    this.longest.taking = Math.max(this.longest.taking, performance.now() - began);
  }

  /** Says that time did not pass as usual until `now`: nothing before could be told at its time. */
  wentOver(now: Millis): void {
    this.#from = now;
    this.#jumped = true;
  }

  #restart(now: Millis): void {
    this.#model = null;
    const kept = this.#stored();
    const began = performance.now();
    this.#model = new Model(time, now, {
      ...emptyBase(),
      ...kept,
      seq: this.#seq,
      cases: this.#cases,
    });
    forget(this.#model);
    this.#judge = new Judge();
    this.#from = now;
    this.#restarting = performance.now() - began;
  }
}
