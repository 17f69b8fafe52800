import { createEffect, createSignal, For, Index, on, onCleanup, onMount } from 'solid-js';
import type { ReliefScene } from '../layers/relief/relief-scene.ts';
import { INKS } from '../stage/palette.ts';
import type { Point } from '../stage/projection.ts';
import { useWall } from './context.ts';
import { LightMark } from './Mark.tsx';
import { ReliefLegend } from './ReliefLegend.tsx';
import { createReliefNames } from './relief-names.ts';
import { type Head, type SeatedWord, seatWords } from './relief-words.ts';
import { createWorstAlerts, isUrgent } from './worst-alerts.ts';

/** How long the eye of the relief stays with a grid in which something new needs action. */
const STAY_MS = 8000;

const calm = (): boolean => !window.matchMedia('(prefers-reduced-motion: reduce)').matches;

/**
 * 三维态势: the grids in relief by open cases, with a beacon over each that has an alert. The same rows, the
 * same selection and the same colours as the map. `weak` is called where the graphics cannot carry it.
 */
export function Situation(props: { unit: number; weak: () => void }) {
  const { geometry, model, watchdog, place, cursor, go, theme } = useWall();
  const [scene, setScene] = createSignal<ReliefScene | null>(null);
  const [words, setWords] = createSignal<readonly SeatedWord[]>([]);
  const [heads, setHeads] = createSignal<readonly Head[]>([]);
  let host!: HTMLDivElement;
  const ink = () => INKS[theme()];
  let seats = new Map<string, number>();
  /** Whether this machine's graphics carried the relief once; a lost context says nothing against it. */
  let proven = false;
  let ruler: CanvasRenderingContext2D | null = null;

  const chosen = () => cursor() ?? place().grid;
  const { worst, unplaced } = createWorstAlerts();
  const over = createReliefNames(worst, chosen);

  const show = (made: ReliefScene) => {
    const rows = model.rows('grids');
    const most = Math.max(1, ...[...rows.values()].map(({ open }) => open));
    made.show(
      geometry.grids.map(({ id }) => {
        const alert = worst().get(id);
        return {
          load: (rows.get(id)?.open ?? 0) / most,
          alarmed: alert !== undefined && isUrgent(alert.row),
          chosen: id === chosen(),
        };
      }),
      geometry.grids.flatMap(({ id, x, y }) => {
        const alert = worst().get(id);
        return alert ? [{ x, y, level: alert.row.level }] : [];
      }),
    );
  };

  const measure = (said: string, size: number): number => {
    ruler ??= document.createElement('canvas').getContext('2d');
    if (!ruler) return 0;
    ruler.font = `500 ${size}px "Noto Sans SC", sans-serif`;
    return ruler.measureText(said).width;
  };
  const label = (made: ReliefScene) => {
    const { clientWidth: width, clientHeight: height } = host;
    const shown = over.heads(made, props.unit);
    const seated = seatWords(
      over.words(made),
      shown,
      { width, height, unit: props.unit, measure },
      seats,
    );
    seats = seated.seats;
    setHeads(shown);
    setWords(seated.words);
  };

  const build = async () => {
    const { ReliefScene } = await import('../layers/relief/relief-scene.ts');
    if (gone) return;
    scene()?.dispose();
    setScene(null);
    let made: ReliefScene | undefined;
    try {
      made = new ReliefScene({
        geometry,
        ink: ink(),
        resolution: window.devicePixelRatio,
        calm: calm(),
        moved: () => made && label(made),
        lost: () => {
          const at = performance.now();
          void build().then(() => watchdog.healed('graphics', performance.now() - at));
        },
      });
      show(made);
      made.resize(host.clientWidth, host.clientHeight);
      if (!proven) made.prove();
      proven = true;
      setScene(made);
    } catch {
      made?.dispose();
      props.weak();
    }
  };
  let gone = false;
  onMount(() => {
    const resized = new ResizeObserver(() => scene()?.resize(host.clientWidth, host.clientHeight));
    resized.observe(host);
    // by key the arrows and Enter choose a grid; the listener is for those who point
    host.addEventListener('click', (event) => {
      const box = host.getBoundingClientRect();
      const id = scene()?.gridAt([event.clientX - box.left, event.clientY - box.top]);
      if (id) go({ grid: id, caseId: null, alert: null });
    });
    onCleanup(() => {
      gone = true;
      resized.disconnect();
      scene()?.dispose();
    });
  });
  // another light is another scene
  createEffect(on(theme, () => void build()));

  createEffect(() => {
    const made = scene();
    if (!made) return;
    show(made);
    label(made);
  });
  const placeOf = (id: string | null): Point | null => {
    const grid = geometry.grids.find((shape) => shape.id === id);
    return grid ? [grid.x, grid.y] : null;
  };
  createEffect(() => scene()?.settleOn(placeOf(chosen())));
  createEffect(
    on(
      () => [...worst()].filter(([, { row }]) => isUrgent(row)).map(([grid]) => grid),
      (now, before) => {
        const fresh = now.find((grid) => !before?.includes(grid));
        if (fresh === undefined || before === undefined || chosen() !== null) return;
        scene()?.settleOn(placeOf(fresh));
        const back = setTimeout(() => chosen() === null && scene()?.settleOn(null), STAY_MS);
        onCleanup(() => clearTimeout(back));
      },
    ),
  );

  return (
    <div class="situation" data-ready={scene() !== null || undefined}>
      <div ref={host} class="map-canvas">
        {scene()?.canvas}
        <For each={words()}>
          {(word) => (
            <span
              class={`situation-word ${word.level ? `light-${word.level}` : ''}`}
              style={{ transform: `translate(${word.at[0]}px, ${word.at[1]}px)` }}
            >
              {word.text}
            </span>
          )}
        </For>
        <Index each={heads()}>
          {(head) => (
            <span
              class="situation-head"
              style={{
                width: `${head().side}px`,
                transform: `translate(${head().at[0]}px, ${head().at[1]}px) translate(-50%, -50%)`,
              }}
            >
              <LightMark light={head().level} />
            </span>
          )}
        </Index>
      </div>
      <ReliefLegend unplaced={unplaced()} />
    </div>
  );
}
