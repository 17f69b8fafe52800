/** Where the drill stands: nothing open, a list, a grid, and in it or alone a case or an alert. */
export interface Place {
  /** The rows behind a number: see panels/ListPanel.tsx. */
  list: string | null;
  grid: string | null;
  caseId: string | null;
  /** With a case: the alert is shown above it. */
  alert: string | null;
}
export const NOWHERE: Place = { list: null, grid: null, caseId: null, alert: null };

const PARTS = ['list', 'grid', 'case', 'alert'] as const;
const ADDRESS = new RegExp(`^#${PARTS.map((part) => `(?:/${part}/([^/]+))?`).join('')}$`);

/** `#/list/NAME/grid/ID/case/ID/alert/ID`, each part where there is one; anything else is nowhere. */
export function readPlace(hash: string): Place {
  const match = ADDRESS.exec(hash);
  if (!match) return NOWHERE;
  try {
    const [list = null, grid = null, caseId = null, alert = null] = match
      .slice(1)
      .map((part) => (part === undefined ? null : decodeURIComponent(part)));
    return { list, grid, caseId, alert };
  } catch {
    return NOWHERE; // a mangled link, not an error of ours
  }
}

export const writePlace = ({ list, grid, caseId, alert }: Place): string =>
  `#${[list, grid, caseId, alert]
    .map((id, n) => (id === null ? '' : `/${PARTS[n]}/${encodeURIComponent(id)}`))
    .join('')}`;

export const isNowhere = ({ list, grid, caseId, alert }: Place): boolean =>
  list === null && grid === null && caseId === null && alert === null;

/** One step back: from a case or an alert to its grid or list, from those to nowhere. */
export const back = ({ list, grid, caseId, alert }: Place): Place =>
  caseId !== null || alert !== null ? { list, grid, caseId: null, alert: null } : NOWHERE;
