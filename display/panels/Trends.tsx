import { createMemo, Show } from 'solid-js';
import uPlot from 'uplot';
import type { DayRow, HourRow } from '../../config/contract/picture.ts';
import { Chart } from './Chart.tsx';
import { useWall } from './context.ts';
import { Tile } from './Tile.tsx';

/** The colours of style/base.css, for the canvas. */
const ORDERS = '#8fc1dd';
const PATROLS = '#3f6379';
const BAND = 'rgba(170, 185, 198, 0.16)';
const PAST = '#c9b48a';

const HOUR_S = 3600;
const DAY_S = 86_400;
/** Every seventh day is labelled, so far from the end that no label is cut off. */
const LABELLED_DAY = 3;
/** For the same reason the last hours carry no label. */
const LAST_HOURS = 3;

const bars = uPlot.paths.bars?.({ size: [0.7, 100], align: 1 }) ?? null;
const steps = uPlot.paths.stepped?.({ align: 1 }) ?? null;
const nothing = () => null;

const inOrder = <R extends { at: number }>(rows: ReadonlyMap<string, R>): R[] =>
  [...rows.values()].sort((a, b) => a.at - b.at);

/** Adds an empty last point, so that the last bar and step have their width on the axis. */
const closeWith = (seconds: number[], width: number): number[] => {
  const last = seconds.at(-1);
  return last === undefined ? seconds : [...seconds, last + width];
};
const open = <T,>(values: T[]): (T | null)[] => [...values, null];

/** Orders below, patrol reports on top of them. */
const stack: uPlot.Series[] = [
  { fill: PATROLS, stroke: PATROLS, width: 0, paths: bars ?? nothing, points: { show: false } },
  { fill: ORDERS, stroke: ORDERS, width: 0, paths: bars ?? nothing, points: { show: false } },
];

export function Hours(props: { unit: number }) {
  const { model, text, format } = useWall();
  const rows = createMemo(() => inOrder<HourRow>(model.rows('hours')));
  const data = createMemo<uPlot.AlignedData>(() => {
    const all = rows();
    // The band's last step needs an end of its own.
    const band = (pick: (row: HourRow) => number | null) => {
      const values = all.map(pick);
      return [...values, values.at(-1) ?? null];
    };
    return [
      closeWith(
        all.map((row) => row.at / 1000),
        HOUR_S,
      ),
      band((row) => row.expected?.high ?? null),
      band((row) => row.expected?.low ?? null),
      open(all.map((row) => row.orders + row.patrols)),
      open(all.map((row) => row.orders)),
    ];
  });
  const legend = () => (
    <span class="legend">
      <i style={{ background: ORDERS }} />
      {text().legend.orders}
      <i style={{ background: PATROLS }} />
      {text().legend.patrols}
      <i style={{ background: '#3a444d' }} />
      {text().legend.expected}
    </span>
  );
  return (
    <Tile view="hours" title={text().tile.hours} origin="" class="hours" extra={legend()}>
      <Show when={rows().length > 0} fallback={<p class="empty">{text().age.none}</p>}>
        <Chart
          unit={props.unit}
          data={data()}
          series={[
            { stroke: 'transparent', width: 0, paths: steps ?? nothing, points: { show: false } },
            { stroke: 'transparent', width: 0, paths: steps ?? nothing, points: { show: false } },
            ...stack,
          ]}
          bands={[{ series: [1, 2], fill: BAND }]}
          ticks={(times) =>
            times.slice(0, -LAST_HOURS).filter((at) => format().hour(at * 1000) % 6 === 0)
          }
          tick={(at) => format().clock(at * 1000)}
        />
      </Show>
    </Tile>
  );
}

export function Days(props: { unit: number }) {
  const { model, text, format } = useWall();
  const rows = createMemo(() => inOrder<DayRow>(model.rows('days')));
  const data = createMemo<uPlot.AlignedData>(() => {
    const all = rows();
    const past = all.map((row) => row.lastYear);
    return [
      closeWith(
        all.map((row) => row.at / 1000),
        DAY_S,
      ),
      open(all.map((row) => row.orders + row.patrols)),
      open(all.map((row) => row.orders)),
      [...past, past.at(-1) ?? null],
    ];
  });
  const hasPast = () => rows().some((row) => row.lastYear !== null);
  const legend = () => (
    <span class="legend">
      <i style={{ background: ORDERS }} />
      {text().legend.orders}
      <i style={{ background: PATROLS }} />
      {text().legend.patrols}
      <Show when={hasPast()}>
        <i class="line" style={{ background: PAST }} />
        {text().legend.lastYear}
      </Show>
    </span>
  );
  return (
    <Tile view="days" title={text().tile.days} origin="" class="days" extra={legend()}>
      <Show when={rows().length > 0} fallback={<p class="empty">{text().age.none}</p>}>
        <Chart
          unit={props.unit}
          data={data()}
          series={[
            ...stack,
            {
              stroke: PAST,
              width: 2 * props.unit,
              paths: steps ?? nothing,
              points: { show: false },
            },
          ]}
          ticks={(times) =>
            times.slice(0, -1).filter((_, i, all) => (all.length - 1 - i) % 7 === LABELLED_DAY)
          }
          tick={(at) => format().day(at * 1000)}
        />
      </Show>
    </Tile>
  );
}
