import type { Ink } from '../stage/palette.ts';
import type { Projection } from '../stage/projection.ts';
import type { Moving } from '../stage/stage.ts';
import { Points } from './points.ts';

const LIFE_S = 1.6;
/** Diameter at the end of a pulse, in design pixels. */
const SIZE = 72;
/** Pulses at once; in a flood the newest are shown. */
const MOST = 60;
/** Shader floats keep milliseconds only over short times, so time runs round in this period. */
const EPOCH_S = 4096;

const RING = `
  float age = (uTime - vKind) / ${LIFE_S.toFixed(1)};
  float ease = 1.0 - pow(1.0 - clamp(age, 0.0, 1.0), 3.0);
  float d = abs(length(p) - (0.12 + 0.8 * ease)) - 0.05;
  alpha = (1.0 - smoothstep(-px, px, d)) * (1.0 - age) * step(0.0, age) * step(age, 1.0);
`;

/** One ring that widens and fades where something has just arrived. */
export class PulseLayer implements Moving {
  readonly #points: Points;
  readonly #project: Projection;
  readonly #colour: number;
  #pulses: { lon: number; lat: number; born: number }[] = [];
  #unit = 1;

  constructor(project: Projection, ink: Ink, resolution: number) {
    this.#colour = ink.pulse;
    this.#project = project;
    this.#points = new Points(RING, resolution);
  }

  get view() {
    return this.#points.mesh;
  }

  /** @param unit CSS pixels of a design pixel */
  set unit(unit: number) {
    this.#unit = unit;
    this.#write();
  }

  /** Starts pulses. `at`: performance time, ms. */
  start(places: readonly { lon: number; lat: number }[], at: number): void {
    const born = at / 1000;
    this.#pulses = [...this.#pulses, ...places.map((place) => ({ ...place, born }))].slice(-MOST);
    this.#write();
  }

  /** Leaves nothing to be moved. */
  stop(): void {
    this.#pulses = [];
  }

  step(at: number): boolean {
    const time = at / 1000;
    const left = this.#pulses.filter((pulse) => time - pulse.born < LIFE_S);
    if (left.length < this.#pulses.length) {
      this.#pulses = left;
      this.#write();
    }
    if (left.length === 0) return false;
    this.#points.setTime(time % EPOCH_S);
    return true;
  }

  #write(): void {
    this.#points.write(
      this.#pulses.map(({ lon, lat, born }) => {
        const [x, y] = this.#project(lon, lat);
        return { x, y, colour: this.#colour, kind: born % EPOCH_S, size: SIZE * this.#unit };
      }),
    );
  }
}
