import type { Millis } from '../../config/contract/ids.ts';
import type { LocalDay } from '../../config/deployment/calendar.ts';
import { hash32, mix32, random } from '../../config/deployment/random.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import type { PatrolDraft } from '../pipeline/draft.ts';
import { type CasePlan, PASSED_ON } from './cases.ts';
import type { Ground } from './ground.ts';
import type { Matter } from './matters.ts';
import { dayFactor, instantOf, PATROLS } from './shape.ts';
import { weighted } from './weighted.ts';
import { fill, wordsFor } from './words.ts';

/** A report, before its words are made. */
export interface PatrolPlan {
  at: Millis;
  seed: number;
  plot: number;
  /** The case it was passed on as; null: handled on the spot. */
  plan: CasePlan | null;
  reportNo: string;
}

export interface PatrolMaker {
  /** The reports of a day, in order of time. */
  on(day: LocalDay, passedOn: readonly CasePlan[]): PatrolPlan[];
  draft(plan: PatrolPlan): PatrolDraft;
}

/** Share of 重大隐患 among the hazards found. */
const MAJOR = 0.03;

/** The patrol reports of a day: those handled on the spot, and those behind the cases passed on. */
export function createPatrols(of: {
  deployment: Deployment;
  ground: Ground;
  matters: readonly Matter[];
  seed: number;
  scale: number;
  patrolsPerDay: number;
  patrollers: number;
  silent: (grid: string, at: Millis) => boolean;
}): PatrolMaker {
  const { deployment, ground, matters, seed, scale } = of;
  const seen = matters.map((matter) => [matter, matter.seen] as const);
  const grids = ground.plots.length;
  /** Patrollers belong to grids in turn: number i to grid i mod the number of grids. */
  const patrollerOf = (plot: number, draw: number): string => {
    const here = Math.max(1, Math.floor((of.patrollers - plot - 1) / grids) + 1);
    const number = plot + grids * Math.floor(draw * here);
    return `XC-${String(number + 1).padStart(3, '0')}`;
  };

  return {
    on: (day, passedOn) => {
      const daySeed = hash32(seed, 'patrol', day.date);
      const count = random(daySeed).poisson(
        of.patrolsPerDay * (1 - PASSED_ON) * scale * dayFactor(day, PATROLS),
      );
      const reports: PatrolPlan[] = passedOn.map((plan) => ({
        at: plan.receivedAt,
        seed: plan.seed,
        plot: plan.plot,
        plan,
        reportNo: '',
      }));
      for (let index = 0; index < count; index++) {
        const reportSeed = mix32(daySeed + Math.imul(index + 1, 0x9e3779b1));
        const rng = random(reportSeed);
        const at = instantOf(day, PATROLS, rng);
        const plot = ground.pick('seen', rng);
        if (of.silent(ground.plots[plot]!.grid.properties.id, at)) continue;
        reports.push({ at, seed: reportSeed, plot, plan: null, reportNo: '' });
      }
      reports.sort((a, b) => a.at - b.at);
      const ymd = day.date.replaceAll('-', '');
      for (const [serial, report] of reports.entries()) {
        report.reportNo = `XC${ymd}${String(serial + 1).padStart(6, '0')}`;
      }
      return reports;
    },
    draft: ({ at, seed: reportSeed, plot, plan, reportNo }) => {
      const rng = random(mix32(reportSeed + 3));
      const { grid, community } = ground.plots[plot]!;
      const matter = plan?.matter ?? weighted(seen, rng);
      const words = wordsFor(matter.at, community, plan ? random(mix32(plan.seed + 1)) : rng);
      // A passed-on report says what its case says: the same stream, the same first draw.
      const found = fill((plan ? random(mix32(plan.seed + 2)) : rng).pick(matter.patrol), words);
      const [lon, lat] = plan?.place ?? ground.place(plot, rng);
      const after = plan ? '无法当场处置,上报流转' : fill(rng.pick(matter.done), words);
      return {
        kind: 'patrol',
        source: 'grid',
        reportNo,
        at,
        grid: grid.properties.id,
        patroller: patrollerOf(plot, rng.next()),
        class: matter.class,
        text: `${found},${after}。`,
        place: { lon, lat, datum: deployment.datum },
        selfHandled: plan === null,
        passedOn: plan && { source: plan.source, upstreamNo: plan.upstreamNo },
        hazard: matter.class !== 'safety' ? '' : rng.chance(MAJOR) ? 'major' : 'general',
      };
    },
  };
}
