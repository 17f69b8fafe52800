import type { CaseDraft } from '../../pipeline/draft.ts';

/** Which order is meant: its first number, and how often it was opened again. */
export interface OrderNumber {
  upstreamNo: string;
  redo: number;
}

export type NumberReader = (text: string) => OrderNumber;

/**
 * Prepares taking apart the numbers of orders that were opened again, e.g. Shunde's
 * `250101000770102-01`: date, serial, item, then the redo number (domain §2.1).
 * @param form with the groups `no` and `redo`; a number of another form stands as it is
 */
export function createNumberReader(form: string): NumberReader {
  const pattern = new RegExp(form);
  return (text) => {
    const { no, redo } = pattern.exec(text)?.groups ?? {};
    return no === undefined
      ? { upstreamNo: text, redo: 0 }
      : { upstreamNo: no, redo: Number(redo) };
  };
}

/** The order of which this number is the re-opening; undefined: it is the first. */
export const openedAgain = (
  source: string,
  { upstreamNo, redo }: OrderNumber,
): CaseDraft['parent'] => (redo > 0 ? { source, upstreamNo, redo: redo - 1 } : undefined);
