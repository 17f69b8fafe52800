import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, type Polygon, seatsFor, towards } from './areas.ts';
import { fit, flight, toPlane, toScreen, within, zoomedAt } from './camera.ts';
import { boundsOf, type Point, planeOf } from './projection.ts';

const frame = { x: 10, y: 20, width: 400, height: 300 };
const lonLat = fc.tuple(
  fc.double({ min: -71.2, max: -70.9, noNaN: true }),
  fc.double({ min: 42.2, max: 42.4, noNaN: true }),
);
const square: Polygon = [
  [
    [0, 0],
    [100, 0],
    [100, 100],
    [0, 100],
  ],
];
const ring: Polygon = [
  ...square,
  [
    [30, 30],
    [70, 30],
    [70, 70],
    [30, 70],
  ],
];

describe('the map', () => {
  it('shows every place inside its frame, north up and east right', () => {
    fc.assert(
      fc.property(fc.array(lonLat, { minLength: 1, maxLength: 30 }), (places) => {
        const project = planeOf(places as Point[]);
        const bounds = boundsOf(places.map(([lon, lat]) => project(lon, lat)));
        const view = fit(bounds, frame);
        for (const [lon, lat] of places) {
          const [x, y] = toScreen(view, frame, project(lon, lat));
          expect(x).toBeGreaterThanOrEqual(frame.x - 1e-6);
          expect(x).toBeLessThanOrEqual(frame.x + frame.width + 1e-6);
          expect(y).toBeGreaterThanOrEqual(frame.y - 1e-6);
          expect(y).toBeLessThanOrEqual(frame.y + frame.height + 1e-6);
          expect(project(lon + 0.01, lat)[0]).toBeGreaterThan(project(lon, lat)[0]);
          expect(project(lon, lat + 0.01)[1]).toBeLessThan(project(lon, lat)[1]);
        }
      }),
    );
  });

  it('measures metres the same in both directions', () => {
    const project = planeOf([
      [120.55, 31.35],
      [120.61, 31.41],
    ]);
    const [x0, y0] = project(120.58, 31.38);
    const east = project(120.58 + 0.01 / Math.cos((31.38 * Math.PI) / 180), 31.38)[0] - x0;
    const north = y0 - project(120.58, 31.39)[1];
    expect(east).toBeCloseTo(north, 6);
    expect(north).toBeCloseTo(1113.2, 6);
  });

  it('goes nearer with the place under the pointer kept under it, and never farther than all of it', () => {
    const bounds = { x: -500, y: -400, width: 1000, height: 800 };
    const whole = fit(bounds, frame);
    const at: Point = [120, 90];
    const place = toPlane(whole, frame, at);
    const near = zoomedAt(whole, frame, at, 4);
    expect(toScreen(near, frame, place)[0]).toBeCloseTo(at[0], 6);
    expect(toScreen(near, frame, place)[1]).toBeCloseTo(at[1], 6);
    expect(within(zoomedAt(near, frame, at, 1 / 100), bounds, whole)).toEqual(whole);
    expect(within({ ...near, x: 9_999 }, bounds, whole).x).toBe(500);
  });

  it('flies from view to view without a jump, and arrives', () => {
    const from = { x: 0, y: 0, scale: 1 };
    const to = { x: 300, y: -200, scale: 8 };
    const way = flight(from, to, 1000);
    expect(way(1000)).toEqual(from);
    expect(way(5000)).toBeNull();
    let before = from;
    for (let at = 1000; at < 1700; at += 10) {
      const view = way(at) ?? to;
      expect(view.scale).toBeGreaterThanOrEqual(before.scale);
      expect(Math.abs(view.x - before.x) * view.scale).toBeLessThan(60);
      before = view;
    }
  });

  it('finds the grid under a click, and not in its holes', () => {
    expect(contains([square], [50, 50])).toBe(true);
    expect(contains([square], [150, 50])).toBe(false);
    expect(contains([ring], [50, 50])).toBe(false);
  });

  it('seats a name where it has most room, inside and clear of holes', () => {
    expect(seatsFor([square], 20)[0]).toMatchObject({ x: 50, width: 100 });
    const [seat] = seatsFor([ring], 20);
    expect(seat?.width).toBe(100);
    expect(seat && (seat.y <= 20 || seat.y >= 80)).toBe(true);
    expect(seatsFor([square], 120)).toEqual([]);
  });

  it('goes by arrow key to the nearest grid that way', () => {
    const places = [
      { x: 0, y: 0 },
      { x: 10, y: 2 },
      { x: 12, y: 40 },
      { x: -10, y: 0 },
    ];
    expect(towards(places, { x: 0, y: 0 }, 1, 0)).toBe(places[1]);
    expect(towards(places, { x: 0, y: 0 }, 0, 1)).toBe(places[1]);
    expect(towards(places, { x: 0, y: 0 }, -1, 0)).toBe(places[3]);
    expect(towards(places, { x: 0, y: 0 }, 0, -1)).toBeNull();
  });
});
