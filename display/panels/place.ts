/** Where the drill stands: nothing open, a grid, or a case (opened from a grid or from a list). */
export interface Place {
  grid: string | null;
  caseId: string | null;
}
export const NOWHERE: Place = { grid: null, caseId: null };

/** `#/grid/ID`, `#/case/ID` or `#/grid/ID/case/ID`; anything else is nowhere. */
export function readPlace(hash: string): Place {
  const match = /^#(?:\/grid\/([^/]+))?(?:\/case\/([^/]+))?$/.exec(hash);
  if (!match) return NOWHERE;
  try {
    return {
      grid: match[1] === undefined ? null : decodeURIComponent(match[1]),
      caseId: match[2] === undefined ? null : decodeURIComponent(match[2]),
    };
  } catch {
    return NOWHERE; // a mangled link, not an error of ours
  }
}

export const writePlace = ({ grid, caseId }: Place): string =>
  `#${grid === null ? '' : `/grid/${encodeURIComponent(grid)}`}${caseId === null ? '' : `/case/${encodeURIComponent(caseId)}`}`;

/** One step back: from the case to its grid, from the grid to nowhere. */
export const back = (place: Place): Place =>
  place.caseId !== null ? { grid: place.grid, caseId: null } : NOWHERE;
