import type { AlertEvent, PatrolReport } from '../../../config/contract/facts.ts';
import {
  type AlertId,
  alertId,
  type GridId,
  gridId,
  type Millis,
  reasonOf,
  unitId,
} from '../../../config/contract/ids.ts';
import { AHEAD } from '../../../config/contract/told-time.ts';
import type { GridRules } from '../../../config/deployment/alert-rules.ts';
import { type Calendar, calendarOf } from '../../../config/deployment/calendar.ts';
import type { Name } from '../../../config/deployment/name.ts';
import type { Deployment } from '../../../config/deployment/schema.ts';
import type { Base } from '../../state/model.ts';
import type { Alert } from '../stage.ts';
import { say } from '../title.ts';
import type { Watch } from '../watch.ts';

const RULE = 'grid-silence';
const VERSION = 1;

/**
 * 网格静默 (domain §1.6): grids without a patrol report for so many whole patrol days, from the midnight that
 * completes them until the next report's own time. A patrol day is a local day with a report from any
 * grid: when nobody patrols or the port is down, no single grid is silent. Of a grid that never told
 * anything nothing is said.
 */
export class GridSilence implements Watch {
  readonly rules = [RULE];
  readonly #rule: GridRules['silence'];
  readonly #calendar: Calendar;
  readonly #names: ReadonlyMap<GridId, Name>;
  readonly #last = new Map<GridId, Millis>();
  /** Starts of days with any report. */
  readonly #patrolled = new Set<Millis>();
  /** What was asked last is still so until this day ends; null: something came since. */
  #lookedOn: Millis | null = null;

  /** @param now deployment time */
  constructor(deployment: Deployment, now: Millis, base: Pick<Base, 'counted' | 'lastPatrol'>) {
    this.#rule = deployment.alertRules.grids.silence;
    this.#calendar = calendarOf(deployment);
    this.#names = new Map(
      deployment.grids.map(({ properties: { id, name } }) => [gridId(id), name]),
    );
    for (const { stream, at } of base.counted) if (stream === 'patrol') this.#seen(at, now);
    for (const [grid, at] of base.lastPatrol) if (this.#seen(at, now)) this.#last.set(grid, at);
  }

  take({ grid, at, version }: PatrolReport, now: Millis): void {
    if (version > 0 || !this.#seen(at, now)) return;
    if (at <= (this.#last.get(grid) ?? Number.NEGATIVE_INFINITY)) return;
    this.#last.set(grid, at);
    this.#lookedOn = null;
  }

  judge(now: Millis, standing: readonly AlertEvent[]): readonly Alert[] | null {
    const today = this.#calendar.dayAt(now).starts;
    if (this.#lookedOn === today) return null;
    this.#lookedOn = today;
    const days = this.#daysBefore(today);
    const told = new Set(standing.map(({ alertId: id }) => reasonOf(id)));
    return [...this.#names].flatMap(([grid, name]) => {
      const last = this.#last.get(grid);
      if (last === undefined) return [];
      const at = this.#silentFrom(last, days);
      const id = alertId(`${RULE}:${grid}:${last}`);
      // a time that was set back takes nothing back
      return at === null && !told.has(id) ? [] : this.#alertOf(id, grid, name, at);
    });
  }

  /** The report that ends it; one that came late may be older than the alert. */
  goneAt({ grid, at }: AlertEvent): Millis {
    return Math.max(at, this.#last.get(grid) ?? at);
  }

  /** Says false of a time that cannot be. */
  #seen(at: Millis, now: Millis): boolean {
    if (at > now + AHEAD) return false;
    const day = this.#calendar.dayAt(at).starts;
    if (!this.#patrolled.has(day)) {
      this.#patrolled.add(day);
      this.#lookedOn = null;
    }
    return true;
  }

  /** Starts of the patrol days before a day, in order. */
  #daysBefore(today: Millis): Millis[] {
    const every = this.#rule.counting === 'every';
    return [...this.#patrolled]
      .filter((day) => day < today && (every || this.#calendar.dayAt(day).workday))
      .sort((a, b) => a - b);
  }

  /** The midnight that completed the silence of a grid that told something last at `last`; null: it is none. */
  #silentFrom(last: Millis, days: readonly Millis[]): Millis | null {
    const { ends } = this.#calendar.dayAt(last);
    const newest = days.at(-this.#rule.days);
    if (newest === undefined || newest < ends) return null;
    const nth = days.filter((day) => day >= ends)[this.#rule.days - 1];
    return nth === undefined ? null : this.#calendar.dayAt(nth).ends;
  }

  #alertOf(id: AlertId, grid: GridId, name: Name, at: Millis | null): Alert {
    const { days, level } = this.#rule;
    const said = {
      zh: `网格静默 ${days} 个巡查日`,
      en: `Silent ${days} patrol days`,
    };
    return {
      alertId: id,
      rule: RULE,
      ruleVersion: VERSION,
      caseId: null,
      grid,
      unit: unitId(''),
      figures: { observed: days, expected: days, probability: null },
      evidence: [],
      renewed: 0,
      steps: at === null ? [] : [{ level, at, title: say(said, name) }],
    };
  }
}
