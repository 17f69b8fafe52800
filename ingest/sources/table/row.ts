/** A row of a file, or what could not be read as one. */
export type Row =
  | {
      /** File and line (CSV) or row (xlsx), e.g. `orders.csv:17`. */
      place: string;
      cells: string[];
      broken?: undefined;
    }
  | { place: string; raw: string; broken: string };

/** The file as a whole cannot be read as a table: damaged, of another kind, or larger than its limits. */
export class UnreadableTable extends Error {}
