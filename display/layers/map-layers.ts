import { Container } from 'pixi.js';
import type { Deployment } from '../../config/deployment/schema.ts';
import type { CaseSlots } from '../stage/case-slots.ts';
import type { MapGeometry } from '../stage/geometry.ts';
import type { Ink } from '../stage/palette.ts';
import type { Point } from '../stage/projection.ts';
import { BackdropLayer } from './backdrop-layer.ts';
import { CaseLayer } from './case-layer.ts';
import { CursorLayer } from './cursor-layer.ts';
import { DensityLayer } from './density-layer.ts';
import { DrawnLayers } from './drawn-layers.ts';
import { GridLayer } from './grid-layer.ts';
import { HotspotLayer } from './hotspot-layer.ts';
import { LabelLayer } from './label-layer.ts';
import { PlaceLayer } from './place-layer.ts';
import { PulseLayer } from './pulse-layer.ts';

export interface LayerOptions {
  deployment: Deployment;
  geometry: MapGeometry;
  cases: CaseSlots;
  /** By day or by night; another light is another scene. */
  ink: Ink;
  /** Pixels of the screen for one CSS pixel. */
  resolution: number;
}

/** The layers of the map, and what lies over what. */
export class MapLayers {
  readonly grids: GridLayer;
  readonly backdrop: BackdropLayer;
  readonly drawn: DrawnLayers;
  readonly hotspots: HotspotLayer;
  readonly density: DensityLayer;
  readonly cases: CaseLayer;
  readonly places: PlaceLayer;
  readonly labels: LabelLayer;
  readonly cursor: CursorLayer;
  readonly pulses: PulseLayer;
  /** On the plane, under the names and over them. */
  readonly #under = new Container();
  readonly #over = new Container();

  constructor({ deployment, geometry, cases, ink, resolution }: LayerOptions) {
    this.grids = new GridLayer(geometry, ink);
    this.backdrop = new BackdropLayer(deployment.backdrop, geometry.project, ink);
    this.drawn = new DrawnLayers(deployment.layers, geometry.project, ink);
    this.density = new DensityLayer(cases, ink, resolution);
    this.cases = new CaseLayer(cases, ink, resolution);
    this.places = new PlaceLayer(ink, resolution);
    this.cursor = new CursorLayer(geometry, ink, resolution);
    this.pulses = new PulseLayer(geometry.project, ink, resolution);
    this.hotspots = new HotspotLayer(ink);
    this.labels = new LabelLayer(ink);
    this.#under.addChild(
      this.grids.shades,
      this.backdrop.areas,
      this.grids.borders,
      this.backdrop.lines,
      this.drawn.view,
      this.hotspots.view,
      this.density.view,
      this.cases.calm,
      this.places.view,
    );
    this.#over.addChild(this.cases.pressing, this.cursor.view, this.pulses.view);
  }

  /** From the lowest to the highest. */
  get stack(): Container[] {
    return [this.#under, this.labels.view, this.#over];
  }

  /** Lays the plane so that its origin stands there. @param scale CSS pixels of a metre */
  lay([x, y]: Point, scale: number): void {
    for (const plane of [this.#under, this.#over]) {
      plane.position.set(x, y);
      plane.scale.set(scale);
    }
  }

  /** @param unit CSS pixels of a design pixel */
  setUnit(unit: number): void {
    for (const mesh of [this.grids.borders, this.backdrop.lines]) mesh.set({ uUnit: unit });
    this.pulses.unit = unit;
  }

  /** Gives up what they hold on the graphics card. */
  destroy(): void {
    this.pulses.stop();
    this.labels.forget();
    for (const layer of this.stack) layer.destroy({ children: true });
  }
}
