const SECOND = 1_000;

/** The layout in which date cells of an xlsx are written: local time as the sheet shows it, luxon's tokens. */
export const TABLE_DATE = 'yyyy-MM-dd HH:mm:ss';

/** A number of a sheet: a whole one as it stands, none of its digits lost; others without the dust of binary fractions. */
export function numberText(text: string): string {
  if (/^-?\d+$/.test(text)) return text;
  const value = Number(text);
  return Number.isFinite(value) ? String(Number(value.toPrecision(15))) : text;
}

/** A cell of a sheet as text; '' for an empty one. */
export function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  // the sheet's days are fractions: a second is as fine as they are exact
  if (cell instanceof Date) {
    const rounded = new Date(Math.round(cell.getTime() / SECOND) * SECOND);
    return rounded.toISOString().slice(0, 19).replace('T', ' ');
  }
  return String(cell);
}
