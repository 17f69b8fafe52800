import {
  createEffect,
  createMemo,
  createSignal,
  For,
  Index,
  on,
  onCleanup,
  onMount,
  Show,
} from 'solid-js';
import type { AlertRow } from '../../config/contract/picture.ts';
import { ALERT_LEVELS, type AlertLevel } from '../../config/contract/vocabulary.ts';
import type { ReliefScene } from '../layers/relief/relief-scene.ts';
import { stands } from '../model/order.ts';
import { hexOf, INKS } from '../stage/palette.ts';
import type { Point } from '../stage/projection.ts';
import { useWall } from './context.ts';
import { LightMark } from './Mark.tsx';
import { type Head, headOf, seatWords, type Word } from './relief-words.ts';

/** How long the eye of the relief stays with a grid in which something new needs action. */
const STAY_MS = 8000;
/** Metres over a prism at which names stand, and heads of beacons with their names. */
const ABOVE = 30;

const calm = (): boolean => !window.matchMedia('(prefers-reduced-motion: reduce)').matches;
const weight = (level: AlertLevel): number => ALERT_LEVELS.indexOf(level);
const urgent = ({ level }: { level: AlertLevel }): boolean => weight(level) >= weight('red');

/**
 * 三维态势: the grids in relief by open cases, with a beacon over each that has an alert. The same rows, the
 * same selection and the same colours as the map. `weak` is called where the graphics cannot carry it.
 */
export function Situation(props: { unit: number; weak: () => void }) {
  const { geometry, names, model, watchdog, text, format, place, cursor, go, theme } = useWall();
  const [scene, setScene] = createSignal<ReliefScene | null>(null);
  const [words, setWords] = createSignal<readonly Word[]>([]);
  const [heads, setHeads] = createSignal<readonly Head[]>([]);
  let host!: HTMLDivElement;
  const ink = () => INKS[theme()];
  let seats = new Map<string, number>();
  /** Whether this machine's graphics carried the relief once; a lost context says nothing against it. */
  let proven = false;
  let ruler: CanvasRenderingContext2D | null = null;

  const chosen = () => cursor() ?? place().grid;
  /** Whether somebody was told of it, and it stands. */
  const isTold = (row: AlertRow): boolean => row.untold === null && stands(row, model.now());
  /** The worst of each grid. */
  const told = createMemo(() => {
    const worst = new Map<string, { row: AlertRow; count: number }>();
    for (const row of model.rows('alerts').values()) {
      if (!isTold(row)) continue;
      const known = worst.get(row.grid);
      if (!known) worst.set(row.grid, { row, count: 1 });
      else if (weight(row.level) > weight(known.row.level)) worst.set(row.grid, { row, count: 1 });
      else if (row.level === known.row.level) known.count += 1;
    }
    return worst;
  });

  /** Alerts that stand over no grid. */
  const unplaced = createMemo(
    () =>
      [...model.rows('alerts').values()].filter(
        (row) => isTold(row) && names.feature(row.grid) === undefined,
      ).length,
  );

  const show = (made: ReliefScene) => {
    const rows = model.rows('grids');
    const most = Math.max(1, ...[...rows.values()].map(({ open }) => open));
    made.show(
      geometry.grids.map(({ id }) => {
        const alert = told().get(id);
        return {
          load: (rows.get(id)?.open ?? 0) / most,
          alarmed: alert !== undefined && urgent(alert.row),
          chosen: id === chosen(),
        };
      }),
      geometry.grids.flatMap(({ id, x, y }) => {
        const alert = told().get(id);
        return alert ? [{ x, y, level: alert.row.level }] : [];
      }),
    );
  };

  /** Heads of beacons, the worst over the others. */
  const headsOn = (made: ReliefScene): Head[] =>
    geometry.grids
      .flatMap(({ id, x, y }, n) => {
        const level = told().get(id)?.row.level;
        if (!level) return [];
        return [headOf(level, made.toScreen(n, [x, y], made.beaconHeight(level)), props.unit)];
      })
      .sort((a, b) => weight(a.level) - weight(b.level));

  /** Names wished for: of grids that need action, the chosen one, communities. */
  const namesOn = (made: ReliefScene): Word[] => [
    ...geometry.grids.flatMap(({ id, x, y }, n): Word[] => {
      const alert = told().get(id);
      const bad = alert && urgent(alert.row) ? alert : null;
      if (!bad && id !== chosen()) return [];
      const open = format().count(model.row('grids', id)?.open ?? 0);
      const what = bad
        ? `${text().level[bad.row.level]} ${format().count(bad.count)}`
        : `${text().legend.open} ${open}`;
      const level = bad?.row.level ?? null;
      const above = level === null ? ABOVE : made.beaconHeight(level);
      const said = `${format().name(names.grid(id))}  ${what}`;
      return [{ id, text: said, level, needed: true, at: made.toScreen(n, [x, y], above) }];
    }),
    ...geometry.communities.map(({ id, x, y }): Word => {
      const n = geometry.grids.findIndex((grid) => grid.community === id);
      const at = made.toScreen(n, [x, y], ABOVE);
      const said = format().name(names.community(id));
      return { id: `community ${id}`, text: said, level: null, needed: false, at };
    }),
  ];

  const measure = (said: string, size: number): number => {
    ruler ??= document.createElement('canvas').getContext('2d');
    if (!ruler) return 0;
    ruler.font = `500 ${size}px "Noto Sans SC", sans-serif`;
    return ruler.measureText(said).width;
  };
  const label = (made: ReliefScene) => {
    const { clientWidth: width, clientHeight: height } = host;
    const shown = headsOn(made);
    const seated = seatWords(
      namesOn(made),
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
      () => [...told()].filter(([, { row }]) => urgent(row)).map(([grid]) => grid),
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
      <div class="map-legend">
        <span>
          <i
            class="situation-step"
            style={{
              background: `linear-gradient(${hexOf(ink().of.summit)}, ${hexOf(ink().of['load-1'])})`,
            }}
          />
          {text().relief.height}
        </span>
        <For each={ALERT_LEVELS.toReversed()}>
          {(level) => (
            <span>
              <LightMark light={level} />
              {text().level[level]}
            </span>
          )}
        </For>
        <span class="map-note">{text().relief.title}</span>
        <Show when={unplaced() > 0}>
          <span class="map-note">{text().relief.unplaced(format().count(unplaced()))}</span>
        </Show>
      </div>
    </div>
  );
}
