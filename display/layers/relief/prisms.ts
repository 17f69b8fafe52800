import earcut, { flatten } from 'earcut';
import { BufferAttribute, BufferGeometry, Mesh, ShaderMaterial } from 'three';
import type { GridShape } from '../../stage/geometry.ts';
import { type Ink, vec3 } from '../../stage/palette.ts';
import type { Point } from '../../stage/projection.ts';
import { circle } from '../grid-layer.ts';
import { inset } from './inset.ts';

/** What one grid shows. */
export interface Prism {
  /** 0 … 1: its open cases as a part of the fullest grid's. */
  load: number;
  /** Something in it needs action. */
  alarmed: boolean;
  chosen: boolean;
}

/** Heights in metres: of a grid without cases, and of the fullest above that. */
export const HEIGHT = { least: 45, span: 860 };
/** Metres between a border and the prism's wall, and the width of its rim. */
const GAP = 7;
const RIM = 15;
/** Radius of a grid known only as a point. */
const DISC = 160;

/** Parts of a prism, told to the shader: wall, top, rim. */
const [WALL, TOP, EDGE] = [0, 1, 2];

const VERTEX = `
attribute vec4 aPart;
attribute vec3 aFrom;
attribute vec3 aTo;
uniform float uMix;
varying vec3 vShow;
varying vec3 vSide;
varying float vUp;
varying float vPart;
varying float vFar;
void main() {
  vShow = mix(aFrom, aTo, uMix);
  float height = ${HEIGHT.least.toFixed(1)} + ${HEIGHT.span.toFixed(1)} * vShow.x;
  vUp = aPart.x;
  vPart = aPart.y;
  vSide = vec3(aPart.z, 0.0, aPart.w);
  vec4 at = modelViewMatrix * vec4(position.x, height * aPart.x + (aPart.y > 1.5 ? 1.5 : 0.0), position.z, 1.0);
  vFar = -at.z;
  gl_Position = projectionMatrix * at;
}`;

/** One lamp from the north-west; walls darken downwards as if the streets between them were deep. */
const fragmentOf = ({ of, light }: Ink) => `
varying vec3 vShow;
varying vec3 vSide;
varying float vUp;
varying float vPart;
varying float vFar;
uniform vec2 uDepth;
void main() {
  float load = vShow.x;
  vec3 low = ${vec3(of['load-1'])};
  vec3 high = ${vec3(of.summit)};
  vec3 body = mix(low, high, pow(load, 0.85));
  vec3 ink;
  if (vPart < 0.5) {
    float lamp = 0.46 + 0.34 * max(0.0, dot(normalize(vSide), normalize(vec3(-0.75, 0.0, -0.2))))
      + 0.16 * max(0.0, dot(normalize(vSide), vec3(0.0, 0.0, 1.0)));
    ink = body * lamp * mix(0.34, 1.0, smoothstep(0.0, 1.0, vUp));
  } else if (vPart < 1.5) {
    ink = body * 1.06;
  } else {
    ink = mix(body * 1.5 + 0.03, ${vec3(light.red)}, vShow.y);
  }
  ink = mix(ink, vPart > 1.5 ? ${vec3(of.cursor)} : ink * 1.25 + 0.04, vShow.z);
  float far = smoothstep(uDepth.x, uDepth.y, vFar);
  gl_FragColor = vec4(ink * mix(1.0, 0.72, far), 1.0);
}`;

/** The grids as prisms of one mesh, as high as their load; they grow and sink while `mix` goes from 0 to 1. */
export class Prisms {
  readonly mesh: Mesh<BufferGeometry, ShaderMaterial>;
  readonly #from: BufferAttribute;
  readonly #to: BufferAttribute;
  /** First vertex of each grid, and the end of the last. */
  readonly #starts: number[] = [0];
  #shown: Prism[] = [];

  constructor(grids: readonly GridShape[], ink: Ink) {
    const position: number[] = [];
    const part: number[] = [];
    const indices: number[] = [];
    const put = ([x, z]: Point, up: number, kind: number, [nx, nz]: Point = [0, 0]): number => {
      position.push(x, 0, z);
      part.push(up, kind, nx, nz);
      return position.length / 3 - 1;
    };
    for (const { polygons, x, y } of grids) {
      for (const rings of polygons.length > 0 ? polygons : [[circle(x, y, DISC)]]) {
        const outer = rings.map((ring) => inset(ring, GAP));
        const { vertices, holes, dimensions } = flatten(
          outer.map((r) => r.map(([a, b]) => [a, b])),
        );
        const first = position.length / 3;
        for (let n = 0; n < vertices.length; n += 2)
          put([vertices[n] ?? 0, vertices[n + 1] ?? 0], 1, TOP);
        for (const index of earcut(vertices, holes, dimensions)) indices.push(first + index);
        for (const ring of outer) {
          const inner = inset(ring, RIM);
          ring.forEach((a, n) => {
            const m = (n + 1) % ring.length;
            const b = ring[m] ?? a;
            const [c, d] = [inner[n] ?? a, inner[m] ?? b];
            const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
            const normal: Point = [(b[1] - a[1]) / length, -(b[0] - a[0]) / length];
            const wall = [put(a, 0, WALL, normal), put(b, 0, WALL, normal)];
            const eaves = [put(a, 1, WALL, normal), put(b, 1, WALL, normal)];
            indices.push(wall[0]!, wall[1]!, eaves[0]!, wall[1]!, eaves[1]!, eaves[0]!);
            const rim = [put(a, 1, EDGE), put(b, 1, EDGE), put(c, 1, EDGE), put(d, 1, EDGE)];
            indices.push(rim[0]!, rim[1]!, rim[2]!, rim[1]!, rim[3]!, rim[2]!);
          });
        }
      }
      this.#starts.push(position.length / 3);
    }
    const geometry = new BufferGeometry();
    geometry.setAttribute('position', new BufferAttribute(Float32Array.from(position), 3));
    geometry.setAttribute('aPart', new BufferAttribute(Float32Array.from(part), 4));
    this.#from = new BufferAttribute(new Float32Array(position.length), 3);
    this.#to = new BufferAttribute(new Float32Array(position.length), 3);
    geometry.setAttribute('aFrom', this.#from);
    geometry.setAttribute('aTo', this.#to);
    geometry.setIndex(indices);
    const material = new ShaderMaterial({
      vertexShader: VERTEX,
      fragmentShader: fragmentOf(ink),
      uniforms: { uMix: { value: 1 }, uDepth: { value: [0, 1] } },
      side: 2,
    });
    this.mesh = new Mesh(geometry, material);
    this.mesh.frustumCulled = false;
  }

  /** Nearest and farthest distance of the relief from the camera, metres. */
  depth(near: number, far: number): void {
    this.mesh.material.uniforms.uDepth!.value = [near, far];
  }

  /** How far the prisms are on their way to what was set last, 0 … 1. */
  set mix(mix: number) {
    this.mesh.material.uniforms.uMix!.value = mix;
  }

  /** Sets what the grids show from now on. Answers whether anything is different. */
  show(prisms: readonly Prism[]): boolean {
    if (JSON.stringify(prisms) === JSON.stringify(this.#shown)) return false;
    const before =
      this.#shown.length > 0 ? this.#shown : prisms.map((one) => ({ ...one, load: 0 }));
    prisms.forEach((prism, n) => {
      const [from = 0, to = 0] = this.#starts.slice(n, n + 2);
      for (let vertex = from; vertex < to; vertex += 1) {
        this.#from.set(valuesOf(before[n] ?? prism), 3 * vertex);
        this.#to.set(valuesOf(prism), 3 * vertex);
      }
    });
    this.#from.needsUpdate = true;
    this.#to.needsUpdate = true;
    this.#shown = [...prisms];
    return true;
  }

  dispose(): void {
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
  }
}

const valuesOf = ({ load, alarmed, chosen }: Prism): [number, number, number] => [
  load,
  Number(alarmed),
  Number(chosen),
];
export const heightOf = (load: number): number => HEIGHT.least + HEIGHT.span * load;
