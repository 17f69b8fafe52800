/** One field of a CP item: `w01018-Rtd=21.3`. */
export type CpField = readonly [name: string, value: string];
/** Fields that stand together, separated by commas: mostly those of one factor. */
export type CpItem = readonly CpField[];

/** Free text (信息 of CN 3020) stands between `//` and `//`, and may hold separators. */
const QUOTE = '//';

/** Cuts at a separator, but not within free text. Linear in the length, whatever the text is. */
function cut(text: string, separator: ';' | ','): string[] {
  const parts: string[] = [];
  let from = 0;
  let at = 0;
  let quote = text.indexOf(`=${QUOTE}`);
  for (;;) {
    const end = text.indexOf(separator, at);
    if (end < 0) break;
    if (quote >= 0 && quote < end) {
      const closed = text.indexOf(QUOTE, quote + 1 + QUOTE.length);
      if (closed >= 0) at = closed + QUOTE.length;
      quote = closed < 0 ? -1 : text.indexOf(`=${QUOTE}`, at);
      continue;
    }
    parts.push(text.slice(from, end));
    from = end + 1;
    at = from;
  }
  parts.push(text.slice(from));
  return parts;
}

/**
 * The content of a CP (what stands between `&&` and `&&`) as items and their fields. Empty items are
 * dropped, and what is no `name=value` is dropped from its item: the standard's own examples hold such
 * stumps (`i11001//`, `e01001`, a comma at the end).
 */
export const parseCp = (text: string): CpItem[] =>
  cut(text, ';')
    .filter((item) => item !== '')
    .map((item) =>
      cut(item, ',').flatMap((field): CpField[] => {
        const equals = field.indexOf('=');
        return equals < 0 ? [] : [[field.slice(0, equals), field.slice(equals + 1)]];
      }),
    );

export const buildCp = (items: readonly CpItem[]): string =>
  items.map((item) => item.map(([name, value]) => `${name}=${value}`).join(',')).join(';');
