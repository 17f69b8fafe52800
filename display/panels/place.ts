/** Where the drill stands: nothing open, a grid, and in it or alone a case or an alert. */
export interface Place {
  grid: string | null;
  caseId: string | null;
  /** With a case: the alert is shown above it. */
  alert: string | null;
}
export const NOWHERE: Place = { grid: null, caseId: null, alert: null };

const PARTS = ['grid', 'case', 'alert'] as const;
const ADDRESS = new RegExp(`^#${PARTS.map((part) => `(?:/${part}/([^/]+))?`).join('')}$`);

/** `#/grid/ID/case/ID/alert/ID`, each part where there is one; anything else is nowhere. */
export function readPlace(hash: string): Place {
  const match = ADDRESS.exec(hash);
  if (!match) return NOWHERE;
  try {
    const [grid = null, caseId = null, alert = null] = match
      .slice(1)
      .map((part) => (part === undefined ? null : decodeURIComponent(part)));
    return { grid, caseId, alert };
  } catch {
    return NOWHERE; // a mangled link, not an error of ours
  }
}

export const writePlace = ({ grid, caseId, alert }: Place): string =>
  `#${[grid, caseId, alert]
    .map((id, n) => (id === null ? '' : `/${PARTS[n]}/${encodeURIComponent(id)}`))
    .join('')}`;

export const isNowhere = ({ grid, caseId, alert }: Place): boolean =>
  grid === null && caseId === null && alert === null;

/** One step back: from a case or an alert to the grid, from the grid to nowhere. */
export const back = ({ grid, caseId, alert }: Place): Place =>
  caseId !== null || alert !== null ? { grid, caseId: null, alert: null } : NOWHERE;
