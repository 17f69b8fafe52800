import type { Point } from '../../stage/projection.ts';

/**
 * The ring with its sides moved inwards by metres, corner by corner; without the point that repeats the
 * first. For distances far below the length of the sides: sharp corners move by at most twice as much.
 */
export function inset(ring: readonly Point[], metres: number): Point[] {
  const points = ring.filter(([x, y], n) => {
    const [px, py] = ring[(n + ring.length - 1) % ring.length] ?? [x, y];
    return n === 0 || x !== px || y !== py;
  });
  const [first, last] = [points[0], points.at(-1)];
  if (first && last && points.length > 1 && first[0] === last[0] && first[1] === last[1])
    points.pop();
  // which way round the ring goes says where its inside is
  const turn = Math.sign(area(points)) || 1;
  return points.map((here, n) => {
    const a = across(points[(n + points.length - 1) % points.length] ?? here, here);
    const b = across(here, points[(n + 1) % points.length] ?? here);
    const sum: Point = [a[0] + b[0], a[1] + b[1]];
    const length = Math.hypot(...sum);
    if (length < 1e-6) return here;
    const reach = Math.min(2, 2 / length) * (metres / length) * turn;
    return [here[0] + sum[0] * reach, here[1] + sum[1] * reach];
  });
}

/** Twice the area of the ring, positive where it goes round clockwise on a plane whose y points down. */
export function area(ring: readonly Point[]): number {
  return ring.reduce((sum, [x, y], n) => {
    const [nx, ny] = ring[(n + 1) % ring.length] ?? [x, y];
    return sum + x * ny - nx * y;
  }, 0);
}

const across = ([ax, ay]: Point, [bx, by]: Point): Point => {
  const length = Math.hypot(bx - ax, by - ay) || 1;
  return [-(by - ay) / length, (bx - ax) / length];
};
