const DAY_MS = 86_400_000;
/** The local days, today included, that the server's lines of a grid count. */
export const GRID_DAYS = 28;

/** First and last day (exclusive) of the KPIs of a grid, as the address names them. */
export const kpiDays = (
  isoDay: (at: number) => string,
  now: number,
): [from: string, to: string] => [isoDay(now - (GRID_DAYS - 1) * DAY_MS), isoDay(now + DAY_MS)];
