import { Deck, OrthographicView } from '@deck.gl/core';
import { ScatterplotLayer } from '@deck.gl/layers';
import type { DeploymentView } from '../../config/contract/api.ts';
import type { Light } from '../../config/contract/picture.ts';
import type { ViewChange } from '../../config/contract/table.ts';
import { type BenchOptions, type BenchTimes, casesOf, SIZE, timed } from './frame-bench-data.ts';
import { type CaseWitness, overTheLine } from './frame-bench-line.ts';

type Rgba = [red: number, green: number, blue: number, opacity: number];
const COLOURS: Record<Light, Rgba> = {
  none: [169, 182, 172, 255],
  green: [92, 138, 124, 255],
  yellow: [255, 192, 74, 255],
  red: [245, 82, 63, 255],
  purple: [230, 204, 255, 255],
};
/** The same as one word of the machine. */
const wordOf = (light: unknown): number =>
  new Uint32Array(Uint8Array.from(COLOURS[light as Light]).buffer)[0]!;
const placeOf = (lon: number, lat: number): [x: number, y: number] => [
  (lon - 120.58) * 6e4,
  (lat - 31.385) * 6e4,
];
const STYLE = { id: 'cases', getRadius: 5, radiusUnits: 'pixels' } as const;

/** What hears the cases, and the layer that shows them as they are now. */
interface Way {
  witness: CaseWitness;
  layer: () => ScatterplotLayer;
}

/** Runs with every case that has another light. */
function relit<T>({ mod }: ViewChange, of: (light: unknown) => T, run: (n: number, to: T) => void) {
  for (const { numbers, values } of mod) {
    if (!('codes' in values)) throw new Error('so many lights come by code');
    const { codes } = values;
    const to = values.words.map(of);
    for (let n = 0; n < numbers.length; n += 1) run(numbers[n]!, to[codes[n]!]!);
  }
}

/**
 * The fastest way: columns as the graphics card has them. `data` stays the same object, and of its
 * columns only that of the colours is another one: places are not sent again.
 */
function columns(count: number): Way {
  const place = new Float32Array(2 * count);
  const colour = new Uint32Array(count);
  const value = new Uint8Array(colour.buffer);
  const attributes = {
    getPosition: { value: place, size: 2 },
    getFillColor: { value, size: 4 },
  };
  const data = { length: count, attributes };
  let turn = 0;
  return {
    witness(change, rows) {
      if (change.whole) {
        const [lon, lat, light] = [rows.column('lon'), rows.column('lat'), rows.column('light')];
        for (const n of change.set) {
          place.set(placeOf(lon.at(n)!, lat.at(n)!), 2 * n);
          colour[n] = wordOf(light.at(n));
        }
      }
      relit(change, wordOf, (n, word) => {
        colour[n] = word;
      });
    },
    layer() {
      attributes.getFillColor = { value, size: 4 };
      turn += 1;
      return new ScatterplotLayer({ ...STYLE, data, updateTriggers: { getFillColor: turn } });
    },
  };
}

/** The way that its documentation begins with: rows, accessors, and triggers that say which to ask again. */
function accessors(): Way {
  const cases: { place: [number, number]; light: Light }[] = [];
  let turn = 0;
  return {
    witness(change, rows) {
      if (change.whole) {
        const [lon, lat, light] = [rows.column('lon'), rows.column('lat'), rows.column('light')];
        for (const n of change.set)
          cases[n] = { place: placeOf(lon.at(n)!, lat.at(n)!), light: light.at(n) };
      }
      relit(
        change,
        (light) => light as Light,
        (n, light) => {
          cases[n]!.light = light;
        },
      );
    },
    layer() {
      turn += 1;
      return new ScatterplotLayer<(typeof cases)[number]>({
        ...STYLE,
        data: cases,
        getPosition: ({ place }) => place,
        getFillColor: ({ light }) => COLOURS[light],
        updateTriggers: { getFillColor: turn },
      });
    },
  };
}

/** The same cases, over the same line, as deck.gl's scatterplot draws them. */
async function start(
  _: DeploymentView,
  count: number,
  { shown, seconds }: BenchOptions,
): Promise<BenchTimes> {
  const { witness, layer } = shown === 'deck by accessors' ? accessors() : columns(count);
  const take = overTheLine(casesOf(count), witness);
  const canvas = document.createElement('canvas');
  document.body.append(canvas);
  const deck = new Deck({
    ...SIZE,
    canvas,
    useDevicePixels: false,
    views: new OrthographicView(),
    initialViewState: { target: [0, 0, 0], zoom: 0 },
    // every frame is drawn anew, as those of the map are
    _animate: true,
    layers: [layer()],
  });
  await new Promise((resume) => setTimeout(resume, 1500));
  const tick = () => {
    take();
    deck.setProps({ layers: [layer()] });
  };
  return await timed(seconds, tick, () => {});
}

window.startBench = start;
