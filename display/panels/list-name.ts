/** A list that opens from the wall: what it lists, and what narrows it. */
export interface ListName {
  name: string;
  /** Where, when, of which alert … */
  by: Readonly<Record<string, string>>;
}

/** As addresses write it: `orders?grid=dazhuang-4`. */
export const writeList = (name: string, by: ListName['by'] = {}): string => {
  const query = new URLSearchParams(by).toString();
  return query === '' ? name : `${name}?${query}`;
};

export function readList(list: string): ListName {
  const [name = '', query = ''] = list.split(/\?(.*)/s);
  return { name, by: Object.fromEntries(new URLSearchParams(query)) };
}
