import type { Millis } from '../../config/contract/ids.ts';
import type { GridRow } from '../../config/contract/picture.ts';
import { fit, flight, toPlane, toScreen, type View, within, zoomedAt } from '../stage/camera.ts';
import { type Focus, viewOf } from '../stage/focus.ts';
import type { MapGeometry } from '../stage/geometry.ts';
import type { Ink } from '../stage/palette.ts';
import type { Box, Point } from '../stage/projection.ts';
import type { Moving, Stage } from '../stage/stage.ts';
import type { Chosen } from './cursor-layer.ts';
import { type Detail, drawingOf } from './detail.ts';
import { HeededMarks } from './heeded-marks.ts';
import type { Hotspot } from './hotspot-layer.ts';
import type { Label } from './label-layer.ts';
import { type LayerOptions, MapLayers } from './map-layers.ts';
import type { Placed } from './place-layer.ts';

/** Width of a cell of density in design pixels at least. */
const CELL = 13;

export interface SceneOptions extends LayerOptions {
  stage: Stage;
  /** Groups of places shown at a nearness (1: all of the map), and the labels wished for. */
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
  readonly #layers: MapLayers;
  readonly #marks: HeededMarks;
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
    this.#layers = new MapLayers(options);
    this.#marks = new HeededMarks(this.#layers.cases, this.#layers.places);
    options.stage.root.addChild(...this.#layers.stack);
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
    this.#layers.setUnit(unit);
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
    this.#layers.labels.bake(characters, unit, this.#options.resolution);
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
    this.#layers.grids.shade(rows);
    this.#options.stage.invalidate();
  }

  /** After cases were written to their slots. */
  casesChanged(now: Millis): void {
    this.#layers.cases.set({ now });
    this.#chooseDetail();
    if (this.#heed()) this.#label();
    this.#options.stage.invalidate();
  }

  setHotspots(hotspots: readonly Hotspot[]): void {
    this.#layers.hotspots.draw(hotspots, this.#unit);
    this.relabel();
  }

  setPlaces(group: string, places: readonly Placed[]): void {
    this.#layers.places.set(group, places);
    this.#groups = '';
    this.#drawPlaces();
    this.relabel();
  }

  choose(chosen: Chosen): void {
    this.#layers.cursor.draw(chosen, this.#unit);
    this.#options.stage.invalidate();
  }

  pulse(places: readonly { lon: number; lat: number }[]): void {
    this.#layers.pulses.start(places, performance.now());
    this.#options.stage.move(this.#layers.pulses);
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
    this.#layers.destroy();
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
      this.#layers.labels.unseat();
      this.#seatedAt = view.scale;
    }
    this.#view = view;
    this.#layers.lay(this.toScreen([0, 0]), view.scale);
    this.#chooseDetail();
    this.#drawPlaces();
    this.relabel();
    this.#options.moved(this);
  }

  #drawPlaces(): void {
    this.#layers.drawn.show(this.nearness, this.#unit);
    const groups = this.#options.groups(this.nearness);
    if (groups.join() === this.#groups) return;
    this.#groups = groups.join();
    this.#layers.places.draw(groups, this.#unit);
  }

  #chooseDetail(): void {
    const { lattices } = this.#options.cases;
    const { scale } = this.#view;
    const fine = lattices.findLastIndex(({ pitch }) => pitch * scale >= CELL * this.#unit);
    const level = Math.max(0, fine);
    const counted = this.#options.cases.counted(level).within(this.#seen());
    const drawing = drawingOf(counted, this.nearness, this.#options.mostMarks);
    const marks = drawing.detail === 'marks';
    if (marks) this.#layers.density.hide();
    else this.#layers.density.show(level, counted.most, scale);
    this.#layers.cases.show(marks, drawing.late);
    this.#layers.cases.set({ size: this.#unit * drawing.size });
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
    this.#layers.labels.draw(this.#options.labels(this), this.#size, this.#marks);
  }
}
