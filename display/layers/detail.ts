const MOST_MARKS = 1500;
/** Late cases are drawn one by one up to this many. */
const MOST_LATE = 400;
/** Above this many cases marks shrink, down to this part of their size. */
const CROWD = 400;
const SMALLEST = 0.5;

/** What the map shows of the cases just now. */
export type Detail = 'marks' | 'density';

/** How the cases of a view are drawn. */
export interface Drawing {
  detail: Detail;
  /** Whether the late ones are drawn one by one. */
  late: boolean;
  /** Of a mark, as a part of its size on a calm map. */
  size: number;
}

/**
 * How to draw so many cases and late ones, looking so many times nearer than all of the map.
 * @param most more marks than this would cover each other: density is shown
 */
export function drawingOf(
  { all, late }: { all: number; late: number },
  nearness: number,
  most = MOST_MARKS,
): Drawing {
  const marks = all <= most;
  const shrunk = Math.max(SMALLEST, Math.min(1, Math.sqrt(CROWD / Math.max(1, all))));
  const grown = 1 + Math.min(0.5, Math.log2(nearness) * 0.12);
  return {
    detail: marks ? 'marks' : 'density',
    late: marks || late <= MOST_LATE,
    size: shrunk * grown,
  };
}
