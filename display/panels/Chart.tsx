import { createEffect, onCleanup, onMount } from 'solid-js';
import uPlot from 'uplot';

export interface ChartProps {
  /** Times in UTC seconds, then one list per series. */
  data: uPlot.AlignedData;
  series: uPlot.Series[];
  bands?: uPlot.Band[];
  /** Text of the tick at a time (UTC seconds). */
  tick: (at: number) => string;
  /** Times at which ticks stand. */
  ticks: (times: readonly number[]) => number[];
  /** See createUnit. */
  unit: number;
}

const INK = '#8f9ba6';
const LINE = '#232c34';

/** A uPlot chart that fills its box, drawn anew only when data, language or size change. */
export function Chart(props: ChartProps) {
  let host!: HTMLDivElement;
  let plot: uPlot | undefined;

  const make = () => {
    plot?.destroy();
    const font = `${Math.round(16 * props.unit)}px "Noto Sans SC"`;
    const axis = { stroke: INK, font, grid: { show: false }, ticks: { show: false } };
    plot = new uPlot(
      {
        width: host.clientWidth,
        height: host.clientHeight,
        padding: [8 * props.unit, 0, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { time: false }, y: { range: (_, __, max) => [0, Math.max(1, max * 1.05)] } },
        axes: [
          {
            ...axis,
            size: 26 * props.unit,
            gap: 6 * props.unit,
            splits: () => props.ticks(props.data[0] as readonly number[]),
            values: (_, splits) => splits.map(props.tick),
          },
          {
            ...axis,
            size: 48 * props.unit,
            gap: 8 * props.unit,
            space: 36 * props.unit,
            grid: { show: true, stroke: LINE, width: 1 },
            incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000],
          },
        ],
        series: [{}, ...props.series],
        ...(props.bands ? { bands: props.bands } : {}),
      },
      props.data,
      host,
    );
  };

  onMount(() => {
    const watch = new ResizeObserver(() => {
      if (host.clientWidth > 0) make();
    });
    watch.observe(host);
    onCleanup(() => {
      watch.disconnect();
      plot?.destroy();
    });
    createEffect(() => {
      const { data } = props;
      // read here too, so that another language draws the axis anew
      props.tick(Number(data[0][0] ?? 0));
      plot?.setData(data);
    });
  });
  return <div class="chart" ref={host} />;
}
