import { gridId, type Millis, unitId } from '../../config/contract/ids.ts';
import type { MatterRow } from '../../config/contract/picture.ts';
import { DAY } from '../../config/contract/zone.ts';
import type { MatterRules } from '../../config/deployment/alert-rules.ts';
import type { CaseBook } from '../state/case-book.ts';
import { stateOf, unitOf } from '../state/case-fold.ts';
import type { KeyedView } from '../state/keyed-view.ts';
import { divergence, gathering } from './kinds.ts';
import type { MatterBook, MatterCase } from './matter-book.ts';
import { inOrder } from './order.ts';

/** So many cases of a matter are named, the newest; all are counted. */
export const MEMBERS_SHOWN = 50;

/** What rows of matters are made from. */
interface Sight {
  matters: MatterBook;
  cases: CaseBook;
  rules: MatterRules;
  /** A matter without open cases is shown while one of its reports is as new as this. */
  since: Millis;
}

/** Key of the row that tells of the matters of one place, by the number of the earliest. */
const placeKey = (number: string): string => `place:${number}`;

/** Brings the view of matters up to date: once all that came is weighed, so that no half-made group is shown. */
export function writeMatters(view: KeyedView<'matters'>, all: boolean, sight: Sight): void {
  const { matters, rules } = sight;
  if (!matters.settled) return;
  if (all || matters.fresh) {
    const rows = [...matters.numbers()].flatMap((id) => [
      matterRow(id, sight),
      placeRow(id, sight),
    ]);
    view.replace(rows.flatMap((row) => (row === null ? [] : [[row.id, row] as const])));
  } else {
    const places = new Set(matters.changed);
    for (const id of matters.changed) {
      view.set(id, matterRow(id, sight));
      const spot = divergence(matters.matters, id, rules.place.metres);
      for (const number of spot?.matters ?? []) places.add(number);
    }
    for (const number of places) view.set(placeKey(number), placeRow(number, sight));
  }
  matters.fresh = false;
  matters.changed.clear();
}

/** A matter that several reports tell of; null: it is none, or it is over. */
function matterRow(number: string, sight: Sight): MatterRow | null {
  const members = sight.matters.members(number);
  if (members.length === 0 || !isShown(members, sight)) return null;
  const { kind } = gathering(members);
  if (kind === 'single') return null;
  const { subject, category } = members[0]!;
  const open = members.filter((member) => member.open).length;
  return { id: number, kind, title: subject || category, open, ...common(members, members, sight) };
}

/**
 * The matters of one place (发散), told by the earliest; null: the place has fewer, none is open, or this one
 * is not the earliest within reach. What began more days before or after it is of another time.
 */
function placeRow(number: string, sight: Sight): MatterRow | null {
  const { matters, rules } = sight;
  const own = matters.members(number)[0];
  const spot = own ? divergence(matters.matters, own.id, rules.place.metres) : null;
  if (!own || spot === null || spot.matters.length < rules.place.matters) return null;
  const all = spot.matters
    .map((each) => matters.members(each))
    .filter(
      ([first]) => first && Math.abs(first.report.at - own.report.at) <= rules.place.days * DAY,
    )
    .sort(([a], [b]) => inOrder(a!, b!));
  const cases = all.flat().sort(inOrder);
  const firsts = all.map(([first]) => first!);
  const open = all.filter((each) => each.some((member) => member.open)).length;
  if (all.length < rules.place.matters || firsts[0]!.id !== own.id || open === 0) return null;
  const title = spot.categories.join(' / ');
  return { id: placeKey(number), kind: 'diverge', title, open, ...common(firsts, cases, sight) };
}

const isShown = (members: readonly MatterCase[], { since }: Sight): boolean =>
  members.some(({ open, report }) => open || report.at >= since);

/** @param named the cases that stand in the row @param all those it speaks of, in order of time */
function common(named: readonly MatterCase[], all: readonly MatterCase[], { cases }: Sight) {
  const foldOf = (id: MatterCase['id']) => cases.get(id)?.fold;
  const busy = all.find(({ open }) => open);
  const busyFold = busy && foldOf(busy.id);
  return {
    members: named.slice(-MEMBERS_SHOWN).map(({ id, source, upstreamNo, open, ended }) => {
      const fold = open ? foldOf(id) : undefined;
      return { id, source, upstreamNo, state: fold ? stateOf(fold) : (ended ?? 'reported') };
    }),
    count: named.length,
    sources: [...new Set(all.map(({ source }) => source))].sort(),
    grid: gridId(all.find(({ report }) => report.place.grid !== '')?.report.place.grid ?? ''),
    unit: busyFold ? unitOf(busyFold) : unitId(''),
    first: all[0]!.report.at,
    last: all.at(-1)!.report.at,
  };
}
