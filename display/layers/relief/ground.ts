import { BufferAttribute, BufferGeometry, Group, Mesh, PlaneGeometry, ShaderMaterial } from 'three';
import type { MapGeometry } from '../../stage/geometry.ts';
import { type Ink, vec3 } from '../../stage/palette.ts';
import { inset } from './inset.ts';

/** Width of the glow round the subdistrict, metres. */
const GLOW = 150;

const POOL_VERTEX = `
varying vec2 vAt;
void main() {
  vAt = position.xy;
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
}`;
const poolOf = ({ of }: Ink) => `
varying vec2 vAt;
uniform float uReach;
void main() {
  float light = pow(max(0.0, 1.0 - length(vAt) / uReach), 1.6) * 0.8;
  gl_FragColor = vec4(${vec3(of.pool)} * light, light);
}`;

const GLOW_VERTEX = `
attribute float aOut;
varying float vOut;
void main() {
  vOut = aOut;
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
}`;
const glowOf = ({ of }: Ink) => `
varying float vOut;
void main() {
  float light = pow(1.0 - vOut, 2.4) * 0.55;
  gl_FragColor = vec4(${vec3(of.outline)} * light, light);
}`;

/** What the relief stands on: a pool of light on the dark, and a glow along the outer borders. */
export function groundOf({ bounds, communities }: MapGeometry, ink: Ink): Group {
  const middle = [bounds.x + bounds.width / 2, bounds.y + bounds.height / 2] as const;
  const reach = Math.max(bounds.width, bounds.height, 1000);
  const pool = new Mesh(
    new PlaneGeometry(2 * reach, 2 * reach),
    new ShaderMaterial({
      vertexShader: POOL_VERTEX,
      fragmentShader: poolOf(ink),
      uniforms: { uReach: { value: reach } },
      transparent: true,
      premultipliedAlpha: true,
      depthWrite: false,
    }),
  );
  pool.rotation.x = -Math.PI / 2;
  pool.position.set(middle[0], -2, middle[1]);
  pool.renderOrder = -2;

  const position: number[] = [];
  const out: number[] = [];
  const indices: number[] = [];
  for (const { polygons } of communities) {
    for (const [outline = []] of polygons) {
      const near = inset(outline, 0);
      const far = inset(outline, -GLOW);
      near.forEach(([x, z], n) => {
        const at = position.length / 3;
        const [fx, fz] = far[n] ?? [x, z];
        position.push(x, -1, z, fx, -1, fz);
        out.push(0, 1);
        const first = at - 2 * n;
        const next = n === near.length - 1 ? first : at + 2;
        indices.push(at, at + 1, next, at + 1, next + 1, next);
      });
    }
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(Float32Array.from(position), 3));
  geometry.setAttribute('aOut', new BufferAttribute(Float32Array.from(out), 1));
  geometry.setIndex(indices);
  const glow = new Mesh(
    geometry,
    new ShaderMaterial({
      vertexShader: GLOW_VERTEX,
      fragmentShader: glowOf(ink),
      transparent: true,
      premultipliedAlpha: true,
      depthWrite: false,
      side: 2,
    }),
  );
  glow.renderOrder = -1;
  const ground = new Group();
  ground.add(pool, glow);
  return ground;
}
