import { Container } from 'pixi.js';
import { type Ink, vec3 } from '../stage/palette.ts';
import type { Mark } from '../stage/placement.ts';
import { type Point, Points } from './points.ts';

/** Shapes of places, none of which is one of a light; the number is what the shader knows. */
export const SHAPES = {
  disc: 0,
  ring: 1,
  hexagon: 2,
  house: 3,
  cross: 4,
  square: 5,
  walker: 6,
} as const;
export type Shape = keyof typeof SHAPES;

/** Something that stands at a place: a station, a post, a patroller, what a layer of the deployment marks. */
export interface Placed {
  x: number;
  y: number;
  shape: Shape;
  colour: number;
  /** Design pixels. */
  size: number;
  /** Needs action: no name covers it. */
  pressing?: boolean;
}

/** How far the shapes with their rims reach from their middle, as a part of half the size. */
const REACH = 0.95;

export interface PlaceMark extends Mark {
  pressing: boolean;
}

const marksOf = ({ ground }: Ink) => `
  float d;
  float hollow = 0.0;
  vec2 q = abs(p);
  if (vKind < 0.5) d = length(p) - 0.7;
  else if (vKind < 1.5) { d = length(p) - 0.72; hollow = 0.3; }
  else if (vKind < 2.5) { d = max(q.x * 0.866 + q.y * 0.5, q.y) - 0.72; hollow = 0.3; }
  else if (vKind < 3.5) d = max(max(q.x - 0.6, p.y - 0.66), (q.x * 0.74 - p.y * 0.67) - 0.5);
  else if (vKind < 4.5) d = min(max(q.x - 0.66, q.y - 0.2), max(q.y - 0.66, q.x - 0.2));
  else if (vKind < 5.5) { d = max(q.x, q.y) - 0.6; hollow = 0.3; }
  else {
    float head = length(p - vec2(0.0, -0.42)) - 0.3;
    float body = max(length(p - vec2(0.0, 0.74)) - 0.62, p.y - 0.74);
    d = min(head, body);
  }
  float inside = 1.0 - smoothstep(-px, px, d);
  float rim = 1.0 - smoothstep(-px, px, d - 0.18);
  float full = inside;
  if (hollow > 0.0) inside *= smoothstep(-px, px, d + hollow);
  ink = mix(${vec3(ground)}, vInk, inside);
  alpha = max(max(inside, full * 0.75), rim * 0.8);
`;

/** Stations, posts, components, patrollers and the marks of the deployment's layers, in one draw. */
export class PlaceLayer {
  readonly view = new Container();
  readonly #points: Points;
  #groups = new Map<string, readonly Placed[]>();
  #drawn: readonly Placed[] = [];
  #unit = 1;

  constructor(ink: Ink, resolution: number) {
    this.#points = new Points(marksOf(ink), resolution);
    this.view.addChild(this.#points.mesh);
  }

  /** Replaces one group of places. What stands in later groups is drawn over earlier ones. */
  set(group: string, places: readonly Placed[]): void {
    this.#groups.set(group, places);
  }

  /** Draws the groups named. @param unit CSS pixels of a design pixel */
  draw(groups: readonly string[], unit: number): void {
    this.#drawn = groups.flatMap((group) => this.#groups.get(group) ?? []);
    this.#unit = unit;
    this.#points.write(
      this.#drawn.map(({ x, y, shape, colour, size }): Point => {
        return { x, y, colour, kind: SHAPES[shape], size: size * unit };
      }),
    );
  }

  /** What is drawn. */
  marks(): PlaceMark[] {
    return this.#drawn.map(({ x, y, size, pressing = false }) => {
      return { x, y, half: (size * this.#unit * REACH) / 2, pressing };
    });
  }
}
