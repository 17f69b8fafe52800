import { For, Show } from 'solid-js';
import { ALERT_LEVELS } from '../../config/contract/vocabulary.ts';
import { hexOf, INKS } from '../stage/palette.ts';
import { useWall } from './context.ts';
import { LightMark } from './Mark.tsx';

/** What heights and beacons of the relief mean. @param unplaced alerts that stand over no grid */
export function ReliefLegend(props: { unplaced: number }) {
  const { text, format, theme } = useWall();
  const ink = () => INKS[theme()];
  return (
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
      <Show when={props.unplaced > 0}>
        <span class="map-note">{text().relief.unplaced(format().count(props.unplaced))}</span>
      </Show>
    </div>
  );
}
