import { createEffect, createSignal, For, on, onCleanup, onMount, Show } from 'solid-js';
import type { Light } from '../../config/contract/picture.ts';
import { BackdropLayer } from '../layers/backdrop-layer.ts';
import { CaseLayer } from '../layers/case-layer.ts';
import { CursorLayer } from '../layers/cursor-layer.ts';
import { GridLayer } from '../layers/grid-layer.ts';
import { LabelLayer } from '../layers/label-layer.ts';
import { PulseLayer } from '../layers/pulse-layer.ts';
import { staleness } from '../model/freshness.ts';
import { contains } from '../stage/areas.ts';
import { layOut, type MapGeometry } from '../stage/geometry.ts';
import { createStage, type Stage } from '../stage/stage.ts';
import { useWall } from './context.ts';
import { LightMark } from './Mark.tsx';

/** Free space round the map in design pixels: the key figures stand over its top. */
const MARGIN = { top: 150, side: 16, bottom: 44 };
const LIGHTS: readonly Light[] = ['purple', 'red', 'yellow', 'green', 'none'];

/** The deployment's map: grids by load, open cases by light, a pulse where something arrives. */
export function CityMap(props: {
  unit: number;
  /** Keys of arrivals that came with the last commit. */
  fresh: readonly string[];
  shaped: (geometry: MapGeometry) => void;
}) {
  const { deployment, names, model, text, format, place, cursor, go } = useWall();
  const [notLocated, setNotLocated] = createSignal(0);
  const [geometry, setGeometry] = createSignal<MapGeometry | null>(null);
  const [stage, setStage] = createSignal<Stage | null>(null);
  const grids = new GridLayer();
  const backdrop = new BackdropLayer();
  const labels = new LabelLayer();
  const cases = new CaseLayer();
  const cursorLayer = new CursorLayer();
  const pulses = new PulseLayer();
  let host!: HTMLDivElement;

  const shape = () => {
    const ready = stage();
    const { clientWidth: width, clientHeight: height } = host;
    if (!ready || width === 0 || height === 0) return;
    const unit = props.unit;
    ready.resize(width, height);
    setGeometry(
      layOut(
        deployment,
        {
          x: MARGIN.side * unit,
          y: MARGIN.top * unit,
          width: width - 2 * MARGIN.side * unit,
          height: height - (MARGIN.top + MARGIN.bottom) * unit,
        },
        unit,
      ),
    );
  };

  onMount(() => {
    let gone = false;
    const watch = new ResizeObserver(shape);
    onCleanup(() => {
      gone = true;
      watch.disconnect();
      stage()?.destroy();
    });
    const resolution = window.devicePixelRatio;
    void createStage(resolution).then((made) => {
      if (gone) return made.destroy();
      host.append(made.canvas);
      made.root.addChild(
        grids.view,
        backdrop.view,
        cases.view,
        labels.view,
        cursorLayer.view,
        pulses.view,
      );
      cases.resolution(resolution);
      pulses.resolution(resolution);
      setStage(made);
      watch.observe(host);
      made.canvas.addEventListener('click', open);
    });
  });

  /** Runs with the laid-out stage, and draws after it. */
  const draw = (work: (geometry: MapGeometry) => void) =>
    createEffect(() => {
      const laidOut = geometry();
      if (!laidOut) return;
      work(laidOut);
      stage()?.invalidate();
    });

  draw((laidOut) => {
    grids.draw(laidOut);
    backdrop.draw(deployment.backdrop, laidOut);
    pulses.layOut(laidOut);
    props.shaped(laidOut);
  });
  draw((laidOut) =>
    labels.draw(
      laidOut,
      {
        grid: (id) => format().name(names.grid(id)),
        community: (id) => format().name(names.community(id)),
      },
      window.devicePixelRatio,
    ),
  );
  draw(() => grids.shade(model.rows('grids')));
  draw((laidOut) => setNotLocated(cases.fill(model.rows('cases'), laidOut)));
  draw((laidOut) => {
    const { caseId, grid } = place();
    cursorLayer.draw(
      laidOut,
      cursor() ?? grid,
      caseId === null ? undefined : model.row('cases', caseId),
    );
  });
  createEffect(
    on(
      () => props.fresh,
      (keys) => {
        const ready = stage();
        if (!ready) return;
        const rows = model.rows('arrivals');
        const places = keys.flatMap((key) => {
          const row = rows.get(key);
          return row && row.lon !== null && row.lat !== null
            ? [{ lon: row.lon, lat: row.lat }]
            : [];
        });
        if (places.length === 0) return;
        pulses.start(places, performance.now());
        ready.move(pulses);
      },
      { defer: true },
    ),
  );

  const open = (event: MouseEvent) => {
    const box = host.getBoundingClientRect();
    const at = [event.clientX - box.left, event.clientY - box.top] as const;
    const hit = geometry()?.grids.find(
      (grid) =>
        contains(grid.polygons, at) ||
        (grid.polygons.length === 0 &&
          Math.hypot(grid.x - at[0], grid.y - at[1]) < 20 * props.unit),
    );
    if (hit) go({ grid: hit.id, caseId: null, alert: null });
  };

  const chosen = () => geometry()?.grids.find((grid) => grid.id === cursor());

  return (
    <div class="map" data-stale={staleness(model, 'cases') ?? undefined}>
      <div ref={host} class="map-canvas" />
      <Show when={chosen()}>
        {(grid) => (
          <div class="map-cursor" style={{ left: `${grid().x}px`, top: `${grid().y}px` }}>
            {format().name(names.grid(grid().id))}
            <small>
              {text().legend.open} {format().count(model.row('grids', grid().id)?.open ?? 0)}
            </small>
          </div>
        )}
      </Show>
      <div class="map-legend">
        <For each={LIGHTS}>
          {(light) => (
            <span>
              <LightMark light={light} />
              {text().lightWord[light]}
            </span>
          )}
        </For>
        <span class="map-note">
          <Show when={notLocated() > 0}>{text().notLocated(format().count(notLocated()))}</Show>
          <Show when={notLocated() > 0 && deployment.schematic}>{text().separator}</Show>
          <Show when={deployment.schematic}>{text().schematic}</Show>
        </span>
      </div>
    </div>
  );
}
