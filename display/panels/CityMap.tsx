import {
  createEffect,
  createMemo,
  createSignal,
  on,
  onCleanup,
  onMount,
  Show,
  untrack,
} from 'solid-js';
import type { Near } from '../../config/contract/ground.ts';
import type { Detail } from '../layers/detail.ts';
import { hotspotsOf } from '../layers/hotspot-layer.ts';
import { labelsOf } from '../layers/map-labels.ts';
import { MapScene } from '../layers/map-scene.ts';
import { staleness } from '../model/freshness.ts';
import { MAPPED, MOST_STANDING, reachOf } from '../model/standing.ts';
import { getStanding } from '../net/api.ts';
import { contains } from '../stage/areas.ts';
import type { Focus } from '../stage/focus.ts';
import type { GridShape } from '../stage/geometry.ts';
import { listenTo } from '../stage/gestures.ts';
import { INKS } from '../stage/palette.ts';
import type { Point } from '../stage/projection.ts';
import { createStage, type Stage } from '../stage/stage.ts';
import { useWall } from './context.ts';
import { createIncidentPlace } from './incident-place.ts';
import { MapLegend } from './MapLegend.tsx';
import { groupsAt, namedPlaces, placesOf, standingOf } from './map-places.ts';

/** Free space round all of the map, in design pixels. */
const MARGIN = 10;
/** One press of a key makes the map this much larger, and moves it by so many design pixels. */
const STEP = { zoom: 1.5, pan: 120 };
/** Click this near to a grid known only as a point, in design pixels. */
const NEAR = 20;

const MINUTE = 60_000;

const calm = (): boolean => !window.matchMedia('(prefers-reduced-motion: reduce)').matches;

/** The deployment's map: grids by load, open cases by light and age or their density, and what stands where. */
export function CityMap(props: {
  unit: number;
  /** Keys of arrivals that came with the last commit. */
  fresh: readonly string[];
  focus: Focus;
  /** Something to say beside the legend; null: nothing. */
  note: string | null;
}) {
  const wall = useWall();
  const { deployment, geometry, cases, names, model, watchdog, text, format } = wall;
  const { place, cursor, go, theme } = wall;
  const [stage, setStage] = createSignal<Stage | null>(null);
  /** What the scene shows; written by the scene when one looks elsewhere. */
  const [shown, setShown] = createSignal<{ detail: Detail; nearness: number }>({
    detail: 'marks',
    nearness: 1,
  });
  let host!: HTMLDivElement;
  const ink = () => INKS[theme()];

  /** What stands and walks where, asked for again every minute while the store can tell. */
  const [standing, setStanding] = createSignal<Near | null>(null);
  const askStanding = async () => {
    const metres = reachOf(geometry.bounds);
    const answer = await getStanding(geometry.middle, metres, MAPPED, MOST_STANDING);
    // without an answer the last one stands: it says itself how old its places are
    if (answer.ok) setStanding(answer.value);
  };
  const storeUp = createMemo(() => model.row('system', 'system')?.storeUp === true);
  createEffect(() => {
    if (!storeUp()) return;
    void askStanding();
    const asking = setInterval(() => void askStanding(), MINUTE);
    onCleanup(() => clearInterval(asking));
  });

  const hotspots = createMemo(() => hotspotsOf(model.rows('alerts').values(), geometry));
  const incident = createIncidentPlace();
  const incidentMark = () => {
    const at = incident();
    if (!at) return null;
    const [x, y] = geometry.project(at.lon, at.lat);
    return { name: text().incident.word, x, y };
  };
  const labels = (of: MapScene) =>
    labelsOf(
      of,
      {
        grid: (id) => format().name(names.grid(id)),
        community: (id) => format().name(names.community(id)),
        hotspot: ({ figures }) =>
          text().hotspot(
            format().figure(figures?.observed ?? 0),
            format().figure(figures?.expected ?? 0),
            format().pValue(figures?.probability ?? 1),
          ),
      },
      hotspots(),
      namedPlaces(deployment, geometry, standing()?.registered ?? [], format()),
      incidentMark(),
    );

  const fitTo = (made: MapScene) => {
    const { clientWidth: width, clientHeight: height } = host;
    if (width === 0 || height === 0) return;
    const { unit } = props;
    const characters = JSON.stringify([
      deployment.grids.map(({ properties }) => properties.name),
      deployment.communities,
      deployment.stations.map(({ name }) => name),
      deployment.layers.flatMap(({ features }) => features.map(({ properties }) => properties)),
      (standing()?.registered ?? [])
        .filter(({ register }) => register === 'posts')
        .map(({ name }) => name),
      text().hotspot('', '', ''),
      text().incident.word,
    ]);
    made.bake(characters, unit);
    const edge = MARGIN * unit;
    const frame = { x: edge, y: edge, width: width - 2 * edge, height: height - 2 * edge };
    made.resize({ width, height }, frame, unit);
  };

  onMount(() => {
    let gone = false;
    const ends: (() => void)[] = [];
    onCleanup(() => {
      gone = true;
      for (const end of ends) end();
      stage()?.destroy();
    });
    const resolution = window.devicePixelRatio;
    const healed = (ms: number) => watchdog.healed('graphics', ms);
    void createStage({ resolution, healed }).then((ready) => {
      if (gone) return ready.destroy();
      ends.push(
        listenTo(ready.element, {
          zoom: (at, factor) => scene()?.zoom(at, factor),
          pan: (dx, dy) => scene()?.pan(dx, dy),
          click: (at) => {
            const made = scene();
            if (made) open(made.toPlane(at), (NEAR * props.unit) / made.scale);
          },
        }),
      );
      setStage(ready);
    });
  });
  /** The map by the light that is on: another light is another scene on the same stage. */
  const scene = createMemo((): MapScene | null => {
    const ready = stage();
    if (!ready) return null;
    const made = new MapScene({
      ...{ deployment, geometry, cases, stage: ready, ink: ink() },
      resolution: window.devicePixelRatio,
      groups: groupsAt(deployment),
      labels,
      moved: ({ detail, nearness }) => setShown({ detail, nearness }),
    });
    untrack(() => fitTo(made));
    const resized = new ResizeObserver(() => fitTo(made));
    resized.observe(host);
    const keys = (event: KeyboardEvent) => steer(made, event);
    window.addEventListener('keydown', keys);
    onCleanup(() => {
      resized.disconnect();
      window.removeEventListener('keydown', keys);
      made.destroy();
    });
    return made;
  });

  // marks grow with age, which is told by days
  const minute = createMemo(() => Math.floor(model.now() / MINUTE) * MINUTE);
  /** Runs with the scene, and again when what it reads changes. */
  const draw = (work: (made: MapScene) => void) =>
    createEffect(() => {
      const made = scene();
      if (made) work(made);
    });
  draw((made) => made.shade(model.rows('grids')));
  draw((made) => {
    model.rows('cases');
    made.casesChanged(minute());
  });
  draw((made) => made.setHotspots(hotspots()));
  draw((made) => {
    for (const [group, places] of placesOf(deployment, geometry, model, ink()))
      made.setPlaces(group, places);
  });
  draw((made) => {
    const told = standing();
    if (!told) return;
    const marks = standingOf(told, geometry, untrack(model.now), ink());
    for (const [group, places] of marks) made.setPlaces(group, places);
    untrack(() => fitTo(made));
  });
  draw((made) => {
    const { caseId, grid } = place();
    const row = caseId === null ? undefined : model.row('cases', caseId);
    const at = row && row.lon !== null && row.lat !== null ? { lon: row.lon, lat: row.lat } : null;
    made.choose({ grid: cursor() ?? grid, place: at, incident: incident() });
  });
  draw((made) => made.focus(props.focus, calm()));
  createEffect(
    on(
      () => [props.unit, text()] as const,
      () => {
        const made = scene();
        if (made) fitTo(made);
      },
      { defer: true },
    ),
  );
  createEffect(
    on(
      () => props.fresh,
      (keys) => {
        const rows = model.rows('arrivals');
        const places = keys.flatMap((key) => {
          const row = rows.get(key);
          return row && row.lon !== null && row.lat !== null
            ? [{ lon: row.lon, lat: row.lat }]
            : [];
        });
        if (places.length > 0 && calm()) scene()?.pulse(places);
      },
      { defer: true },
    ),
  );

  const open = (at: Point, near: number) => {
    const hit = geometry.grids.find(
      ({ polygons, x, y }) =>
        contains(polygons, at) ||
        (polygons.length === 0 && Math.hypot(x - at[0], y - at[1]) < near),
    );
    if (hit) go({ grid: hit.id, caseId: null, alert: null });
  };

  const steer = (made: MapScene, event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.activeElement?.matches('input, textarea, select')) return;
    const step = STEP.pan * props.unit;
    const moves: Readonly<Record<string, () => void>> = {
      '+': () => made.zoom(null, STEP.zoom),
      '=': () => made.zoom(null, STEP.zoom),
      '-': () => made.zoom(null, 1 / STEP.zoom),
      '0': () => made.focus({ kind: 'all' }, calm()),
      ...(event.shiftKey && {
        ArrowLeft: () => made.pan(step, 0),
        ArrowRight: () => made.pan(-step, 0),
        ArrowUp: () => made.pan(0, step),
        ArrowDown: () => made.pan(0, -step),
      }),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  };

  const chosen = createMemo((): (GridShape & { at: Point }) | null => {
    shown();
    const made = scene();
    const shape = geometry.grids.find((grid) => grid.id === cursor());
    return made && shape ? { ...shape, at: made.toScreen([shape.x, shape.y]) } : null;
  });
  const notLocated = () => {
    model.rows('cases');
    return cases.unplaced;
  };

  return (
    <div class="map" data-stale={staleness(model, 'cases') ?? undefined}>
      <div ref={host} class="map-canvas">
        {stage()?.element}
        <Show when={chosen()}>
          {(grid) => (
            <div class="map-cursor" style={{ left: `${grid().at[0]}px`, top: `${grid().at[1]}px` }}>
              {format().name(names.grid(grid().id))}
              <small>
                {text().legend.open} {format().count(model.row('grids', grid().id)?.open ?? 0)}
              </small>
            </div>
          )}
        </Show>
      </div>
      <MapLegend
        detail={shown().detail}
        nearness={shown().nearness}
        standing={standing()}
        notLocated={notLocated()}
        note={props.note}
      />
    </div>
  );
}
