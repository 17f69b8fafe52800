import 'pixi.js/unsafe-eval';
import { Container } from 'pixi.js';
import uPlot from 'uplot';
import type { DeploymentView } from '../../config/contract/api.ts';
import { CaseSlots } from '../stage/case-slots.ts';
import { layOut } from '../stage/geometry.ts';
import { INKS } from '../stage/palette.ts';
import { createStage } from '../stage/stage.ts';
import { CaseLayer } from './case-layer.ts';
import { type BenchOptions, type BenchTimes, casesOf, SIZE, timed } from './frame-bench-data.ts';
import { overTheLine } from './frame-bench-line.ts';
import { labelsOf } from './map-labels.ts';
import { MapScene } from './map-scene.ts';

const CHARTS = 20;
const POINTS = 500;
/** Updates of each chart a second. */
const CHART_HZ = 10;

/** Pixels of a metre, and the middle of the screen. */
const SCALE = 0.4;
const MIDDLE = [SIZE.width / 2, SIZE.height / 2] as const;

async function start(
  deployment: DeploymentView,
  count: number,
  { shown, seconds }: BenchOptions,
): Promise<BenchTimes> {
  const data = casesOf(count);
  if (shown === 'line')
    return await timed(
      seconds,
      overTheLine(data, () => {}),
      () => {},
    );
  const { project, bounds } = layOut(deployment);
  const cases = new CaseSlots(project, bounds);
  const take = overTheLine(data, (change, rows) => cases.apply(change, rows));
  const stage = await createStage({ resolution: 1 });
  document.body.append(stage.element);
  const show = shown === 'marks' ? marks : map;
  const told = show(deployment, cases, stage, shown === 'wall' ? {} : { mostMarks: count });

  const charts = shown === 'wall' ? chartsOf() : [];
  let chart = 0;
  let due = 0;
  let before = performance.now();
  const tick = () => {
    take();
    told();
  };
  return await timed(seconds, tick, (at) => {
    // every frame is drawn anew, as while one pans; a wall at rest draws none
    stage.invalidate();
    due += ((at - before) / 1000) * CHART_HZ * charts.length;
    before = at;
    for (; due >= 1; due -= 1) charts[chart++ % charts.length]?.(at);
    due = Math.min(due, 1);
  });
}

type Stage = Awaited<ReturnType<typeof createStage>>;

/** The marks of the cases and nothing else. @returns what is called once cases have changed */
function marks(_: DeploymentView, cases: CaseSlots, stage: Stage): () => void {
  const layer = new CaseLayer(cases, INKS.day, 1);
  const world = new Container({ children: [layer.calm, layer.pressing] });
  world.position.set(...MIDDLE);
  world.scale.set(SCALE);
  stage.root.addChild(world);
  stage.resize(SIZE.width, SIZE.height);
  layer.show(true, true);
  return () => {
    layer.set({ now: Date.now() });
    stage.invalidate();
  };
}

/** The map of the wall with all its layers. @returns what is called once cases have changed */
function map(
  deployment: DeploymentView,
  cases: CaseSlots,
  stage: Stage,
  most: { mostMarks?: number },
): () => void {
  const name = (id: string) => deployment.grids.find(({ properties }) => properties.id === id);
  const scene = new MapScene({
    ...{ deployment, geometry: layOut(deployment), cases, stage, ink: INKS.day, resolution: 1 },
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
    ...most,
  });
  scene.bake(JSON.stringify([deployment.grids, deployment.communities]), 2);
  const frame = { x: 40, y: 40, width: SIZE.width - 80, height: SIZE.height - 80 };
  scene.resize(SIZE, frame, 2);
  return () => scene.casesChanged(Date.now());
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
