import { type GridId, gridId } from '../../../config/contract/ids.ts';

/** How a hotspot names a grid in its evidence: two of different categories rest on different orders. */
export const inArea = (category: string, grid: string): string =>
  category === '' ? grid : `${category}/${grid}`;

/** The grids that a hotspot names in its evidence. */
export const areaOf = (evidence: readonly string[]): GridId[] =>
  evidence.map((named) => gridId(named.slice(named.lastIndexOf('/') + 1)));
