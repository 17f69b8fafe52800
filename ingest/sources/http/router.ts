import type { Route } from './route.ts';

/** What a path leads to. */
export type Match =
  | { route: Route; params: Record<string, string> }
  /** The path exists for these other methods, which a page of any site may call or may not. */
  | { route: null; methods: string[]; crossOrigin: boolean };

/** The segments of a path; null where one is not well encoded. */
function segments(path: string): string[] | null {
  try {
    return path.split('/').slice(1).map(decodeURIComponent);
  } catch {
    return null;
  }
}

/** Finds routes by method and path. Routes that name a segment go before those that take any. */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => Match {
  const known = routes
    .map((route) => ({ route, parts: route.path.split('/').slice(1) }))
    .toSorted((a, b) => wild(a.parts) - wild(b.parts));
  return (method, path) => {
    const asked = segments(path);
    const methods: string[] = [];
    let crossOrigin = false;
    for (const { route, parts } of known) {
      if (asked?.length !== parts.length) continue;
      const fits = parts.every((part, n) => part.startsWith(':') || part === asked[n]);
      if (!fits) continue;
      if (route.method !== method) {
        methods.push(route.method);
        crossOrigin ||= route.crossOrigin ?? false;
        continue;
      }
      const params = Object.fromEntries(
        parts.flatMap((part, n) => (part.startsWith(':') ? [[part.slice(1), asked[n] ?? '']] : [])),
      );
      return { route, params };
    }
    return { route: null, methods, crossOrigin };
  };
}

const wild = (parts: readonly string[]): number =>
  parts.filter((part) => part.startsWith(':')).length;
