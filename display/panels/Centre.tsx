import { createMemo, createSignal, Show } from 'solid-js';
import { CityMap } from './CityMap.tsx';
import { useWall } from './context.ts';
import { focusOf } from './map-focus.ts';
import { Situation } from './Situation.tsx';

/**
 * The middle of the wall: the map, or the subdistrict in relief where the desk steers to it or somebody
 * raised it here. The map stays behind the relief, so that neither change shows an empty place.
 */
export function Centre(props: {
  unit: number;
  /** Whether somebody at this wall wants the relief, or wants it away while the desk shows it. */
  turned: boolean;
}) {
  const { deployment, geometry, model, text, fresh } = useWall();
  const [weak, setWeak] = createSignal(false);
  const stage = () => model.row('stage', 'all');
  const relief = () => (stage()?.mode === 'situation') !== props.turned;
  const focus = createMemo(
    () => {
      const row = stage();
      const incident = row?.mode === 'emergency' ? row.incident : null;
      const subject = incident?.subject ?? row?.focus ?? null;
      const found = subject && focusOf(subject, deployment, geometry, model);
      return found ?? { kind: 'all' as const };
    },
    undefined,
    { equals: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
  );

  return (
    <>
      <CityMap
        unit={props.unit}
        fresh={fresh.arrivals()}
        focus={focus()}
        note={relief() && weak() ? text().relief.weak : null}
      />
      <Show when={relief() && !weak()}>
        <Situation unit={props.unit} weak={() => setWeak(true)} />
      </Show>
    </>
  );
}
