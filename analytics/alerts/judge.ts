import type { AlertEvent, Telling } from '../../config/contract/facts.ts';
import type { CaseId, Millis } from '../../config/contract/ids.ts';
import { AlertRules } from '../../config/deployment/alert-rules.ts';
import type { Category } from '../../config/deployment/schema.ts';
import type { TellingRules } from '../../config/deployment/telling.ts';
import type { CaseFold } from '../state/case-fold.ts';
import type { Model } from '../state/model.ts';
import { clocks } from './clocks.ts';
import { createNameCategory, type NameCategory } from './name-category.ts';
import { type Judged, reconcile } from './reconcile.ts';
import { FirmHazardAlerts } from './rules/firm-hazards.ts';
import { hazard } from './rules/hazard.ts';
import { MatterAlerts } from './rules/matters.ts';
import { returned } from './rules/returned.ts';
import { urgentWords } from './rules/urgent-words.ts';
import type { Alert, AlertContext, Stage } from './stage.ts';
import { tell } from './telling/tell.ts';
import type { Watch } from './watch.ts';

/** What is judged case by case. */
export const STAGES: readonly Stage[] = [clocks, returned, urgentWords, hazard];

/** So many cases are judged at once, and handed-in events looked after: some hundredths of a second. */
const AT_ONCE = 5_000;

type Reached = Pick<AlertEvent, 'at' | 'phase' | 'level'>;

/**
 * Judges the cases that changed since the last time. What it finds is only handed in; alerts stand
 * once their events come back with the journal. Until then it does not hand them in twice.
 */
export class Judge {
  readonly #rules: AlertRules;
  readonly #nameCategory: NameCategory;
  /** By id of the event; what came back is forgotten a part at a time. */
  readonly #handedIn = new Map<string, AlertEvent>();
  #forgetting: MapIterator<[string, AlertEvent]> | null = null;
  #ofModel: { matters: Model['matters']; watches: readonly Watch[] } | null = null;
  #tellingsHandedIn: readonly Telling[] = [];

  constructor(rules: AlertRules = AlertRules.parse({}), categories: readonly Category[] = []) {
    this.#rules = rules;
    this.#nameCategory = createNameCategory(categories);
  }

  /**
   * The events to hand in now. Of very many cases that changed, as after a start, a part is judged; the rest
   * stays in `unjudged`.
   * @param others what is judged as a whole
   */
  judge(model: Model, others: readonly Watch[] = []): AlertEvent[] {
    const { cases, alerts, pauses, now } = model;
    const watches = [...others, ...this.#watchesOf(model)];
    const watched = new Set(watches.flatMap(({ rules }) => rules));
    const judged: Judged[] = [];
    const standing: CaseFold[] = [];
    for (const id of cases.unjudged.take(AT_ONCE)) {
      if (pauses.holds(id)) continue;
      const fold = cases.get(id)?.fold;
      if (fold) standing.push(fold);
      for (const alert of alerts.ofCase(id))
        if (!watched.has(alert.rule)) judged.push({ alert, goneAt: changedAt(fold, now) });
    }
    const { cases: rules } = this.#rules;
    const nameCategory = this.#nameCategory;
    const stands = (id: CaseId) => alerts.ofCase(id).length > 0;
    const context: AlertContext = { now, rules, cases: standing, nameCategory, stands };
    const wanted = [
      ...STAGES.reduce<readonly Alert[]>((found, stage) => stage(context, found), []),
    ];
    for (const watch of watches) {
      const known = watch.rules.flatMap((rule) => alerts.ofRule(rule));
      const found = watch.judge(now, known);
      if (found === null) continue;
      wanted.push(...found);
      for (const alert of known) judged.push({ alert, goneAt: watch.goneAt(alert, now) });
    }

    const isBack = ({ alertId, at, phase, level }: AlertEvent) => {
      const latest = alerts.latest(alertId);
      return latest && (latest.at > at || isSame(latest, { at, phase, level }));
    };
    this.#forgetting ??= this.#handedIn.entries();
    const some = [...firstOf(this.#forgetting, AT_ONCE)];
    if (some.length < AT_ONCE) this.#forgetting = null;
    for (const [id, event] of some) if (isBack(event)) this.#handedIn.delete(id);
    const events = reconcile(wanted, judged, alerts).filter(({ id }) => {
      const before = this.#handedIn.get(id);
      return before === undefined || isBack(before);
    });
    for (const event of events) {
      this.#handedIn.set(event.id, event);
      if (event.caseId) cases.unjudged.await(event.caseId);
    }
    return events;
  }

  /** What is judged as a whole from the cases: the same watches for as long as it is the same model. */
  #watchesOf({ cases, matters }: Model): readonly Watch[] {
    if (this.#ofModel?.matters !== matters) {
      const [rules, nameCategory] = [this.#rules, this.#nameCategory];
      const firms = new FirmHazardAlerts(cases.firmHazards, rules.cases);
      const watches = [firms, new MatterAlerts(matters, cases, rules.matters, nameCategory)];
      this.#ofModel = { matters, watches };
    }
    return this.#ofModel.watches;
  }

  /**
   * What becomes of telling the levels that were reached. One batch after the other: how many were told
   * is known once they have come back.
   */
  tell({ alerts, alertActs: acts, tellings, matters, now }: Model, rules: TellingRules): Telling[] {
    if (this.#tellingsHandedIn.some((telling) => tellings.isPending(telling))) return [];
    const kinOf = (id: CaseId) => matters.kinOf(id);
    this.#tellingsHandedIn = tell({ now, rules, alerts, acts, tellings, kinOf });
    return [...this.#tellingsHandedIn];
  }
}

const isSame = (a: Reached, b: Reached): boolean =>
  a.at === b.at && a.phase === b.phase && a.level === b.level;

/** When the case last changed: what ended the reason of an alert cannot be newer. */
const changedAt = (fold: CaseFold | undefined, now: Millis): Millis =>
  fold ? Math.max(fold.step?.rank.at ?? 0, fold.due?.rank.at ?? 0, fold.dimensions.rank.at) : now;

function* firstOf<T>(all: Iterable<T>, most: number): Generator<T> {
  let n = 0;
  for (const each of all) {
    if (n++ === most) return;
    yield each;
  }
}
