import { createEffect, on, onCleanup, Show } from 'solid-js';
import { Alerts } from '../panels/Alerts.tsx';
import { Arrivals } from '../panels/Arrivals.tsx';
import { CityMap } from '../panels/CityMap.tsx';
import { useWall } from '../panels/context.ts';
import { Drill } from '../panels/Drill.tsx';
import { Due } from '../panels/Due.tsx';
import { Figures } from '../panels/Figures.tsx';
import { Footer } from '../panels/Footer.tsx';
import { Header } from '../panels/Header.tsx';
import { Mix } from '../panels/Mix.tsx';
import { Ports } from '../panels/Ports.tsx';
import { back, isNowhere } from '../panels/place.ts';
import { Stations } from '../panels/Stations.tsx';
import { Days, Hours } from '../panels/Trends.tsx';
import { Units } from '../panels/Units.tsx';
import { createUnit } from '../panels/unit.ts';
import type { Focus } from '../stage/focus.ts';
import { keyboard } from './keyboard.ts';

const WHOLE: Focus = { kind: 'all' };

/** 值守: the wall of the duty officer. */
export function Duty(props: {
  fresh: readonly string[];
  setCursor: (grid: string | null) => void;
  toggleLanguage: () => void;
}) {
  const { deployment, geometry, place, go, cursor } = useWall();
  const unit = createUnit();
  const drilling = () => !isNowhere(place());

  const listen = keyboard({
    grids: () => geometry.grids,
    cursor: () => cursor() ?? place().grid,
    moveTo: props.setCursor,
    open: (grid) => go({ grid, caseId: null, alert: null }),
    back: () => {
      if (drilling()) go(back(place()));
      else props.setCursor(null);
    },
    toggleLanguage: props.toggleLanguage,
  });
  window.addEventListener('keydown', listen);
  onCleanup(() => window.removeEventListener('keydown', listen));

  // Whoever opens a panel by key goes on by key: its first row takes the focus.
  createEffect(
    on(place, (at) => {
      props.setCursor(null);
      if (isNowhere(at)) return;
      requestAnimationFrame(() => {
        const drill = document.querySelector('.drill');
        const target =
          drill?.querySelector<HTMLElement>('[data-list] button') ??
          drill?.querySelector<HTMLElement>('.back');
        target?.focus();
      });
    }),
  );

  return (
    <main class="wall" classList={{ 'no-stations': deployment.stations.length === 0 }}>
      <Header />
      <div class="left">
        <Show
          when={drilling()}
          fallback={
            <>
              <Arrivals fresh={props.fresh} />
              <Mix />
            </>
          }
        >
          <Drill />
        </Show>
      </div>
      <div class="middle">
        <CityMap unit={unit()} fresh={props.fresh} focus={WHOLE} />
        <Figures />
      </div>
      <div class="right">
        <Alerts />
        <Due />
        <Units />
      </div>
      <div class="bottom">
        <Hours unit={unit()} />
        <Days unit={unit()} />
        <Show when={deployment.stations.length > 0}>
          <Stations />
        </Show>
        <Ports />
      </div>
      <Footer />
    </main>
  );
}
