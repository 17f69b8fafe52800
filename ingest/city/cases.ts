import { caseId, type Millis } from '../../config/contract/ids.ts';
import type { CaseType, Channel, Urgency } from '../../config/contract/vocabulary.ts';
import { DAY } from '../../config/contract/zone.ts';
import { calendarOf, type LocalDay } from '../../config/deployment/calendar.ts';
import { limitsOf } from '../../config/deployment/limits.ts';
import { hash32, mix32, type Random, random } from '../../config/deployment/random.ts';
import type { Category, Deployment, Span } from '../../config/deployment/schema.ts';
import type { CaseDraft } from '../pipeline/draft.ts';
import { course, type Fate, fateOf, type Step } from './course.ts';
import type { Ground, Point } from './ground.ts';
import type { Matter } from './matters.ts';
import { numberOf, portOf } from './ports.ts';
import { dayFactor, instantOf, ORDERS, PATROLS, type Shape } from './shape.ts';
import { weighted } from './weighted.ts';
import type { Words } from './words.ts';

/** A share of about a fifth of the patrol reports is passed on as cases (the others are 自处置). */
export const PASSED_ON = 0.2;
const CONFIDENTIAL = 0.02;
const REDO = 0.015;
const PLAIN_LIMIT: Span = { value: 5, unit: 'workday' };

const CHANNELS: [Channel, number][] = [
  ['phone', 0.7],
  ['app', 0.15],
  ['web', 0.11],
  ['visit', 0.02],
  ['media', 0.02],
];

/** The words of a case, and where they say it is. */
export type Said = Pick<
  CaseDraft,
  'grid' | 'place' | 'address' | 'subject' | 'content' | 'caller' | 'phone'
>;

/** A case with its whole course, before its words are made. */
export interface CasePlan {
  source: string;
  upstreamNo: string;
  redo: number;
  receivedAt: Millis;
  channel: Channel;
  type: CaseType;
  urgency: Urgency;
  confidential: boolean;
  matter: Matter;
  plot: number;
  place: Point;
  /** Seed of its words. */
  seed: number;
  /** Words that an incident settles beforehand. */
  words?: Words | undefined;
  steps: Step[];
  /** What all its drafts say alike; made when first needed: the plans of days looked back on never do. */
  said?: Said;
}

export const idOf = ({ source, upstreamNo, redo }: CasePlan): string =>
  caseId(source, upstreamNo, redo);

export interface CaseMaker {
  /** Cases whose first number begins on this day: orders, those passed on by patrols, re-opened numbers. */
  bornOn(day: LocalDay): CasePlan[];
  /** One more order, for an incident. */
  plant(at: Millis, upstreamNo: string, of: PlantedCase): CasePlan;
}

export interface PlantedCase {
  matter: Matter;
  plot: number;
  place: Point;
  seed: number;
  words?: Words;
  /** Whether the desk merges it as a repeat. */
  merged: boolean;
}

export function createCases(of: {
  deployment: Deployment;
  ground: Ground;
  matters: readonly Matter[];
  seed: number;
  scale: number;
  /** Mean of a day at scale 1. */
  ordersPerDay: number;
  patrolsPerDay: number;
  /** Whether the patrollers of a grid report nothing then. */
  silent: (grid: string, at: Millis) => boolean;
}): CaseMaker {
  const { deployment, ground, matters, seed, scale } = of;
  const calendar = calendarOf(deployment);
  const told = matters.map((matter) => [matter, matter.told] as const);
  // Changes of the register and visits of the Party are done on the spot.
  const seen = matters
    .filter((matter) => matter.class !== 'register' && matter.class !== 'party')
    .map((matter) => [matter, matter.seen] as const);
  const typesOf = new Map(
    matters.map((matter) => [matter, Object.entries(matter.types) as [CaseType, number][]]),
  );

  const unitsOf = new Map<Matter, string>();
  for (const matter of matters) {
    let tree: readonly Category[] = deployment.categories;
    let unit = '';
    for (const level of matter.category) {
      const node = tree.find(({ name }) => name.zh === level);
      unit = node?.unit ?? unit;
      tree = node?.children ?? [];
    }
    unitsOf.set(matter, unit);
  }
  const unitIds = deployment.units.map(({ id }) => id);

  type Bare = Omit<CasePlan, 'steps' | 'said'>;
  const planned = (plan: Bare, fate: Fate, rng: Random): CasePlan => {
    const { source, type, urgency, matter, receivedAt } = plan;
    const unit = unitsOf.get(matter)!;
    const limits = limitsOf(deployment, {
      source,
      type,
      urgency,
      category: matter.category,
      receivedAt,
    });
    const steps = course(
      {
        receivedAt,
        public: source === '12345',
        urgency,
        unit,
        otherUnits: unitIds.filter((id) => id !== unit),
        handle: limits?.handle ?? PLAIN_LIMIT,
      },
      fate,
      rng,
      calendar,
    );
    return { ...plan, steps };
  };

  const urgencyOf = (matter: Matter, rng: Random): Urgency =>
    !rng.chance(matter.urgent) ? 'normal' : rng.chance(0.12) ? 'critical' : 'urgent';

  /** The same matter comes up again within seven days of its closing (假闭环), under the next number. */
  const again = (plan: CasePlan, rng: Random): CasePlan[] => {
    const last = plan.steps.at(-1)!;
    if (last.event !== 'close' || plan.source !== '12345' || !rng.chance(REDO)) return [];
    const receivedAt = instantOf(calendar.dayAt(last.at + rng.between(1, 6) * DAY), ORDERS, rng);
    const { steps: _, said: __, ...bare } = plan;
    return [planned({ ...bare, redo: plan.redo + 1, receivedAt }, 'handled', rng)];
  };

  const order = (day: LocalDay, receivedAt: Millis, index: number, gap: number): CasePlan[] => {
    const caseSeed = mix32(hash32(seed, 'order', day.date) + Math.imul(index + 1, 0x9e3779b1));
    const rng = random(caseSeed);
    const matter = weighted(told, rng);
    const type = weighted(typesOf.get(matter)!, rng);
    const plot = ground.pick('told', rng);
    const plan = planned(
      {
        source: '12345',
        upstreamNo: numberOf('12345', day.date, index * gap + rng.below(gap)),
        redo: 0,
        receivedAt,
        channel: weighted(CHANNELS, rng),
        type,
        urgency: type === 'help' || type === 'complaint' ? urgencyOf(matter, rng) : 'normal',
        confidential: type === 'report' || rng.chance(CONFIDENTIAL),
        matter,
        plot,
        place: ground.place(plot, rng),
        seed: caseSeed,
      },
      fateOf(rng),
      rng,
    );
    return [plan, ...again(plan, rng)];
  };

  const passedOn = (day: LocalDay, receivedAt: Millis, index: number): CasePlan[] => {
    const caseSeed = mix32(hash32(seed, 'passed', day.date) + Math.imul(index + 1, 0x9e3779b1));
    const rng = random(caseSeed);
    const matter = weighted(seen, rng);
    const source = portOf(matter);
    const plot = ground.pick('seen', rng);
    if (of.silent(ground.plots[plot]!.grid.properties.id, receivedAt)) return [];
    return [
      planned(
        {
          source,
          upstreamNo: numberOf(source, day.date, index + 1),
          redo: 0,
          receivedAt,
          channel: 'patrol',
          type: 'other',
          urgency: urgencyOf(matter, rng),
          confidential: false,
          matter,
          plot,
          place: ground.place(plot, rng),
          seed: caseSeed,
        },
        'handled',
        rng,
      ),
    ];
  };

  return {
    bornOn: (day) => {
      const rng = random(hash32(seed, 'day', day.date));
      const orders = rng.poisson(of.ordersPerDay * scale * dayFactor(day, ORDERS));
      const passed = rng.poisson(of.patrolsPerDay * PASSED_ON * scale * dayFactor(day, PATROLS));
      const gap = Math.max(1, Math.min(600, Math.floor(900_000 / (orders + 1))));
      // Numbers are given in the order of time, as upstream systems do.
      const times = (count: number, shape: Shape): Millis[] =>
        Array.from({ length: count }, () => instantOf(day, shape, rng)).sort((a, b) => a - b);
      return [
        ...times(orders, ORDERS).flatMap((at, index) => order(day, at, index, gap)),
        ...times(passed, PATROLS).flatMap((at, index) => passedOn(day, at, index)),
      ];
    },
    plant: (at, upstreamNo, { matter, plot, place, seed: caseSeed, words, merged }) => {
      const rng = random(caseSeed);
      const type = weighted(typesOf.get(matter)!, rng);
      return planned(
        {
          source: '12345',
          upstreamNo,
          redo: 0,
          receivedAt: at,
          channel: weighted(CHANNELS, rng),
          type,
          urgency: 'normal',
          confidential: type === 'report',
          matter,
          plot,
          place,
          seed: caseSeed,
          words,
        },
        merged ? 'merged' : 'handled',
        rng,
      );
    },
  };
}
