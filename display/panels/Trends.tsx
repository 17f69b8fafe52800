import { createMemo, Show } from 'solid-js';
import uPlot from 'uplot';
import type { DayRow, HourRow } from '../../config/contract/picture.ts';
import type { ColourName } from '../design/palette.ts';
import { Chart } from './Chart.tsx';
import { useWall } from './context.ts';
import { Tile } from './Tile.tsx';

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
const stack = (colour: (name: ColourName) => string): uPlot.Series[] =>
  (['bar', 'orders'] as const).map((name) => ({
    fill: colour(name),
    width: 0,
    paths: bars ?? nothing,
    points: { show: false },
  }));

/** Both kinds of records, with what a third mark of the chart stands for. */
function ChartLegend(props: { mark: ColourName; line?: boolean; word: string }) {
  const { text } = useWall();
  return (
    <span class="chart-legend">
      <i class="of-orders" />
      {text().legend.orders}
      <i class="of-patrols" />
      {text().legend.patrols}
      <Show when={props.word !== ''}>
        <i
          classList={{ line: props.line ?? false }}
          style={{ background: `var(--${props.mark})` }}
        />
        {props.word}
      </Show>
    </span>
  );
}

/** The last 24 hours against what each was expected to bring. */
export function Hours() {
  const { model, text, format, colour, go } = useWall();
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
  return (
    <>
      <Chart
        label={text().tile.hours}
        open={() => go({ list: 'hours' })}
        data={data()}
        series={() => [
          { width: 0, paths: steps ?? nothing, points: { show: false } },
          { width: 0, paths: steps ?? nothing, points: { show: false } },
          ...stack(colour),
        ]}
        bands={() => [{ series: [1, 2], fill: colour('expected') }]}
        ticks={(times) =>
          times.slice(0, -LAST_HOURS).filter((at) => format().hour(at * 1000) % 6 === 0)
        }
        tick={(at) => format().clock(at * 1000)}
      />
      <ChartLegend mark="expected" word={text().legend.expected} />
    </>
  );
}

/** The last 30 days, over the same days of the year before. */
export function Days() {
  const { model, text, format, colour, go } = useWall();
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
  return (
    <Tile view="days" title={text().tile.days} origin={text().origin.days} class="days">
      <Chart
        label={text().tile.days}
        open={() => go({ list: 'days' })}
        data={data()}
        series={() => [
          ...stack(colour),
          { stroke: colour('past'), width: 3, paths: steps ?? nothing, points: { show: false } },
        ]}
        bands={() => []}
        ticks={(times) =>
          times.slice(0, -1).filter((_, i, all) => (all.length - 1 - i) % 7 === LABELLED_DAY)
        }
        tick={(at) => format().day(at * 1000)}
      />
      <ChartLegend mark="past" line word={hasPast() ? text().legend.lastYear : ''} />
    </Tile>
  );
}
