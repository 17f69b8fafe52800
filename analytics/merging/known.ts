import type { Millis } from '../../config/contract/ids.ts';
import { type Features, featuresOf } from './features.ts';
import type { Report } from './report.ts';

/** What is kept of a report: its texts are not. */
export type Told = Omit<Report, 'subject' | 'content' | 'address'>;

/** A report as it is compared with others. */
export interface Known {
  readonly report: Told;
  readonly features: Features;
  /** When its case was closed; null: open, or not told. */
  closedAt: Millis | null;
}

export function known({ subject, content, address, ...report }: Report): Known {
  return { report, features: featuresOf(subject, content, address), closedAt: null };
}

/** Two located reports farther apart than this are never one matter, in metres. */
export const REACH = 250;

/** Metres between two places (equirectangular: exact to a millimetre over a reach of this size). */
export function metres(a: Report['place'], b: Report['place']): number | null {
  if (a.lon === null || a.lat === null || b.lon === null || b.lat === null) return null;
  const degree = 111_195;
  const east = (a.lon - b.lon) * Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180);
  return degree * Math.hypot(east, a.lat - b.lat);
}

/** Whether it is told where it is, but in words. */
export const isPlaced = ({ place }: Told): boolean => place.grid !== '' || place.lon !== null;
