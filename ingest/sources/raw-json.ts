/** Levels kept of what is nested too deeply for JSON to be written again. */
const LEVELS = 8;

const cut = (value: unknown, levels: number): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return '…';
  if (Array.isArray(value)) return value.map((each) => cut(each, levels - 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, cut(each, levels - 1)]),
  );
};

/** A record as it came, for its dead letter. */
export function rawJson(record: unknown): string {
  try {
    return JSON.stringify(record) ?? '';
  } catch {
    return JSON.stringify(cut(record, LEVELS));
  }
}
