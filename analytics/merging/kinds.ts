import type { Millis } from '../../config/contract/ids.ts';
import { DAY } from '../../config/contract/zone.ts';
import { metres } from './kinship.ts';
import type { Group, Matters } from './matters.ts';

/**
 * What makes a matter more than one report (domain §1.6): `aggregate` (群体) many people tell of it, `repeat`
 * (重复) one tells of it again and again, `single` it was told once.
 */
export type MatterKind = 'aggregate' | 'repeat' | 'single';

/** The figures of a matter, for alerts and lists that have thresholds of their own. */
export interface Gathering {
  kind: MatterKind;
  reports: number;
  /** People, as far as they can be told apart: known callers, and one for each line whose caller is not known. */
  people: number;
  /** Ports that told of it. */
  sources: string[];
  first: Millis;
  last: Millis;
}

/** Who and how many tell of a matter. */
export function gathering({ members }: Group): Gathering {
  const people = new Set<string>();
  const sources = new Set<string>();
  for (const { report } of members) {
    people.add(report.caller ? `c${report.caller}` : `s${report.source}`);
    sources.add(report.source);
  }
  return {
    kind: members.length === 1 ? 'single' : people.size > 1 ? 'aggregate' : 'repeat',
    reports: members.length,
    people: people.size,
    sources: [...sources].sort(),
    first: members[0]!.report.at,
    last: members.at(-1)!.report.at,
  };
}

/** A matter that was closed and came back. */
export interface FalseClosure {
  /** The report that brought it back. */
  report: string;
  /** The case that had been closed last before. */
  closed: string;
  closedAt: Millis;
  /** Milliseconds from the close until it came back. */
  gap: Millis;
}

/**
 * 假闭环: reports of a matter that came within some days after a case of it had been closed (domain §1.3), in
 * order of time. Where several cases were closed before, the last close counts.
 */
export function falseClosures({ members }: Group, within: Millis = 7 * DAY): FalseClosure[] {
  const found: FalseClosure[] = [];
  for (const { report } of members) {
    let last: FalseClosure | null = null;
    for (const { report: other, closedAt } of members) {
      if (other.id === report.id || closedAt === null) continue;
      const gap = report.at - closedAt;
      if (gap < 0 || gap > within || (last && last.closedAt >= closedAt)) continue;
      last = { report: report.id, closed: other.id, closedAt, gap };
    }
    if (last) found.push(last);
  }
  return found;
}

/** Several matters of one place (发散). */
export interface Divergence {
  /** Numbers of the matters, the report's own among them. */
  matters: string[];
  /** Widest categories they are told under. */
  categories: string[];
}

/** So many metres around a report are its place: what people tell of one house lies within. */
const PLACE = 60;

/**
 * 发散: how many matters the place of a report has, as far as they are held (domain §1.6). A place that gives
 * cause for several kinds of matter is a cause itself.
 * @returns null where the report is not held, or has no coordinates
 */
export function divergence(matters: Matters, id: string): Divergence | null {
  const [own, ...others] = matters.around(id);
  if (!own || own.place.lon === null) return null;
  const numbers = new Set<string>();
  const categories = new Set<string>();
  for (const report of [own, ...others]) {
    const distance = metres(own.place, report.place);
    if (distance === null || distance > PLACE) continue;
    numbers.add(matters.numberOf(report.id)!);
    if (report.category[0]) categories.add(report.category[0]);
  }
  return { matters: [...numbers].sort(), categories: [...categories].sort() };
}
