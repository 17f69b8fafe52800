import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, type Polygon, seatFor, towards } from './areas.ts';
import { fitProjection, type Point } from './projection.ts';

const box = { x: 10, y: 20, width: 400, height: 300 };
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
  it('shows every place inside its box, north up and east right', () => {
    fc.assert(
      fc.property(fc.array(lonLat, { minLength: 1, maxLength: 30 }), (places) => {
        const project = fitProjection(places as Point[], box);
        for (const [lon, lat] of places) {
          const [x, y] = project(lon, lat);
          expect(x).toBeGreaterThanOrEqual(box.x - 1e-6);
          expect(x).toBeLessThanOrEqual(box.x + box.width + 1e-6);
          expect(y).toBeGreaterThanOrEqual(box.y - 1e-6);
          expect(y).toBeLessThanOrEqual(box.y + box.height + 1e-6);
          expect(project(lon + 0.01, lat)[0]).toBeGreaterThan(x);
          expect(project(lon, lat + 0.01)[1]).toBeLessThan(y);
        }
      }),
    );
  });

  it('stretches a kilometre the same in both directions', () => {
    const project = fitProjection(
      [
        [120.55, 31.35],
        [120.61, 31.41],
      ],
      box,
    );
    const [x0, y0] = project(120.58, 31.38);
    const east = project(120.58 + 0.01 / Math.cos((31.38 * Math.PI) / 180), 31.38)[0] - x0;
    const north = y0 - project(120.58, 31.39)[1];
    expect(east).toBeCloseTo(north, 6);
  });

  it('finds the grid under a click, and not in its holes', () => {
    expect(contains([square], [50, 50])).toBe(true);
    expect(contains([square], [150, 50])).toBe(false);
    expect(contains([ring], [50, 50])).toBe(false);
  });

  it('seats a name where it has most room, inside and clear of holes', () => {
    expect(seatFor([square], 20)).toMatchObject({ x: 50, width: 100 });
    const seat = seatFor([ring], 20);
    expect(seat?.width).toBe(100);
    expect(seat && (seat.y <= 20 || seat.y >= 80)).toBe(true);
    expect(seatFor([square], 120)).toBeNull();
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
