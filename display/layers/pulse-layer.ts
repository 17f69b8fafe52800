import type { MapGeometry } from '../stage/geometry.ts';
import { PULSE, rgb } from '../stage/palette.ts';
import type { Moving } from '../stage/stage.ts';
import { Points, STRIDE } from './points.ts';

const LIFE_S = 1.6;
/** Diameter at the end of a pulse, in design pixels. */
const SIZE = 72;
/** Pulses at once; in a flood the newest are shown. */
const MOST = 60;

const RING = `
  float age = (uTime - vKind) / ${LIFE_S.toFixed(1)};
  float ease = 1.0 - pow(1.0 - clamp(age, 0.0, 1.0), 3.0);
  float d = abs(length(p) - (0.12 + 0.8 * ease)) - 0.05;
  alpha = (1.0 - smoothstep(-px, px, d)) * (1.0 - age) * step(0.0, age) * step(age, 1.0);
`;

/** One ring that widens and fades where something has just arrived. */
export class PulseLayer implements Moving {
  readonly #points = new Points(RING);
  readonly view = this.#points.mesh;
  #pulses: { lon: number; lat: number; born: number }[] = [];
  #geometry: MapGeometry | null = null;

  resolution(resolution: number): void {
    this.#points.set({ resolution });
  }

  layOut(geometry: MapGeometry): void {
    this.#geometry = geometry;
    this.#fill();
  }

  /** Starts pulses. `at`: performance time, ms. */
  start(places: readonly { lon: number; lat: number }[], at: number): void {
    const born = at / 1000;
    this.#pulses = [...this.#pulses, ...places.map((place) => ({ ...place, born }))].slice(-MOST);
    this.#fill();
  }

  step(at: number): boolean {
    const time = at / 1000;
    const left = this.#pulses.filter((pulse) => time - pulse.born < LIFE_S);
    if (left.length < this.#pulses.length) {
      this.#pulses = left;
      this.#fill();
    }
    this.#points.set({ time: time % EPOCH_S });
    return left.length > 0;
  }

  #fill(): void {
    if (!this.#geometry) return;
    const { project, unit } = this.#geometry;
    const data = this.#points.room(this.#pulses.length);
    this.#pulses.forEach(({ lon, lat, born }, i) => {
      data.set([...project(lon, lat), ...rgb(PULSE), born % EPOCH_S, SIZE * unit], i * STRIDE);
    });
    this.#points.commit();
  }
}

/** Shader floats keep milliseconds only over short times, so time runs round in this period. */
const EPOCH_S = 4096;
