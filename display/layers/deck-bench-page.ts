import { Deck, OrthographicView } from '@deck.gl/core';
import { ScatterplotLayer } from '@deck.gl/layers';
import type { DeploymentView } from '../../config/contract/api.ts';
import { columnsOf, messagesOf } from './frame-bench-arrow.ts';
import { type BenchOptions, type BenchTimes, casesOf, timed } from './frame-bench-data.ts';

/** Red, green, blue and opacity by light. */
const COLOURS = [
  [169, 182, 172, 255],
  [92, 138, 124, 255],
  [255, 192, 74, 255],
  [245, 82, 63, 255],
  [230, 204, 255, 255],
];

/** The same cases as deck.gl's scatterplot draws them, from binary columns as its documentation advises. */
async function start(
  _: DeploymentView,
  count: number,
  { seconds }: BenchOptions,
): Promise<BenchTimes> {
  const data = casesOf(count);
  const { columns } = data;
  const position = new Float32Array(2 * count);
  const colour = new Uint8Array(4 * count);
  for (let n = 0; n < count; n += 1) {
    position.set(
      [((columns.lon[n] ?? 0) - 120.58) * 6e4, ((columns.lat[n] ?? 0) - 31.385) * 6e4],
      2 * n,
    );
    colour.set(COLOURS[columns.light[n] ?? 0] ?? [], 4 * n);
  }
  const layer = () =>
    new ScatterplotLayer({
      id: 'cases',
      data: {
        length: count,
        attributes: {
          getPosition: { value: position, size: 2 },
          getFillColor: { value: colour, size: 4 },
        },
      },
      getRadius: 5,
      radiusUnits: 'pixels',
    });
  const canvas = document.createElement('canvas');
  document.body.append(canvas);
  const deck = new Deck({
    canvas,
    width: 3840,
    height: 2160,
    useDevicePixels: false,
    views: new OrthographicView(),
    initialViewState: { target: [0, 0, 0], zoom: 0 },
    _animate: true,
    layers: [layer()],
  });
  await new Promise((resume) => setTimeout(resume, 1500));
  const ticks = messagesOf(data);
  let next = 0;
  const tick = () => {
    const { slot, light } = columnsOf(ticks[next++ % ticks.length]);
    for (let n = 0; n < slot.length; n += 1)
      colour.set(COLOURS[light[n] ?? 0] ?? [], 4 * (slot[n] ?? 0));
    deck.setProps({ layers: [layer()] });
  };
  return await timed(seconds, tick, () => {});
}

window.startBench = start;
