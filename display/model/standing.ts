/** Registers of what stands somewhere and is on the map. */
export const MAPPED = ['posts', 'components'] as const;
/** What stands farther from the middle of the map, in metres, is not asked for; nor more of a kind. */
const FARTHEST = 20_000;
export const MOST_STANDING = 20_000;

/** How far from the middle of the map what stands there is asked for, in whole metres. */
export const reachOf = ({ width, height }: { width: number; height: number }): number =>
  Math.min(Math.max(Math.ceil(Math.hypot(width, height) / 2), 1), FARTHEST);
