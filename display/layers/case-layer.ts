import { Container } from 'pixi.js';
import type { Millis } from '../../config/contract/ids.ts';
import type { Light } from '../../config/contract/picture.ts';
import { type CaseSlots, hoursOf, LIGHTS } from '../stage/case-slots.ts';
import { ColumnMesh, Columns } from '../stage/mesh.ts';
import { type Ink, vec3 } from '../stage/palette.ts';
import type { Mark } from '../stage/placement.ts';
import type { Box } from '../stage/projection.ts';

/** Diameter of a mark in design pixels by light: colour, shape and size say the same. */
const SIZES = [10, 10, 16, 19, 19];
/** A part of it by age: younger than a day, than a week, older. */
const GROWN = { day: 0.85, week: 1, older: 1.25 };
const [DAY, WEEK] = [24, 168];
/** How far the shapes with their rims reach from their middle, as a part of half the size. */
const REACH = 0.88;

const YELLOW = LIGHTS.indexOf('yellow');
const RED = LIGHTS.indexOf('red');
/** Beyond all lights. */
const NONE = LIGHTS.length;

/** A light has its shape; a case grows when it is a day old, and again when it is a week old. */
const vertexOf = ({ light }: Ink) => `
in vec2 aPosition;
in float aBorn;
uniform sampler2D uLook;
uniform vec2 uShown;
uniform float uNow;
uniform float uSize;
uniform float uPixelRatio;
out vec3 vColour;
out float vLight;
out float vSize;
void main() {
  float light = entryOf(uLook);
  bool shown = light >= uShown.x && light <= uShown.y;
  float age = uNow - aBorn;
  float grown = age < ${DAY.toFixed(1)} ? ${GROWN.day} : age < ${WEEK.toFixed(1)} ? ${GROWN.week.toFixed(1)} : ${GROWN.older};
  ${SIZES.map((size, n) => `float s${n} = ${size.toFixed(1)};`).join(' ')}
  float size = light < 0.5 ? s0 : light < 1.5 ? s1 : light < 2.5 ? s2 : light < 3.5 ? s3 : s4;
  gl_Position = shown ? vec4(placed(aPosition), 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
  vSize = size * grown * uSize * uPixelRatio;
  gl_PointSize = vSize;
  vLight = light;
  vColour = light < 0.5 ? ${vec3(light.none)} : light < 1.5 ? ${vec3(light.green)}
    : light < 2.5 ? ${vec3(light.yellow)} : light < 3.5 ? ${vec3(light.red)} : ${vec3(light.purple)};
}`;

/** Distance to the outline of the shape, then a dark rim that parts overlapping marks. */
const fragmentOf = ({ ground }: Ink) => `
in vec3 vColour;
in float vLight;
in float vSize;
void main() {
  vec2 p = gl_PointCoord * 2.0 - 1.0;
  float px = 2.0 / vSize;
  float d;
  if (vLight < 1.5) d = length(p) - 0.72;
  else if (vLight < 2.5) d = max(abs(p.x) * 0.866 - p.y * 0.5 - 0.42, p.y - 0.42);
  else if (vLight < 3.5) d = (abs(p.x) + abs(p.y) - 0.84) * 0.7071;
  else d = max(abs(p.x), abs(p.y)) - 0.62;
  float inside = 1.0 - smoothstep(-px, px, d);
  float rim = 1.0 - smoothstep(-px, px, d - 0.16);
  float alpha = max(inside, rim * 0.85);
  if (vLight < 0.5) {
    inside *= smoothstep(-px, px, d + 0.34);
    alpha = inside;
  }
  vec3 ink = mix(${vec3(ground)}, vColour, inside);
  colour = vec4(ink * alpha, alpha);
}`;

/** Open cases as marks by light and age: ring, disc, triangle, diamond, square; the late ones on top. */
export class CaseLayer {
  /** What is calm, under the names. */
  readonly calm: ColumnMesh;
  /** What is soon due or late, over the names: no name hides it. */
  readonly pressing = new Container();
  readonly #soon: ColumnMesh;
  readonly #late: ColumnMesh;
  readonly #cases: CaseSlots;
  #now = 0;
  #size = 1;
  /** The least light that presses and is drawn one by one; null: none is. */
  #least: Light | null = 'yellow';

  constructor(cases: CaseSlots, ink: Ink, resolution: number) {
    this.#cases = cases;
    const columns = new Columns(
      'point-list',
      {
        aPosition: { column: cases.place, format: 'float32x2' },
        aBorn: { column: cases.born, format: 'float32' },
      },
      { bytes: { uLook: cases.look } },
    );
    // The same points are drawn in passes, so that the order of the slots does not hide what is worse.
    const pass = (from: number, to: number) =>
      new ColumnMesh(columns, {
        vertex: vertexOf(ink),
        fragment: fragmentOf(ink),
        uniforms: {
          uShown: { value: Float32Array.of(from, to), type: 'vec2<f32>' },
          uNow: { value: 0, type: 'f32' },
          uSize: { value: 1, type: 'f32' },
          uPixelRatio: { value: resolution, type: 'f32' },
        },
      });
    this.calm = pass(0, YELLOW - 1);
    this.#soon = pass(YELLOW, YELLOW);
    this.#late = pass(RED, NONE - 1);
    this.pressing.addChild(this.#soon, this.#late);
  }

  /** @param size pixels of a design pixel, smaller in a crowd */
  set({ now, size }: { now?: Millis; size?: number }): void {
    if (now !== undefined) this.#now = hoursOf(now);
    if (size !== undefined) this.#size = size;
    for (const mesh of [this.calm, this.#soon, this.#late]) {
      if (now !== undefined) mesh.set({ uNow: this.#now });
      if (size !== undefined) mesh.set({ uSize: size });
    }
  }

  /** Whether those in time and the late are drawn one by one; density speaks for them else. */
  show(inTime: boolean, late: boolean): void {
    this.calm.visible = inTime;
    this.#soon.visible = inTime;
    this.#late.set({ uShown: Float32Array.of(late ? RED : NONE, NONE - 1) });
    this.#least = inTime ? 'yellow' : late ? 'red' : null;
  }

  /** The pressing marks drawn in the box; null: there are more than `most`. */
  pressingIn(box: Box, most: number): Mark[] | null {
    if (this.#least === null) return [];
    const { look, place, born } = this.#cases;
    const slots = this.#cases.slotsIn(box, this.#least, most);
    return (
      slots?.map((slot) => {
        const age = this.#now - born.data[slot]!;
        const grown = age < DAY ? GROWN.day : age < WEEK ? GROWN.week : GROWN.older;
        const side = SIZES[look.data[slot]!]! * grown * this.#size * REACH;
        return { x: place.data[2 * slot]!, y: place.data[2 * slot + 1]!, half: side / 2 };
      }) ?? null
    );
  }
}
