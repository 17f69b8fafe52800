import 'pixi.js/unsafe-eval';
import uPlot from 'uplot';
import type { DeploymentView } from '../../config/contract/api.ts';
import { CaseSlots } from '../stage/case-slots.ts';
import { layOut } from '../stage/geometry.ts';
import { INKS } from '../stage/palette.ts';
import { createStage } from '../stage/stage.ts';
import { type BenchOptions, type BenchTimes, casesOf, timed } from './frame-bench-data.ts';
import { overTheLine } from './frame-bench-line.ts';
import { labelsOf } from './map-labels.ts';
import { MapScene } from './map-scene.ts';

const CHARTS = 20;
const POINTS = 500;
/** Updates of each chart a second. */
const CHART_HZ = 10;

/** The map of the wall with all its layers and, where asked for, twenty live charts. */
async function start(
  deployment: DeploymentView,
  count: number,
  options: BenchOptions,
): Promise<BenchTimes> {
  const data = casesOf(count);
  const geometry = layOut(deployment);
  const cases = new CaseSlots(geometry.project, geometry.bounds);
  const take = overTheLine(data, cases);
  const stage = await createStage({ resolution: 1 });
  document.body.append(stage.element);
  const name = (id: string) => deployment.grids.find(({ properties }) => properties.id === id);
  const scene = new MapScene({
    ...{ deployment, geometry, cases, stage, ink: INKS.day, resolution: 1 },
    groups: () => [],
    labels: (of) =>
      labelsOf(
        of,
        {
          grid: (id) => name(id)?.properties.name.zh ?? id,
          community: (id) => deployment.communities.find((one) => one.id === id)?.name.zh ?? id,
          hotspot: () => '',
        },
        [],
        [],
      ),
    moved: () => {},
    ...(options.marks && { mostMarks: Number.POSITIVE_INFINITY }),
  });
  scene.bake(JSON.stringify([deployment.grids, deployment.communities]), 2);
  const size = { width: 3840, height: 2160 };
  scene.resize(size, { x: 40, y: 40, width: 3760, height: 2080 }, 2);
  scene.casesChanged(Date.now());

  const tick = () => {
    take();
    scene.casesChanged(Date.now());
  };

  const charts = options.charts ? chartsOf() : [];
  let chart = 0;
  let due = 0;
  let before = performance.now();
  return await timed(options.seconds, tick, (at) => {
    // every frame is drawn anew, as while one pans; a wall at rest draws none
    stage.invalidate();
    due += ((at - before) / 1000) * CHART_HZ * charts.length;
    before = at;
    for (; due >= 1; due -= 1) charts[chart++ % charts.length]?.(at);
    due = Math.min(due, 1);
  });
}

function chartsOf(): ((at: number) => void)[] {
  return Array.from({ length: CHARTS }, (_, n) => {
    const host = document.createElement('div');
    host.style.cssText = `position:absolute;left:${(n % 10) * 370}px;top:${Math.floor(n / 10) * 170}px`;
    document.body.append(host);
    const x = Float64Array.from({ length: POINTS }, (_, i) => i);
    const y = Float64Array.from({ length: POINTS }, (_, i) => Math.sin(i / 20 + n));
    const plot = new uPlot(
      { width: 360, height: 160, series: [{}, { stroke: '#8fc1dd' }], legend: { show: false } },
      [x, y],
      host,
    );
    return (at: number) => {
      y.copyWithin(0, 1);
      y[POINTS - 1] = Math.sin(at / 300 + n);
      plot.setData([x, y]);
    };
  });
}

window.startBench = start;
