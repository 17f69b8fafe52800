import type { Wall } from './context.ts';

/** The name of a unit; of no unit, that it is not decided yet. */
export const unitName = (unit: string, { text, format, names }: Wall): string =>
  unit === '' ? text().drill.noUnit : format().name(names.unit(unit));
