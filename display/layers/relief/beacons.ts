import {
  AdditiveBlending,
  BufferAttribute,
  BufferGeometry,
  DynamicDrawUsage,
  Mesh,
  ShaderMaterial,
} from 'three';
import type { AlertLevel } from '../../../config/contract/vocabulary.ts';
import { ALERT_LEVELS } from '../../../config/contract/vocabulary.ts';
import { type Ink, rgb } from '../../stage/palette.ts';

/** The worst alert of a grid, over its prism. */
export interface Beacon {
  x: number;
  y: number;
  /** Of the prism under it, metres. */
  height: number;
  level: AlertLevel;
}

/** Height of a beam in metres by level, so that what is worse stands out from afar. */
export const BEAM: Record<AlertLevel, number> = { blue: 90, yellow: 90, red: 760, purple: 880 };
/** Half its width, metres; a wide beam is bright. */
const WIDTH: Record<AlertLevel, number> = { blue: 40, yellow: 40, red: 120, purple: 120 };
const MOST = 512;

const BEAM_VERTEX = `
attribute vec3 aColour;
attribute vec4 aBeam;
varying vec3 vColour;
varying vec2 vAt;
varying float vStrength;
void main() {
  vec4 foot = modelViewMatrix * vec4(position, 1.0);
  vec4 top = modelViewMatrix * vec4(position.x, position.y + aBeam.z, position.z, 1.0);
  vec4 at = mix(foot, top, aBeam.y);
  at.x += aBeam.x * aBeam.w;
  vColour = aColour;
  vAt = aBeam.xy;
  vStrength = aBeam.w;
  gl_Position = projectionMatrix * at;
}`;
const BEAM_FRAGMENT = `
varying vec3 vColour;
varying vec2 vAt;
varying float vStrength;
void main() {
  float across = exp(-6.0 * vAt.x * vAt.x) - 0.0025;
  float core = exp(-220.0 * vAt.x * vAt.x);
  // bright where it leaves the ground and again under its head
  float up = mix(1.0, 0.35, smoothstep(0.0, 0.9, vAt.y));
  float light = (0.3 * across * (1.0 - vAt.y) + 0.8 * core * up) * (vStrength > 60.0 ? 1.0 : 0.45);
  gl_FragColor = vec4(vColour * light, light);
}`;

/** Beams of light over grids with alerts; their heads stand over the names, on the page. */
export class Beacons {
  readonly view: Mesh<BufferGeometry, ShaderMaterial>;
  readonly #ink: Ink;

  constructor(ink: Ink) {
    this.#ink = ink;
    const beams = new BufferGeometry();
    beams.setAttribute('position', column(4 * MOST, 3));
    beams.setAttribute('aColour', column(4 * MOST, 3));
    beams.setAttribute('aBeam', column(4 * MOST, 4));
    const indices = Array.from({ length: MOST }, (_, n) =>
      [0, 1, 2, 1, 3, 2].map((corner) => 4 * n + corner),
    ).flat();
    beams.setIndex(indices);
    this.view = new Mesh(
      beams,
      new ShaderMaterial({
        vertexShader: BEAM_VERTEX,
        fragmentShader: BEAM_FRAGMENT,
        transparent: true,
        premultipliedAlpha: true,
        depthWrite: false,
        blending: AdditiveBlending,
        side: 2,
      }),
    );
    this.view.frustumCulled = false;
  }

  show(beacons: readonly Beacon[]): void {
    // the worst are drawn last, over the others
    const shown = [...beacons]
      .sort((a, b) => ALERT_LEVELS.indexOf(a.level) - ALERT_LEVELS.indexOf(b.level))
      .slice(-MOST);
    const beam = this.view.geometry;
    shown.forEach(({ x, y, height, level }, n) => {
      const colour = rgb(level === 'blue' ? this.#ink.patrol : this.#ink.light[level]);
      for (let corner = 0; corner < 4; corner += 1) {
        const at = 4 * n + corner;
        beam.getAttribute('position').setXYZ(at, x, height, y);
        beam.getAttribute('aColour').setXYZ(at, ...colour);
        beam
          .getAttribute('aBeam')
          .setXYZW(at, (corner & 1) * 2 - 1, corner >> 1, BEAM[level], WIDTH[level]);
      }
    });
    for (const attribute of Object.values(beam.attributes)) attribute.needsUpdate = true;
    beam.setDrawRange(0, 6 * shown.length);
  }
}

const column = (count: number, size: number): BufferAttribute =>
  new BufferAttribute(new Float32Array(count * size), size).setUsage(DynamicDrawUsage);
