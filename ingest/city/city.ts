import type { Millis } from '../../config/contract/ids.ts';
import { DAY } from '../../config/contract/zone.ts';
import { calendarOf, type LocalDay } from '../../config/deployment/calendar.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import type { CaseDraft, PatrolDraft } from '../pipeline/draft.ts';
import { type CasePlan, createCases, idOf } from './cases.ts';
import type { Step } from './course.ts';
import { createGround } from './ground.ts';
import type { Incident, Planted } from './incidents.ts';
import { mattersOf } from './matters.ts';
import { createPatrols, type PatrolPlan } from './patrols.ts';
import { checkIncidents, exceedances, plantCases, silences } from './plant.ts';
import { createSensors, type Known, type OneReading, readingId } from './sensors.ts';
import { createTeller } from './tell.ts';

export type CityDraft = CaseDraft | PatrolDraft | OneReading;

/** A synthetic subdistrict that reports as the six upstream systems would. */
export interface City {
  /**
   * Everything that becomes known in [from, to), in order. The same seed and deployment give the same
   * records however the time is cut. Asking onward is cheap; asking back starts anew.
   */
  between(from: Millis, to: Millis): Generator<{ at: Millis; draft: CityDraft }>;
  /** What the incidents planted, for scoring what finds them. */
  truth(): Planted[];
}

/** Hops of a case later than this after its birth never become known: the case stays open. */
const HORIZON = 60 * DAY;

/** Something that becomes known at an instant. Drafts are made when they are told. */
type Item = Known | PatrolPlan | { at: Millis; step: Step; of: CasePlan };

/** Index of the first item at or after an instant. */
function firstFrom(items: readonly Item[], at: Millis): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle]!.at < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * @param options.scale multiple of the deployment's population
 * @param options.detailFrom from here stations report at their live cadence, before it hourly
 * @throws Error where the deployment has no city, or an incident names what is not there
 */
export function createCity(options: {
  deployment: Deployment;
  seed: number;
  scale: number;
  detailFrom: Millis;
  incidents: readonly Incident[];
}): City {
  const { deployment, seed, scale, detailFrom, incidents } = options;
  const population = deployment.city;
  if (!population) throw new Error(`city: deployment ${deployment.id} has no city`);
  checkIncidents(incidents, deployment);

  const calendar = calendarOf(deployment);
  const ground = createGround(deployment);
  const matters = mattersOf(deployment);
  const silent = silences(incidents);
  const common = { deployment, ground, matters, seed, scale, silent, ...population };
  const cases = createCases(common);
  const tell = createTeller(common);
  const patrols = createPatrols(common);
  const { stations, zone } = deployment;
  const readingsOn = createSensors({
    stations,
    zone,
    seed,
    detailFrom,
    forced: exceedances(incidents),
  });
  const planted = incidents.map((incident, number) => ({
    incident,
    plans: plantCases(incident, number, { deployment, ground, matters, cases, seed }),
  }));
  const plantedOn = new Map<Millis, CasePlan[]>();
  for (const plan of planted.flatMap(({ plans }) => plans)) {
    const { starts } = calendar.dayAt(plan.receivedAt);
    plantedOn.set(starts, [...(plantedOn.get(starts) ?? []), plan]);
  }

  /** Hops not yet told, by the day on which they become known. */
  let pending = new Map<Millis, Item[]>();
  let ready: { day: LocalDay; items: Item[] } | null = null;

  const draftOf = (item: Item): CityDraft => {
    if ('draft' in item) return item.draft;
    return 'step' in item ? tell(item.of, item.step) : patrols.draft(item);
  };

  const bear = (day: LocalDay): CasePlan[] => {
    const plans = [...cases.bornOn(day), ...(plantedOn.get(day.starts) ?? [])];
    for (const plan of plans) {
      for (const step of plan.steps) {
        if (step.at >= day.starts + HORIZON) break;
        const { starts } = calendar.dayAt(step.at);
        const items = pending.get(starts);
        const item: Item = { at: step.at, step, of: plan };
        if (items) items.push(item);
        else pending.set(starts, [item]);
      }
    }
    return plans;
  };

  const itemsOn = (day: LocalDay): Item[] => {
    if (ready?.day.starts === day.starts) return ready.items;
    if (ready?.day.ends !== day.starts) {
      pending = new Map();
      let past = calendar.dayAt(day.starts - HORIZON);
      while (past.starts < day.starts) {
        bear(past);
        past = calendar.dayAt(past.ends);
      }
    }
    const passedOn = bear(day).filter(({ channel }) => channel === 'patrol');
    const items = [
      ...(pending.get(day.starts) ?? []),
      ...patrols.on(day, passedOn),
      ...readingsOn(day),
    ].sort((a, b) => a.at - b.at);
    for (const starts of pending.keys()) if (starts <= day.starts) pending.delete(starts);
    ready = { day, items };
    return items;
  };

  return {
    *between(from, to) {
      let day = calendar.dayAt(from);
      while (day.starts < to) {
        const items = itemsOn(day);
        for (let next = firstFrom(items, from); next < items.length; next++) {
          const item = items[next]!;
          if (item.at >= to) return;
          yield { at: item.at, draft: draftOf(item) };
        }
        day = calendar.dayAt(day.ends);
      }
    },
    truth: () =>
      planted.map(({ incident, plans }) => ({
        incident,
        records:
          incident.kind === 'exceedance' ? readingsOf(incident) : plans.map((plan) => idOf(plan)),
      })),
  };

  function readingsOf(incident: Extract<Incident, { kind: 'exceedance' }>): string[] {
    const found: string[] = [];
    // The last hour of an incident is known up to a few hours after it.
    let day = calendar.dayAt(incident.from);
    while (day.starts < incident.to + DAY) {
      for (const { draft } of readingsOn(day)) {
        const here =
          draft.station === incident.station && draft.values[0].factor === incident.factor;
        if (here && draft.at >= incident.from && draft.at < incident.to) {
          found.push(readingId(draft));
        }
      }
      day = calendar.dayAt(day.ends);
    }
    return found;
  }
}
