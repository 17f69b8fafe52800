import { Mesh, PerspectiveCamera, Scene, ShaderMaterial, Vector3, WebGLRenderer } from 'three';
import type { AlertLevel } from '../../../config/contract/vocabulary.ts';
import { contains } from '../../stage/areas.ts';
import type { MapGeometry } from '../../stage/geometry.ts';
import type { Ink } from '../../stage/palette.ts';
import type { Point } from '../../stage/projection.ts';
import { BEAM, type Beacon, Beacons } from './beacons.ts';
import { groundOf } from './ground.ts';
import { HEIGHT, heightOf, type Prism, Prisms } from './prisms.ts';

/** The prisms take this long to grow to a new load, and the camera to settle on something. */
const SETTLE_MS = 1600;
const FOV = 26;
/** Degrees over the ground, in a wide frame and in one about as high as wide, and from the south towards the west. */
const PITCH = { wide: 49, tall: 58 };
const BEARING = 14;
/** Room left round the relief, as a part of the frame. */
const EDGE = 0.93;
/** How far the camera leans towards what is in focus: a part of the way, and of the distance. */
const LEAN = { aside: 0.1, nearer: 0.96 };
/** A frame that takes longer than this tells of graphics too weak for a relief. */
const SLOWEST_MS = 1500;
/** Steps by which a click looks for the wall that it hit. */
const STEPS = 8;

/** The relief cannot be drawn here; the flat map can. */
export class TooWeak extends Error {}

export interface ReliefOptions {
  geometry: MapGeometry;
  /** By day or by night; another light is another scene. */
  ink: Ink;
  /** Pixels of the screen for one CSS pixel. */
  resolution: number;
  /** Whether things may move (prefers-reduced-motion). */
  calm: boolean;
  /** Called when the camera has moved: labels over the relief stand elsewhere. */
  moved: () => void;
  lost: () => void;
}

/** The subdistrict in relief on a canvas of its own. Draws only while something settles. */
export class ReliefScene {
  readonly canvas: HTMLCanvasElement;
  readonly #options: ReliefOptions;
  readonly #renderer: WebGLRenderer;
  readonly #scene = new Scene();
  readonly #camera = new PerspectiveCamera(FOV, 1, 10, 100_000);
  readonly #prisms: Prisms;
  readonly #beacons: Beacons;
  readonly #target = new Vector3();
  #loads: number[] = [];
  #size = { width: 1, height: 1 };
  #distance = 1;
  #frame: number | null = null;
  #growing = 0;
  #lean = { from: 0, to: 0, at: 0, x: 0, z: 0 };

  /** @throws TooWeak where the browser gives no WebGL 2 */
  constructor(options: ReliefOptions) {
    this.#options = options;
    try {
      this.#renderer = new WebGLRenderer({
        antialias: true,
        alpha: true,
        premultipliedAlpha: true,
      });
    } catch (cause) {
      throw new TooWeak('no WebGL 2', { cause });
    }
    this.#renderer.setPixelRatio(options.resolution);
    this.#renderer.setClearColor(0x000000, 0);
    this.canvas = this.#renderer.domElement;
    this.canvas.addEventListener('webglcontextlost', options.lost);
    this.#prisms = new Prisms(options.geometry.grids, options.ink);
    this.#beacons = new Beacons(options.ink);
    this.#scene.add(groundOf(options.geometry, options.ink), this.#prisms.mesh, this.#beacons.view);
  }

  /** CSS pixels. */
  resize(width: number, height: number): void {
    this.#size = { width, height };
    this.#renderer.setSize(width, height);
    this.#camera.aspect = width / height;
    this.#distance = this.#fit();
    this.#draw();
  }

  /** Draws a frame to its end. @throws TooWeak where that takes too long */
  prove(): void {
    const gl = this.#renderer.getContext();
    const drawn = () => {
      this.#draw();
      gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    };
    // the first one also waits for the shaders
    drawn();
    const begun = performance.now();
    drawn();
    if (performance.now() - begun > SLOWEST_MS) throw new TooWeak('a frame takes too long');
  }

  /** Sets what the grids show, in their order, and where beacons stand. */
  show(prisms: readonly Prism[], beacons: readonly Omit<Beacon, 'height'>[]): void {
    this.#loads = prisms.map(({ load }) => load);
    if (this.#prisms.show(prisms)) this.#growing = performance.now();
    const { grids } = this.#options.geometry;
    this.#beacons.show(
      beacons.map((beacon) => {
        const n = grids.findIndex(({ x, y }) => x === beacon.x && y === beacon.y);
        return { ...beacon, height: heightOf(this.#loads[n] ?? 0) };
      }),
    );
    this.#ask();
  }

  /** Leans a little towards a grid where something happened or that is chosen; null: back to all. */
  settleOn(place: Point | null): void {
    const at = performance.now();
    const now = this.#leaning(at);
    const [x, z] = place ?? [this.#lean.x, this.#lean.z];
    this.#lean = { from: place ? 0 : now, to: place ? 1 : 0, at, x, z };
    this.#ask();
  }

  /** Height of a grid's prism, metres. */
  topOf(grid: number): number {
    return heightOf(this.#loads[grid] ?? 0);
  }

  /** Where a place so high over the ground stands on the screen. CSS pixels. */
  toScreen([x, y]: Point, height: number): Point {
    const at = new Vector3(x, height, y).project(this.#camera);
    return [((at.x + 1) / 2) * this.#size.width, ((1 - at.y) / 2) * this.#size.height];
  }

  /** Metres from the top of a prism to the head of its beacon. */
  beaconHeight(level: AlertLevel): number {
    return BEAM[level];
  }

  /** The grid under a place of the screen: the nearest to the eye of those that it hits. */
  gridAt([x, y]: Point): string | null {
    const { width, height } = this.#size;
    const eye = this.#camera.position;
    const ray = new Vector3((x / width) * 2 - 1, 1 - (y / height) * 2, 0.5)
      .unproject(this.#camera)
      .sub(eye);
    let best: { id: string; far: number } | null = null;
    this.#options.geometry.grids.forEach(({ id, polygons }, n) => {
      const top = heightOf(this.#loads[n] ?? 0);
      for (let step = STEPS; step >= 0; step -= 1) {
        const far = ((top * step) / STEPS - eye.y) / ray.y;
        if (far > 0 && contains(polygons, [eye.x + far * ray.x, eye.z + far * ray.z])) {
          if (best === null || far < best.far) best = { id, far };
          break;
        }
      }
    });
    return (best as { id: string } | null)?.id ?? null;
  }

  dispose(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.canvas.removeEventListener('webglcontextlost', this.#options.lost);
    this.#scene.traverse((part) => {
      if (!(part instanceof Mesh)) return;
      part.geometry.dispose();
      if (part.material instanceof ShaderMaterial) part.material.dispose();
    });
    this.#renderer.dispose();
    this.#renderer.forceContextLoss();
    this.canvas.remove();
  }

  #ask(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.#draw();
      const at = performance.now();
      if (Math.max(this.#growing, this.#lean.at) + SETTLE_MS > at && this.#options.calm)
        this.#ask();
    });
  }

  #draw(): void {
    const at = performance.now();
    this.#prisms.mix = this.#options.calm ? eased((at - this.#growing) / SETTLE_MS) : 1;
    this.#place(this.#leaning(at));
    this.#renderer.render(this.#scene, this.#camera);
    this.#options.moved();
  }

  #leaning(at: number): number {
    const { from, to, at: begun } = this.#lean;
    return from + (to - from) * (this.#options.calm ? eased((at - begun) / SETTLE_MS) : 1);
  }

  #place(lean: number): void {
    const { bounds } = this.#options.geometry;
    const middle = [bounds.x + bounds.width / 2, bounds.y + bounds.height / 2] as const;
    this.#target.set(
      middle[0] + (this.#lean.x - middle[0]) * LEAN.aside * lean,
      HEIGHT.span * 0.1,
      middle[1] + (this.#lean.z - middle[1]) * LEAN.aside * lean,
    );
    this.#stand(this.#distance * (1 + (LEAN.nearer - 1) * lean));
  }

  #stand(distance: number): void {
    const { wide, tall } = PITCH;
    const part = Math.min(1, Math.max(0, (this.#camera.aspect - 1) / 0.8));
    const pitch = ((tall + (wide - tall) * part) * Math.PI) / 180;
    const bearing = (BEARING * Math.PI) / 180;
    this.#camera.position.set(
      this.#target.x - Math.sin(bearing) * Math.cos(pitch) * distance,
      this.#target.y + Math.sin(pitch) * distance,
      this.#target.z + Math.cos(bearing) * Math.cos(pitch) * distance,
    );
    this.#camera.lookAt(this.#target);
    this.#camera.updateProjectionMatrix();
    this.#camera.updateMatrixWorld();
    this.#prisms.depth(distance * 0.92, distance * 1.35);
  }

  /** The distance from which all of the relief just fits into the frame. */
  #fit(): number {
    const { bounds, grids } = this.#options.geometry;
    const corners = grids
      .flatMap(({ polygons, x, y }) =>
        polygons.length > 0 ? polygons.flatMap(([ring = []]) => ring) : [[x, y] as const],
      )
      .flatMap(([x, y]) => [new Vector3(x, 0, y), new Vector3(x, HEIGHT.span * 0.5, y)]);
    this.#target.set(bounds.x + bounds.width / 2, HEIGHT.span * 0.1, bounds.y + bounds.height / 2);
    let [near, far] = [100, 200_000];
    for (let n = 0; n < 24; n += 1) {
      const distance = (near + far) / 2;
      this.#stand(distance);
      const fits = corners.every((corner) => {
        const { x, y } = corner.clone().project(this.#camera);
        return Math.abs(x) <= EDGE && Math.abs(y) <= EDGE;
      });
      if (fits) far = distance;
      else near = distance;
    }
    return far;
  }
}

const eased = (t: number): number => {
  const part = Math.min(1, Math.max(0, t));
  return part * part * (3 - 2 * part);
};
