import type { Millis } from '../../config/contract/ids.ts';
import { calendarOf } from '../../config/deployment/calendar.ts';
import { hash32, type Random, random } from '../../config/deployment/random.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import type { CaseMaker, CasePlan, PlantedCase } from './cases.ts';
import type { Ground, Point } from './ground.ts';
import type { Incident } from './incidents.ts';
import type { Matter } from './matters.ts';
import { numberOf } from './ports.ts';
import type { Forced } from './sensors.ts';
import { wordsFor } from './words.ts';

/** Share of the calls about one matter that the desk notices and merges. */
const MERGED = 0.3;
const METRES_A_DEGREE = 111_000;
/** Serials above those that ordinary orders get. */
const SERIALS = 900_000;

/** @throws Error where an incident names a grid, category, station or factor that is not there */
function refuse(incident: Incident, what: string): never {
  throw new Error(`incident ${incident.id}: ${what}`);
}

/** Whether the patrollers of a grid are silenced at an instant. */
export const silences =
  (incidents: readonly Incident[]) =>
  (grid: string, at: Millis): boolean =>
    incidents.some(
      (each) => each.kind === 'silence' && each.grid === grid && at >= each.from && at < each.to,
    );

export const exceedances =
  (incidents: readonly Incident[]): Forced =>
  (station, factor, at) => {
    for (const each of incidents) {
      if (
        each.kind === 'exceedance' &&
        each.station === station &&
        each.factor === factor &&
        at >= each.from &&
        at < each.to
      ) {
        return each.times;
      }
    }
    return undefined;
  };

/** Refuses incidents that name what the deployment does not have, or end before they begin. */
export function checkIncidents(incidents: readonly Incident[], deployment: Deployment): void {
  const grids = new Set(deployment.grids.map(({ properties }) => properties.id));
  const ids = new Set<string>();
  for (const incident of incidents) {
    if (ids.has(incident.id)) refuse(incident, 'its id is used twice; give each its own');
    ids.add(incident.id);
    if (incident.from >= incident.to) refuse(incident, 'ends before it begins');
    const named =
      incident.kind === 'surge' ? incident.grids : 'grid' in incident ? [incident.grid] : [];
    for (const grid of named) if (!grids.has(grid)) refuse(incident, `no grid ${grid}`);
    if (incident.kind === 'exceedance') {
      const factor = deployment.stations
        .find(({ id }) => id === incident.station)
        ?.factors.find(({ code }) => code === incident.factor);
      if (!factor) refuse(incident, `no factor ${incident.factor} at ${incident.station}`);
      if (factor.limit.length === 0)
        refuse(incident, `factor ${incident.factor} has no limit there`);
    }
  }
}

/** The orders that an incident makes, in order of time. */
export function plantCases(
  incident: Incident,
  number: number,
  of: {
    deployment: Deployment;
    ground: Ground;
    matters: readonly Matter[];
    cases: CaseMaker;
    seed: number;
  },
): CasePlan[] {
  if (incident.kind === 'silence' || incident.kind === 'exceedance') return [];
  const { ground, cases } = of;
  const rng = random(hash32(of.seed, 'incident', incident.id));
  const calendar = calendarOf(of.deployment);
  const matters = of.matters.filter(
    ({ category, told }) =>
      told > 0 && incident.category.every((level, depth) => category[depth] === level),
  );
  if (matters.length === 0) refuse(incident, `nobody calls about ${incident.category.join('/')}`);
  const plotOf = (grid: string): number =>
    ground.plots.findIndex((plot) => plot.grid.properties.id === grid);

  const one = (() => {
    if (incident.kind !== 'repeat') return null;
    const plot = plotOf(incident.grid);
    const matter = rng.pick(matters);
    const { community } = ground.plots[plot]!;
    return {
      matter,
      plot,
      place: ground.place(plot, rng),
      words: wordsFor(matter.at, community, rng),
    };
  })();
  const where = (draw: Random): { plot: number; place: Point } => {
    switch (incident.kind) {
      case 'repeat':
        return one!;
      case 'surge': {
        const plot = plotOf(draw.pick(incident.grids));
        return { plot, place: ground.place(plot, draw) };
      }
      case 'cluster': {
        for (let tries = 0; tries < 1000; tries++) {
          const distance = (incident.radius * Math.sqrt(draw.next())) / METRES_A_DEGREE;
          const angle = draw.between(0, 2 * Math.PI);
          const place: Point = [
            incident.lon + (distance * Math.cos(angle)) / Math.cos((incident.lat * Math.PI) / 180),
            incident.lat + distance * Math.sin(angle),
          ];
          const plot = ground.holding(place);
          if (plot !== undefined) return { plot, place };
        }
        return refuse(incident, 'its circle lies outside every grid');
      }
    }
  };

  const times = Array.from(
    { length: incident.count },
    () => Math.floor(rng.between(incident.from, incident.to) / 1000) * 1000,
  ).sort((a, b) => a - b);
  return times.map((at, index) => {
    const planted: PlantedCase = {
      matter: rng.pick(matters),
      ...where(rng),
      ...(one ?? {}),
      seed: hash32(of.seed, incident.id, index),
      merged: incident.kind === 'repeat' && index > 0 && rng.chance(MERGED),
    };
    const serial = SERIALS + number * 1000 + index;
    return cases.plant(at, numberOf('12345', calendar.dayAt(at).date, serial), planted);
  });
}
