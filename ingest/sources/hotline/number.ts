/** Which order is meant: its first number, and how often it was opened again. */
export interface OrderNumber {
  upstreamNo: string;
  redo: number;
}

/**
 * Prepares taking apart the numbers of orders that were opened again, e.g. Shunde's
 * `250101000770102-01`: date, serial, item, then the redo number (domain §2.1).
 * @param form with the groups `no` and `redo`; a number of another form stands as it is
 */
export function createNumberReader(form: string): (text: string) => OrderNumber {
  const pattern = new RegExp(form);
  return (text) => {
    const { no, redo } = pattern.exec(text)?.groups ?? {};
    return no === undefined
      ? { upstreamNo: text, redo: 0 }
      : { upstreamNo: no, redo: Number(redo) };
  };
}
