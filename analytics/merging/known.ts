import type { Millis } from '../../config/contract/ids.ts';
import { DAY } from '../../config/contract/zone.ts';
import { type Category, categoryOf } from './category.ts';
import { type Features, featuresOf, NOTHING } from './features.ts';
import type { Report } from './report.ts';

/** What is kept of a report: its texts are not. */
export type Told = Omit<Report, 'subject' | 'content' | 'address'>;

/** A report as it is compared with others. */
export interface Known {
  readonly report: Told;
  readonly category: Category;
  readonly features: Features;
  /** When it was last alive, as far as it is told: reported, or closed. */
  alive: Millis;
}

export function known({ subject, content, address, ...told }: Report): Known {
  const category = categoryOf(told.category);
  const report = { ...told, category: category.levels };
  const features = featuresOf(subject, content, address);
  // where it is located, its place stands for what it says in pairs (`Neighbours`, `kinship`)
  if (isLocated(report)) features.grams = features.head = NOTHING.grams;
  return { report, category, features, alive: report.at };
}

export const isLocated = ({ place }: Told): boolean => place.lon !== null && place.lat !== null;

/** Two located reports farther apart than this are never one matter, in metres. */
export const REACH = 250;

/** Metres between two places (equirectangular: exact to a millimetre over a reach of this size). */
export function metres(a: Report['place'], b: Report['place']): number | null {
  if (a.lon === null || a.lat === null || b.lon === null || b.lat === null) return null;
  const degree = 111_195;
  const east = (a.lon - b.lon) * Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180);
  return degree * Math.hypot(east, a.lat - b.lat);
}

/** Whether one known caller tells both. */
export const isSameCaller = ({ report: { caller } }: Known, other: Known): boolean =>
  caller !== '' && caller === other.report.caller;

/** Whether it is told where it is, but in words. */
export const isPlaced = ({ place }: Told): boolean => place.grid !== '' || place.lon !== null;

/**
 * Days that the later came after the other was last alive: it does not age while it is open, once its close
 * is told.
 */
export function daysAfter(a: Known, b: Known): number {
  const [earlier, later] = a.report.at <= b.report.at ? [a, b] : [b, a];
  return Math.max(0, later.report.at - earlier.alive) / DAY;
}
