import type { Millis } from '../../config/contract/ids.ts';
import type { Marks } from '../state/marks.ts';
import { metres, type Told } from './known.ts';
import type { Matters } from './matters.ts';

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

/** Who and how many tell of a matter. @param members in order of time */
export function gathering(members: readonly { report: Told }[]): Gathering {
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

/** A report, and how often its case was closed and taken up again. */
export interface Lived {
  report: Told;
  closes: Marks;
  reopens: Marks;
}

/** A matter that was closed and came back. */
export interface Comeback {
  /** The case that brought it back: another report, or the one that was closed. */
  id: string;
  at: Millis;
  /** The case that had been closed last before, and when. */
  closed: string;
  closedAt: Millis;
}

/**
 * 假闭环 (domain §1.3): reports of a matter that came within so long after another of its cases had been
 * closed, and cases that were reopened within so long after their own close.
 * @returns the last comeback of each case, in order of time
 */
export function comebacks(members: readonly Lived[], within: Millis): Comeback[] {
  const found = members.flatMap(({ report, reopens }) => {
    const reopened = reopens.flatMap(({ at }) =>
      returned(
        report.id,
        at,
        within,
        members.filter((each) => each.report.id === report.id),
      ),
    );
    const others = members.filter((each) => each.report.id !== report.id);
    return reopened.at(-1) ?? returned(report.id, report.at, within, others);
  });
  return found.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

function returned(id: string, at: Millis, within: Millis, of: readonly Lived[]): Comeback[] {
  let last: Comeback | null = null;
  for (const { report, closes } of of)
    for (const { at: closedAt } of closes)
      if (closedAt <= at && at - closedAt <= within && closedAt > (last?.closedAt ?? 0))
        last = { id, at, closed: report.id, closedAt };
  return last === null ? [] : [last];
}

/** Several matters of one place (发散). */
export interface Divergence {
  /** Numbers of the matters, the report's own among them. */
  matters: string[];
  /** Widest categories they are told under. */
  categories: string[];
}

/** Where more reports than this lie within reach, or more matters at one place, the point stands for no place. */
const CROWD = 4000;
const CROWD_OF_MATTERS = 200;

/**
 * 发散 (domain §1.6): the matters of the place of a report, as far as they are held. A place that gives cause
 * for several kinds of matter is a cause itself.
 * @param within metres around the report that are its place
 * @returns null where the report is not held, has no coordinates, or lies where upstreams put what they cannot
 * locate: thousands of real orders share one placeholder point, and each would be measured against all
 */
export function divergence(matters: Matters, id: string, within: number): Divergence | null {
  if (matters.crowd(id) > CROWD) return null;
  const [own, ...others] = matters.around(id);
  if (!own || own.place.lon === null) return null;
  const numbers = new Set<string>();
  const categories = new Set<string>();
  for (const report of [own, ...others]) {
    const distance = metres(own.place, report.place);
    if (distance === null || distance > within) continue;
    numbers.add(matters.numberOf(report.id)!);
    if (report.category[0]) categories.add(report.category[0]);
  }
  if (numbers.size > CROWD_OF_MATTERS) return null;
  return { matters: [...numbers].sort(), categories: [...categories].sort() };
}
