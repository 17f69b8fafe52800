import { tableFromArrays, tableFromIPC, tableToIPC } from 'apache-arrow';
import { type BenchData, ticksOf } from './frame-bench-data.ts';

type Lights = ReturnType<typeof ticksOf>[number];

/** The ticks as they come off a line of columns. */
export const messagesOf = (data: BenchData): Uint8Array[] =>
  ticksOf(data).map((tick) => tableToIPC(tableFromArrays(tick), 'stream'));

/** The columns of one of them. */
export function columnsOf(message: Uint8Array | undefined): Lights {
  const table = tableFromIPC(message);
  const column = (of: string) => table.getChild(of)?.data[0]?.values;
  return { slot: column('slot'), light: column('light') } as Lights;
}
