import {
  createEffect,
  createMemo,
  createSignal,
  For,
  on,
  onCleanup,
  onMount,
  Show,
} from 'solid-js';
import type { AlertRow } from '../../config/contract/picture.ts';
import { ALERT_LEVELS, type AlertLevel } from '../../config/contract/vocabulary.ts';
import { TEXT } from '../design/scale.ts';
import type { ReliefScene } from '../layers/relief/relief-scene.ts';
import { stands } from '../model/order.ts';
import { hexOf, INKS } from '../stage/palette.ts';
import { place as placeLabels, rectangle, type Wish } from '../stage/placement.ts';
import type { Point } from '../stage/projection.ts';
import { useWall } from './context.ts';
import { LightMark } from './Mark.tsx';

/** How long the eye of the relief stays with a grid in which something new needs action. */
const STAY_MS = 8000;
/** Metres over a prism at which names stand, and heads of beacons with their names. */
const ABOVE = 30;

type Word = { id: string; text: string; level: AlertLevel | null; at: Point };

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

  /** Names that stand over the relief without touching: of grids that need action, the chosen one, communities. */
  const label = (made: ReliefScene) => {
    ruler ??= document.createElement('canvas').getContext('2d');
    if (!ruler) return;
    const wished: { word: Omit<Word, 'at'>; size: number; at: Point }[] = [];
    geometry.grids.forEach(({ id, x, y }, n) => {
      const alert = told().get(id);
      const bad = alert && urgent(alert.row);
      if (!bad && id !== chosen()) return;
      const open = format().count(model.row('grids', id)?.open ?? 0);
      const what = bad
        ? `${text().level[alert.row.level]} ${format().count(alert.count)}`
        : `${text().legend.open} ${open}`;
      wished.push({
        word: {
          id,
          text: `${format().name(names.grid(id))}  ${what}`,
          level: bad ? alert.row.level : null,
        },
        size: 10 * TEXT.small,
        at: made.toScreen(n, [x, y], bad ? made.beaconHeight(alert.row.level) : ABOVE),
      });
    });
    for (const { id, x, y } of geometry.communities) {
      const n = geometry.grids.findIndex((grid) => grid.community === id);
      const word = { id: `community ${id}`, text: format().name(names.community(id)), level: null };
      wished.push({ word, size: 10 * TEXT.small, at: made.toScreen(n, [x, y], ABOVE) });
    }
    const { clientWidth: width, clientHeight: height } = host;
    const wishes = wished.map(({ word, size, at: [x, y] }): Wish => {
      const high = size * 1.5 * props.unit;
      if (ruler) ruler.font = `500 ${size * props.unit}px "Noto Sans SC", sans-serif`;
      const wide = (ruler?.measureText(word.text).width ?? 0) + 0.8 * size * props.unit;
      const gap = 20 * props.unit;
      const beside: Point[] = [
        [x + gap + wide / 2, y],
        [x - gap - wide / 2, y],
        [x, y - gap - high / 2],
      ];
      const over = [-0.6, 0.6, -1.3].map((row): Point => [x, y + row * high]);
      return { id: word.id, width: wide, height: high, seats: word.level ? beside : over };
    });
    seats = placeLabels(wishes, { width, height }, seats);
    setWords(
      wished.flatMap(({ word }, n) => {
        const wish = wishes[n];
        const seat = seats.get(word.id);
        if (!wish || seat === undefined) return [];
        const { left, top } = rectangle(wish, seat);
        return [{ ...word, at: [Math.round(left), Math.round(top)] as const }];
      }),
    );
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
      made.resize(host.clientWidth, host.clientHeight, props.unit);
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
    const resized = new ResizeObserver(() =>
      scene()?.resize(host.clientWidth, host.clientHeight, props.unit),
    );
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
