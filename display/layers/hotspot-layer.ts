import { Container } from 'pixi.js';
import type { AlertRow } from '../../config/contract/picture.ts';
import type { MapGeometry } from '../stage/geometry.ts';
import { linesOf } from '../stage/lines.ts';
import type { ColumnMesh } from '../stage/mesh.ts';
import type { Ink } from '../stage/palette.ts';
import type { Point } from '../stage/projection.ts';
import { Surface } from '../stage/surface.ts';
import { circle } from './grid-layer.ts';

/** A circle of neighbouring grids with more than its share (聚集), on the plane. */
export interface Hotspot {
  alert: string;
  x: number;
  y: number;
  /** Metres. */
  radius: number;
  figures: AlertRow['figures'];
}

/** Room about the middles of the outermost grids, in mean distances of grids. */
const ROOM = 0.5;

/** The circles of the alerts that name the grids of one: from the middle of its grid to its farthest. */
export function hotspotsOf(rows: Iterable<AlertRow>, geometry: MapGeometry): Hotspot[] {
  const { bounds, grids } = geometry;
  const apart = Math.sqrt((bounds.width * bounds.height) / Math.max(1, grids.length));
  const found: Hotspot[] = [];
  for (const { id, grid, area, figures } of rows) {
    const within = new Set<string>(area);
    const centre = grids.find((shape) => shape.id === grid);
    if (!centre || within.size === 0) continue;
    const inside = grids.filter((shape) => within.has(shape.id));
    const reach = Math.max(0, ...inside.map(({ x, y }) => Math.hypot(x - centre.x, y - centre.y)));
    found.push({ alert: id, x: centre.x, y: centre.y, radius: reach + ROOM * apart, figures });
  }
  return found;
}

/** Hotspots as circles that lift what lies in them a little. */
export class HotspotLayer {
  readonly view = new Container();
  #meshes: ColumnMesh[] = [];
  #drawn = '';
  readonly #colour: number;

  constructor(ink: Ink) {
    this.#colour = ink.hotspot;
  }

  draw(hotspots: readonly Hotspot[], unit: number): void {
    const drawn = JSON.stringify(hotspots.map(({ x, y, radius }) => [x, y, radius, unit]));
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    for (const mesh of this.#meshes) mesh.destroy();
    const rings = hotspots.map(({ x, y, radius }): Point[] => circle(x, y, radius));
    const fill = new Surface(rings.map((ring) => ({ polygons: [[ring]] })));
    rings.forEach((_, n) => {
      fill.paint(n, this.#colour, 0.07);
    });
    const border = linesOf(
      rings.map((points) => ({
        points,
        closed: true,
        colour: this.#colour,
        width: 2,
        alpha: 0.75,
      })),
      unit,
    );
    this.#meshes = [fill.mesh, border];
    this.view.addChild(...this.#meshes);
  }
}
