import { BitmapFont, BitmapText, Container } from 'pixi.js';
import type { MapGeometry, Seats } from '../stage/geometry.ts';
import { GROUND, LABEL } from '../stage/palette.ts';

const FONT = 'wall-map';
/** Design pixels. */
const SIZE = 17;
const HALO = 4;
const FAMILY = ['Noto Sans SC', 'Noto Sans CJK SC', 'sans-serif'];

interface Place {
  name: string;
  seats: Seats;
}

/**
 * Names on the map, on one line or two, only where they fit: the grids' own names where most of
 * them have room, those of the communities else.
 */
export class LabelLayer {
  readonly view = new Container();
  #installed = false;

  draw(
    { grids, communities, unit }: MapGeometry,
    names: { grid: (id: string) => string; community: (id: string) => string },
    resolution: number,
  ): void {
    for (const label of this.view.removeChildren()) label.destroy();
    const ofGrids = grids.map(({ id, seats }) => ({ name: names.grid(id), seats }));
    const ofCommunities = communities.map(({ id, seats }) => ({
      name: names.community(id),
      seats,
    }));
    this.#install([...ofGrids, ...ofCommunities], unit, resolution);

    const labels = labelsOf(ofGrids, unit);
    if (labels.length > grids.length / 2) {
      this.view.addChild(...labels);
      return;
    }
    for (const label of labels) label.destroy();
    const wider = labelsOf(ofCommunities, unit);
    if (wider.length > 0) this.view.addChild(...wider);
  }

  /** An automatic font would bake Chinese at 100 px into hundreds of pages; this is one small one. */
  #install(places: readonly Place[], unit: number, resolution: number): void {
    if (this.#installed) BitmapFont.uninstall(FONT);
    BitmapFont.install({
      name: FONT,
      style: {
        fontFamily: FAMILY,
        fontSize: SIZE * unit,
        fontWeight: '500',
        fill: 0xffffff,
        stroke: { color: GROUND, width: HALO * unit, join: 'round' },
      },
      chars: [...new Set(places.map((place) => place.name).join(''))],
      resolution,
      padding: Math.ceil(HALO * unit),
      skipKerning: true,
    });
    this.#installed = true;
  }
}

function labelsOf(places: readonly Place[], unit: number): BitmapText[] {
  return places.flatMap(({ name, seats }) => {
    for (const [lines, text] of [name, inTwo(name)].entries()) {
      const seat = seats[lines];
      if (!seat || text === '') continue;
      const label = new BitmapText({
        text,
        style: { fontFamily: FONT, fontSize: SIZE * unit, align: 'center' },
      });
      if (label.width <= seat.width) {
        label.tint = LABEL;
        label.position.set(
          Math.round(seat.x - label.width / 2),
          Math.round(seat.y - label.height / 2),
        );
        return [label];
      }
      label.destroy();
    }
    return [];
  });
}

/** A name on two lines, parted at the space nearest its middle; '' where it has none. */
function inTwo(name: string): string {
  const spaces = [...name].flatMap((letter, i) => (letter === ' ' ? [i] : []));
  const middle = name.length / 2;
  const at = spaces.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
  return at === undefined ? '' : `${name.slice(0, at)}\n${name.slice(at + 1)}`;
}
