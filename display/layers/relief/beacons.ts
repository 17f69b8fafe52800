import {
  AdditiveBlending,
  BufferAttribute,
  BufferGeometry,
  DynamicDrawUsage,
  Group,
  Mesh,
  NormalBlending,
  Points,
  ShaderMaterial,
} from 'three';
import type { AlertLevel } from '../../../config/contract/vocabulary.ts';
import { ALERT_LEVELS } from '../../../config/contract/vocabulary.ts';
import { type Ink, rgb, vec3 } from '../../stage/palette.ts';

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
/** Size of its head in design pixels. */
const HEAD: Record<AlertLevel, number> = { blue: 12, yellow: 13, red: 28, purple: 28 };
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

const HEAD_VERTEX = `
attribute vec3 aColour;
attribute vec2 aHead;
uniform float uUnit;
varying vec3 vColour;
varying float vLevel;
varying float vSize;
void main() {
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
  gl_PointSize = aHead.x * uUnit;
  vColour = aColour;
  vLevel = aHead.y;
  vSize = gl_PointSize;
}`;
/** Disc, triangle, diamond, square: the shapes of the levels everywhere on the wall. */
const headOf = ({ ground }: Ink) => `
varying vec3 vColour;
varying float vLevel;
varying float vSize;
void main() {
  vec2 p = gl_PointCoord * 2.0 - 1.0;
  float px = 2.0 / vSize;
  float d;
  if (vLevel < 0.5) d = length(p) - 0.6;
  else if (vLevel < 1.5) d = max(abs(p.x) * 0.866 - p.y * 0.5 - 0.42, p.y - 0.42);
  else if (vLevel < 2.5) d = (abs(p.x) + abs(p.y) - 0.84) * 0.7071;
  else d = max(abs(p.x), abs(p.y)) - 0.62;
  float inside = 1.0 - smoothstep(-px, px, d);
  float rim = 1.0 - smoothstep(-px, px, d - 0.16);
  float alpha = max(inside, rim * 0.85);
  gl_FragColor = vec4(mix(${vec3(ground)}, vColour, inside) * alpha, alpha);
}`;

/** Beams of light over grids with alerts, each with a head in the shape of its level. */
export class Beacons {
  readonly view = new Group();
  readonly #ink: Ink;
  readonly #beams: Mesh<BufferGeometry, ShaderMaterial>;
  readonly #heads: Points<BufferGeometry, ShaderMaterial>;

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
    this.#beams = new Mesh(
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
    const heads = new BufferGeometry();
    heads.setAttribute('position', column(MOST, 3));
    heads.setAttribute('aColour', column(MOST, 3));
    heads.setAttribute('aHead', column(MOST, 2));
    this.#heads = new Points(
      heads,
      new ShaderMaterial({
        vertexShader: HEAD_VERTEX,
        fragmentShader: headOf(ink),
        uniforms: { uUnit: { value: 1 } },
        transparent: true,
        premultipliedAlpha: true,
        depthTest: false,
        depthWrite: false,
        blending: NormalBlending,
      }),
    );
    this.#beams.frustumCulled = false;
    this.#heads.frustumCulled = false;
    this.#heads.renderOrder = 2;
    this.view.add(this.#beams, this.#heads);
  }

  /** @param pixels of the screen for a design pixel */
  set unit(pixels: number) {
    this.#heads.material.uniforms.uUnit!.value = pixels;
  }

  show(beacons: readonly Beacon[]): void {
    // the worst are drawn last, over the others
    const shown = [...beacons]
      .sort((a, b) => ALERT_LEVELS.indexOf(a.level) - ALERT_LEVELS.indexOf(b.level))
      .slice(-MOST);
    const beam = this.#beams.geometry;
    const head = this.#heads.geometry;
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
      head.getAttribute('position').setXYZ(n, x, height + BEAM[level], y);
      head.getAttribute('aColour').setXYZ(n, ...colour);
      head.getAttribute('aHead').setXY(n, HEAD[level], ALERT_LEVELS.indexOf(level));
    });
    for (const geometry of [beam, head])
      for (const attribute of Object.values(geometry.attributes)) attribute.needsUpdate = true;
    beam.setDrawRange(0, 6 * shown.length);
    head.setDrawRange(0, shown.length);
  }

  dispose(): void {
    for (const part of [this.#beams, this.#heads]) {
      part.geometry.dispose();
      part.material.dispose();
    }
  }
}

const column = (count: number, size: number): BufferAttribute =>
  new BufferAttribute(new Float32Array(count * size), size).setUsage(DynamicDrawUsage);
