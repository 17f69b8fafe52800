import type { AlertEvent, Fact, Hop } from '../../../config/contract/facts.ts';
import type { Millis } from '../../../config/contract/ids.ts';
import { HOUR } from '../../../config/contract/zone.ts';
import { AlertRules, type CaseRules } from '../../../config/deployment/alert-rules.ts';
import type { Category } from '../../../config/deployment/schema.ts';
import { LocalTime } from '../../state/local-time.ts';
import { emptyBase, Model } from '../../state/model.ts';
import { MONDAY, Numbered } from '../../state/samples.ts';
import { Judge } from '../judge.ts';
import type { Watch } from '../watch.ts';

const time = new LocalTime('Asia/Shanghai');

/** A duty desk whose clock is moved by hand. What its judge hands in comes back, once each. */
export class Desk {
  model = new Model(time, MONDAY);
  readonly #rules: AlertRules;
  readonly #categories: readonly Category[];
  readonly #told: { fact: Hop; accepted: Millis }[] = [];
  #judge: Judge;
  readonly #journal = new Numbered();
  readonly #ids = new Set<string>();

  constructor(cases?: CaseRules, categories: readonly Category[] = []) {
    this.#rules = AlertRules.parse({ cases });
    this.#categories = categories;
    this.#judge = new Judge(this.#rules, categories);
  }

  take(...facts: Fact[]): void {
    for (const fact of facts) {
      if (this.#ids.has(fact.id)) continue;
      this.#ids.add(fact.id);
      if (fact.kind === 'hop') this.#told.push({ fact, accepted: fact.at });
      this.model.apply(this.#journal.entry(fact, fact.at));
    }
  }

  /** Moves the clock and judges. */
  judge(now: Millis, watches: readonly Watch[] = []): AlertEvent[] {
    this.model.advance(now);
    this.model.matters.work();
    const events = this.#judge.judge(this.model, watches);
    this.take(...events);
    return events;
  }

  /** The same of one rule, in short: level or `cleared`, and hours after Monday at ten. */
  at(now: Millis, rule: string): string[] {
    return this.judge(now)
      .filter((event) => event.rule === rule)
      .map(
        ({ phase, level, at }) => `${phase === 'raised' ? level : phase} ${(at - MONDAY) / HOUR}`,
      );
  }

  standing(rule: string): AlertEvent[] {
    return this.model.alerts.ofRule(rule);
  }

  /** The process dies; another folds the open cases and the alerts anew. */
  restart(): void {
    const { cases, alerts, now } = this.model;
    const open = [...cases.openIds()].map((id) => cases.get(id)!.fold);
    const standing = [...alerts.active()];
    this.model = new Model(time, now, {
      ...emptyBase(),
      seq: this.model.folded,
      cases: open,
      alerts: standing,
      told: this.#told,
    });
    this.#judge = new Judge(this.#rules, this.#categories);
  }
}
