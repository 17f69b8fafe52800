import { createEffect, onCleanup, onMount } from 'solid-js';
import uPlot from 'uplot';
import { TEXT } from '../design/scale.ts';
import { useWall } from './context.ts';

export interface ChartProps {
  /** What it shows, for those who do not see it. */
  label: string;
  /** Opens the table of what it shows. */
  open: () => void;
  /** Times in UTC seconds, then one list per series. */
  data: uPlot.AlignedData;
  series: () => uPlot.Series[];
  bands: () => uPlot.Band[];
  /** Text of the tick at a time (UTC seconds). */
  tick: (at: number) => string;
  /** Times at which ticks stand. */
  ticks: (times: readonly number[]) => number[];
}

/** A uPlot chart that fills its box, drawn anew only when data, language, colours or size change. */
export function Chart(props: ChartProps) {
  const { screen, colour } = useWall();
  let host!: HTMLButtonElement;
  let plot: uPlot | undefined;

  const make = () => {
    plot?.destroy();
    plot = undefined;
    if (host.clientWidth === 0 || host.clientHeight === 0) return;
    const rem = screen.rem();
    const font = `${TEXT.small * rem}px "Noto Sans SC"`;
    const axis = { stroke: colour('ink-3'), font, grid: { show: false }, ticks: { show: false } };
    plot = new uPlot(
      {
        width: host.clientWidth,
        height: host.clientHeight,
        padding: [1.2 * rem, 0, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { time: false }, y: { range: (_, __, max) => [0, Math.max(1, max * 1.05)] } },
        axes: [
          {
            ...axis,
            size: 3.4 * rem,
            gap: 0.6 * rem,
            splits: () => props.ticks(props.data[0] as readonly number[]),
            values: (_, splits) => splits.map(props.tick),
          },
          {
            ...axis,
            size: 6 * rem,
            gap: 1 * rem,
            space: 3.2 * rem,
            grid: { show: true, stroke: colour('line'), width: 0.15 * rem },
            incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000],
          },
        ],
        series: [{}, ...props.series()],
        bands: props.bands(),
      },
      props.data,
      host,
    );
  };

  onMount(() => {
    const watch = new ResizeObserver(make);
    watch.observe(host);
    onCleanup(() => {
      watch.disconnect();
      plot?.destroy();
    });
    createEffect(() => {
      colour('ink');
      make();
    });
    createEffect(() => {
      const { data } = props;
      // read here too, so that another language draws the axis anew
      props.tick(Number(data[0][0] ?? 0));
      plot?.setData(data);
    });
  });
  return (
    <button type="button" class="chart" ref={host} aria-label={props.label} onClick={props.open} />
  );
}
