import type { FieldNames } from '../http/fields.ts';

/** Fields with the names that a deployment adds to them. */
export const fieldNames = (
  names: FieldNames,
  others: Readonly<Record<string, readonly string[]>>,
): FieldNames =>
  Object.fromEntries(
    Object.entries(names).map(([field, known]) => [
      field,
      Object.hasOwn(others, field) ? [...known, ...(others[field] ?? [])] : known,
    ]),
  );
