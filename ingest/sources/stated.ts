type Stated<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** What is stated of these values: those that are undefined are left out. */
export const stated = <T extends object>(values: T): Stated<T> =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Stated<T>;
