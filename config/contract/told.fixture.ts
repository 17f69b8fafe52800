import fc from 'fast-check';
import { encodeColumns } from './columns.ts';
import { Incoming, messagesOf } from './frame-codec.ts';
import type { ViewName } from './picture.ts';
import type { Change, Part, Told } from './wire.ts';

type Row = object;
/** Rows and their keys by number. */
export type Numbered = ReadonlyMap<number, { key: string; row: Row }>;

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f'];
/** Any rows at any of a few numbers: what comes next seldom has a row where it was. */
export const numbered = (row: fc.Arbitrary<Row>): fc.Arbitrary<Numbered> =>
  fc
    .tuple(
      fc.shuffledSubarray(KEYS),
      fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 2000]),
      fc.array(row, { minLength: KEYS.length, maxLength: KEYS.length }),
    )
    .map(([keys, numbers, rows]) => {
      const both = keys.slice(0, numbers.length);
      return new Map(both.map((key, n) => [numbers[n]!, { key, row: rows[n]! }]));
    });

/** Rows as they are told: one after the other or, where they can be, in columns. */
export function tell(fields: readonly string[], of: Numbered, inColumns: boolean): Told {
  const numbers = [...of.keys()];
  const list = [...of.values()].map(({ key, row }) => ({
    key,
    row: row as Record<string, unknown>,
  }));
  const keys = list.map(({ key }) => key);
  const rows = list.map(({ row }) => row);
  const columns = inColumns && list.length > 0 ? encodeColumns(fields, keys, rows) : null;
  return columns
    ? { numbers, columns }
    : { numbers, rows: list.map(({ key, row }) => [key, ...fields.map((field) => row[field])]) };
}

/** The change from one state to another, by the rules of wire.ts. */
export function changeBetween(
  view: ViewName,
  fields: readonly string[],
  [before, after]: readonly [Numbered, Numbered],
  inColumns: boolean,
): Change {
  const stays = (number: number) => before.get(number)?.key === after.get(number)?.key;
  const mod = fields.map((name, field) => {
    const of = name as keyof Row;
    const numbers = [...after.keys()].filter(
      (number) =>
        stays(number) && !Object.is(before.get(number)?.row[of], after.get(number)?.row[of]),
    );
    return { field, numbers, values: numbers.map((number) => after.get(number)!.row[of]) };
  });
  return {
    ...{ view, fields: null },
    del: [...before.keys()].filter((number) => !stays(number)),
    set: tell(fields, new Map([...after].filter(([number]) => !stays(number))), inColumns),
    mod: mod.filter(({ numbers }) => numbers.length > 0),
  };
}

/** A part as it comes off the line. */
export function overTheLine<P extends Part>(part: P): P {
  const incoming = new Incoming();
  for (const bytes of messagesOf({ epoch: 'e', from: 0, to: 1, at: 0, parts: [part] })) {
    const message = incoming.take(bytes);
    if (message?.t === 'frame') return message.parts[0] as P;
  }
  throw new Error('no frame');
}
