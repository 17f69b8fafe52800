import type { MatterRow } from '../../config/contract/picture.ts';
import { ENDED } from '../../config/contract/vocabulary.ts';
import type { OpenCase } from '../queries/raw-cases.ts';
import type { Comparison } from './comparison.ts';

/**
 * The states and counts of matters. Which cases are of one is a judgement on their texts and places: counted
 * again it would be the same code on the same rows.
 */
export function compareMatters(
  comparison: Comparison,
  shown: readonly MatterRow[],
  raw: readonly OpenCase[],
): void {
  const stateOf = new Map(raw.map((row) => [row.case_id, row.state || 'reported']));
  for (const { kind, id, count, members, open } of shown) {
    const whole = kind !== 'diverge' && count === members.length;
    const now = members.map((member) => stateOf.get(member.id));
    const said = members.map(({ state }) => (ENDED.has(state) ? undefined : state));
    const line = (states: readonly (string | undefined)[], n: number) =>
      `${states.map((state) => state ?? 'ended').join(',')}${whole ? ` ${n} open` : ''}`;
    comparison.values(
      'matter',
      new Map([[id, line(said, open)]]),
      new Map([[id, line(now, now.filter((state) => state !== undefined).length)]]),
    );
  }
}
