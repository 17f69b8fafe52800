import { type Accessor, createContext, useContext } from 'solid-js';
import type { Deployment } from '../../config/deployment/schema.ts';
import type { ColourName, Theme } from '../design/palette.ts';
import type { Screen } from '../design/screen.ts';
import type { Model } from '../model/model.ts';
import type { Watchdog } from '../model/watchdog.ts';
import type { CaseSlots } from '../stage/case-slots.ts';
import type { MapGeometry } from '../stage/geometry.ts';
import type { Dictionary } from '../text/zh.ts';
import type { Format, Language } from './format.ts';
import type { Names } from './names.ts';
import type { Place } from './place.ts';
import type { Sound } from './sound.ts';

/** What every tile needs. */
export interface Wall {
  deployment: Deployment;
  screen: Screen;
  names: Names;
  model: Model;
  watchdog: Watchdog;
  /** The deployment laid out on its plane. */
  geometry: MapGeometry;
  /** The open cases as maps draw them. */
  cases: CaseSlots;
  text: Accessor<Dictionary>;
  format: Accessor<Format>;
  language: Accessor<Language>;
  /** A colour for what is drawn on a canvas. */
  colour: (name: ColourName) => string;
  /** By which maps take their ink (stage/palette.ts). */
  theme: Accessor<Theme>;
  sound: Sound;
  place: Accessor<Place>;
  /** Opens a place, from the wall anew, within what is open a step further; what is not named is closed. */
  go: (place: Partial<Place>) => void;
  /** Opens a place a step further than what is open: one goes back to that. */
  further: (place: Partial<Place>) => void;
  /** Goes back to where one came from. */
  back: () => void;
  /** Grid under the cursor of the keyboard; null: none. */
  cursor: Accessor<string | null>;
  /** Keys of what came with the last commit. */
  fresh: { arrivals: Accessor<readonly string[]>; alerts: Accessor<ReadonlySet<string>> };
}

export const WallContext = createContext<Wall>();

export function useWall(): Wall {
  const wall = useContext(WallContext);
  if (!wall) throw new Error('a tile stands outside the wall');
  return wall;
}
