import { createMemo, type JSX, Show } from 'solid-js';
import type { Band, CounterName } from '../../config/contract/picture.ts';
import { useWall } from './context.ts';
import { Tile } from './Tile.tsx';
import { Hours } from './Trends.tsx';

/** A count against its band: the track holds both, the bar is the band, the tick the count. */
function BandBar(props: { value: number; band: Band }) {
  const most = () => Math.max(props.value, props.band.high, 1) * 1.15;
  const part = (value: number) => `${(value / most()) * 100}%`;
  return (
    <div class="band" aria-hidden="true">
      <i
        class="band-range"
        style={{ left: part(props.band.low), right: `calc(100% - ${part(props.band.high)})` }}
      />
      <i class="band-tick" style={{ left: part(props.value) }} />
    </div>
  );
}

function Figure(props: {
  name: CounterName;
  note?: JSX.Element;
  /** A number that has rows of its own, below the figure. */
  part?: { said: string; list: string };
  /** The side of the band that asks for attention. */
  concern?: 'above' | 'below';
  alarm?: boolean;
}) {
  const { model, text, format, go } = useWall();
  const row = createMemo(() => model.row('counters', props.name));
  const shown = () => {
    const value = row()?.value;
    return value === undefined ? '–' : format().count(value);
  };
  const band = () => row()?.expected ?? null;
  const outside = () => {
    const expected = band();
    const value = row()?.value ?? 0;
    if (!expected) return null;
    if (value > expected.high) return 'above';
    return value < expected.low ? 'below' : null;
  };
  const range = (expected: Band) =>
    text().between(format().count(expected.low), format().count(expected.high));
  return (
    <div class="figure" data-alarm={(props.alarm && (row()?.value ?? 0) > 0) || undefined}>
      <button type="button" onClick={() => go({ list: props.name })}>
        <div class="figure-name">{text().counter[props.name]}</div>
        <div class="figure-value">
          {shown()}
          <Show when={outside()}>
            {(side) => (
              <b data-concern={side() === props.concern || undefined}>
                {side() === 'above' ? text().aboveBand : text().belowBand}
              </b>
            )}
          </Show>
        </div>
        <div class="figure-note">
          <Show when={band()}>
            {(expected) => (
              <>
                <BandBar value={row()?.value ?? 0} band={expected()} />
                <div>{text().expectedNow(range(expected()))}</div>
              </>
            )}
          </Show>
          {props.note}
        </div>
      </button>
      <Show when={props.part}>
        {(part) => (
          <button type="button" class="figure-note" onClick={() => go({ list: part().list })}>
            {part().said}
          </button>
        )}
      </Show>
    </div>
  );
}

/** Today: counts with what was to be expected by now, never a bare percentage, over the last day's hours. */
export function Today() {
  const { deployment, model, cases, text, format } = useWall();
  const nearlyDue = () => {
    model.rows('cases');
    return format().count(cases.count('yellow'));
  };
  const history = (name: CounterName) =>
    model.row('counters', name)?.expected === null ? text().noHistory : '';
  return (
    <Tile view="counters" title={text().tile.today} origin={text().origin.counters} class="today">
      <div class="figures">
        <Figure name="orders" concern="above" note={history('orders')} />
        <Show when={deployment.city || (model.row('counters', 'patrols')?.value ?? 0) > 0}>
          <Figure name="patrols" concern="below" note={history('patrols')} />
        </Show>
        <Figure name="closed" concern="below" note={history('closed')} />
        <Figure
          name="open"
          part={{ said: text().ofWhich(text().lightWord.yellow, nearlyDue()), list: 'soon' }}
        />
        <Figure name="overdue" alarm />
      </div>
      <Hours />
    </Tile>
  );
}
