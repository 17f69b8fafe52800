import { Container } from 'pixi.js';
import type { Millis } from '../../config/contract/ids.ts';
import type { GridRow } from '../../config/contract/picture.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import { fit, flight, toPlane, toScreen, type View, within, zoomedAt } from '../stage/camera.ts';
import type { CaseSlots } from '../stage/case-slots.ts';
import { type Focus, viewOf } from '../stage/focus.ts';
import type { MapGeometry } from '../stage/geometry.ts';
import type { Ink } from '../stage/palette.ts';
import type { Box, Point } from '../stage/projection.ts';
import type { Moving, Stage } from '../stage/stage.ts';
import { BackdropLayer } from './backdrop-layer.ts';
import { CaseLayer } from './case-layer.ts';
import { type Chosen, CursorLayer } from './cursor-layer.ts';
import { DensityLayer } from './density-layer.ts';
import { type Detail, drawingOf } from './detail.ts';
import { DrawnLayers } from './drawn-layers.ts';
import { GridLayer } from './grid-layer.ts';
import { HeededMarks } from './heeded-marks.ts';
import { type Hotspot, HotspotLayer } from './hotspot-layer.ts';
import { type Label, LabelLayer } from './label-layer.ts';
import { type Placed, PlaceLayer } from './place-layer.ts';
import { PulseLayer } from './pulse-layer.ts';

/** Width of a cell of density in design pixels at least. */
const CELL = 13;

export interface SceneOptions {
  deployment: Deployment;
  geometry: MapGeometry;
  cases: CaseSlots;
  stage: Stage;
  /** By day or by night; another light is another scene. */
  ink: Ink;
  /** Pixels of the screen for one CSS pixel. */
  resolution: number;
  /** Groups of places shown at a nearness (1: all of the map), and the labels wished for, first ones first. */
  groups: (nearness: number) => readonly string[];
  labels: (scene: MapScene) => readonly Label[];
  /** More marks than this in the frame would cover each other: density is shown. */
  mostMarks?: number;
  /** Called when the view or the detail has changed. */
  moved: (scene: MapScene) => void;
}

/** The layers of the map on their stage, and where one looks. Draws only what changed. */
export class MapScene {
  readonly #options: SceneOptions;
  readonly #under = new Container();
  readonly #over = new Container();
  readonly #grids: GridLayer;
  readonly #backdrop: BackdropLayer;
  readonly #drawn: DrawnLayers;
  readonly #hotspots: HotspotLayer;
  readonly #density: DensityLayer;
  readonly #cases: CaseLayer;
  readonly #places: PlaceLayer;
  readonly #marks: HeededMarks;
  readonly #labels: LabelLayer;
  readonly #cursor: CursorLayer;
  readonly #pulses: PulseLayer;
  #size = { width: 0, height: 0 };
  #frame: Box = { x: 0, y: 0, width: 1, height: 1 };
  #unit = 1;
  #whole: View = { x: 0, y: 0, scale: 1 };
  #view: View = this.#whole;
  #flight: Moving | null = null;
  /** What is to be shown; null: where a person moved the map. */
  #focus: Focus | null = { kind: 'all' };
  #detail: Detail = 'marks';
  #groups = '';
  /** Scale at which names last took their seats anew. */
  #seatedAt = 0;

  constructor(options: SceneOptions) {
    this.#options = options;
    const { deployment, geometry, cases, stage, ink, resolution } = options;
    this.#grids = new GridLayer(geometry, ink);
    this.#backdrop = new BackdropLayer(deployment.backdrop, geometry.project, ink);
    this.#drawn = new DrawnLayers(deployment.layers, geometry.project, ink);
    this.#density = new DensityLayer(cases, ink, resolution);
    this.#cases = new CaseLayer(cases, ink, resolution);
    this.#places = new PlaceLayer(ink, resolution);
    this.#marks = new HeededMarks(this.#cases, this.#places);
    this.#cursor = new CursorLayer(geometry, ink, resolution);
    this.#pulses = new PulseLayer(geometry.project, ink, resolution);
    this.#hotspots = new HotspotLayer(ink);
    this.#labels = new LabelLayer(ink);
    this.#under.addChild(
      this.#grids.shades,
      this.#backdrop.areas,
      this.#grids.borders,
      this.#backdrop.lines,
      this.#drawn.view,
      this.#hotspots.view,
      this.#density.view,
      this.#cases.calm,
      this.#places.view,
    );
    this.#over.addChild(this.#cases.pressing, this.#cursor.view, this.#pulses.view);
    stage.root.addChild(this.#under, this.#labels.view, this.#over);
  }

  get geometry(): MapGeometry {
    return this.#options.geometry;
  }
  get ink(): Ink {
    return this.#options.ink;
  }
  /** CSS pixels of a design pixel. */
  get unit(): number {
    return this.#unit;
  }
  get detail(): Detail {
    return this.#detail;
  }
  /** How many times nearer than all of the map one looks. */
  get nearness(): number {
    return this.#view.scale / this.#whole.scale;
  }
  /** CSS pixels of a metre. */
  get scale(): number {
    return this.#view.scale;
  }
  toScreen(place: Point): Point {
    return toScreen(this.#view, this.#frame, place);
  }
  toPlane(at: Point): Point {
    return toPlane(this.#view, this.#frame, at);
  }

  /** @param frame part of the canvas that is free for the map, CSS pixels */
  resize(size: { width: number; height: number }, frame: Box, unit: number): void {
    this.#size = size;
    this.#frame = frame;
    this.#unit = unit;
    this.#whole = fit(this.geometry.bounds, frame);
    for (const mesh of [this.#grids.borders, this.#backdrop.lines]) mesh.set({ uUnit: unit });
    this.#pulses.unit = unit;
    this.#groups = '';
    this.#look(
      this.#focus
        ? viewOf(this.#focus, this.geometry, frame)
        : within(this.#view, this.geometry.bounds, this.#whole),
    );
    this.#options.stage.resize(size.width, size.height);
  }

  /** Bakes the fonts of the labels; call before `resize` and when names or the unit change. */
  bake(characters: string, unit: number): void {
    this.#labels.bake(characters, unit, this.#options.resolution);
  }

  /** Goes to the focus, at once or on a calm way. */
  focus(focus: Focus, calmly: boolean): void {
    this.#focus = focus;
    const to = within(viewOf(focus, this.geometry, this.#frame), this.geometry.bounds, this.#whole);
    if (!calmly) {
      this.#flight = null;
      this.#look(to);
      return;
    }
    const way = flight(this.#view, to, performance.now());
    const moving: Moving = {
      step: (at) => {
        if (this.#flight !== moving) return false;
        const view = way(at);
        if (view === null) this.#flight = null;
        this.#look(view ?? to);
        return view !== null;
      },
    };
    this.#flight = moving;
    this.#options.stage.move(moving);
  }

  zoom(at: Point | null, factor: number): void {
    const middle: Point = [
      this.#frame.x + this.#frame.width / 2,
      this.#frame.y + this.#frame.height / 2,
    ];
    this.#go(zoomedAt(this.#view, this.#frame, at ?? middle, factor));
  }

  pan(dx: number, dy: number): void {
    const { x, y, scale } = this.#view;
    this.#go({ x: x - dx / scale, y: y - dy / scale, scale });
  }

  shade(rows: ReadonlyMap<string, GridRow>): void {
    this.#grids.shade(rows);
    this.#options.stage.invalidate();
  }

  /** After cases were written to their slots. */
  casesChanged(now: Millis): void {
    this.#cases.set({ now });
    this.#chooseDetail();
    if (this.#heed()) this.#label();
    this.#options.stage.invalidate();
  }

  setHotspots(hotspots: readonly Hotspot[]): void {
    this.#hotspots.draw(hotspots, this.#unit);
    this.relabel();
  }

  setPlaces(group: string, places: readonly Placed[]): void {
    this.#places.set(group, places);
    this.#groups = '';
    this.#drawPlaces();
    this.relabel();
  }

  choose(chosen: Chosen): void {
    this.#cursor.draw(chosen, this.#unit);
    this.#options.stage.invalidate();
  }

  pulse(places: readonly { lon: number; lat: number }[]): void {
    this.#pulses.start(places, performance.now());
    this.#options.stage.move(this.#pulses);
  }

  /** After names or what they say have changed. */
  relabel(): void {
    this.#heed();
    this.#label();
    this.#options.stage.invalidate();
  }

  /** Leaves the stage, and gives up what it holds on the graphics card. */
  destroy(): void {
    this.#flight = null;
    this.#pulses.stop();
    this.#labels.forget();
    for (const layer of [this.#under, this.#labels.view, this.#over])
      layer.destroy({ children: true });
  }

  /** A person took the map in hand: no flight goes on against it. */
  #go(view: View): void {
    this.#flight = null;
    this.#focus = null;
    this.#look(within(view, this.geometry.bounds, this.#whole));
  }

  #look(view: View): void {
    // on a flight names stay where they are; then, and after every other step, they take their best seats
    if (this.#flight === null && view.scale !== this.#seatedAt) {
      this.#labels.unseat();
      this.#seatedAt = view.scale;
    }
    this.#view = view;
    const [x, y] = this.toScreen([0, 0]);
    for (const world of [this.#under, this.#over]) {
      world.position.set(x, y);
      world.scale.set(view.scale);
    }
    this.#chooseDetail();
    this.#drawPlaces();
    this.relabel();
    this.#options.moved(this);
  }

  #drawPlaces(): void {
    this.#drawn.show(this.nearness, this.#unit);
    const groups = this.#options.groups(this.nearness);
    if (groups.join() === this.#groups) return;
    this.#groups = groups.join();
    this.#places.draw(groups, this.#unit);
  }

  #chooseDetail(): void {
    const { lattices } = this.#options.cases;
    const { scale } = this.#view;
    const fine = lattices.findLastIndex(({ pitch }) => pitch * scale >= CELL * this.#unit);
    const level = Math.max(0, fine);
    const counted = this.#options.cases.counted(level).within(this.#seen());
    const drawing = drawingOf(counted, this.nearness, this.#options.mostMarks);
    const marks = drawing.detail === 'marks';
    if (marks) this.#density.hide();
    else this.#density.show(level, counted.most, scale);
    this.#cases.show(marks, drawing.late);
    this.#cases.set({ size: this.#unit * drawing.size });
    if (drawing.detail === this.#detail) return;
    this.#detail = drawing.detail;
    this.#options.moved(this);
  }

  /** The part of the plane that one sees. */
  #seen(): Box {
    const [x, y] = this.toPlane([0, 0]);
    const [right, bottom] = this.toPlane([this.#size.width, this.#size.height]);
    return { x, y, width: right - x, height: bottom - y };
  }

  /** Whether a mark that matters is new, gone or elsewhere. */
  #heed(): boolean {
    return this.#marks.take(this.#seen(), (place) => this.toScreen(place));
  }

  #label(): void {
    this.#labels.draw(this.#options.labels(this), this.#size, this.#marks);
  }
}
