import { createMemo, Show } from 'solid-js';
import type { StationRow } from '../../config/contract/picture.ts';
import type { Station } from '../../config/deployment/schema.ts';
import { useWall } from './context.ts';
import { ListTile } from './Tile.tsx';

const ROW_REM = 3.5;
/** Water quality comes every four hours; two hours later a station is taken for lost. */
const LOST_MS = 6 * 3_600_000;

type Factor = Station['factors'][number];
interface Shown {
  factor: Factor;
  value: number;
  valid: boolean;
  flag: StationRow['readings'][number]['flag'];
  over: boolean;
}

/** The reading to show: one over its limit before the others, then in the deployment's order. */
export function mostTelling(station: Station | undefined, row: StationRow): Shown | null {
  const shown = (station?.factors ?? []).flatMap((factor): Shown[] => {
    const reading = row.readings.find((candidate) => candidate.factor === factor.code);
    if (!reading) return [];
    const valid = reading.flag === 'N';
    const over = valid && factor.limit !== undefined && reading.value > factor.limit.value;
    return [{ factor, value: reading.value, valid, flag: reading.flag, over }];
  });
  return shown.find((one) => one.over) ?? shown[0] ?? null;
}

/** Measuring stations: one telling value each, its flag where it is not valid, its limit where it is passed. */
export function Stations() {
  const { deployment, model, text, format, names } = useWall();
  const keys = createMemo(() => {
    const rows = model.rows('stations');
    return deployment.stations.map((station) => station.id).filter((id) => rows.has(id));
  });
  return (
    <ListTile
      view="stations"
      title={text().tile.stations}
      origin={text().origin.stations}
      class="stations"
      keys={keys()}
      height={ROW_REM}
      empty={text().empty.stations}
    >
      {(row, key) => {
        const station = names.station(key);
        const shown = createMemo(() => mostTelling(station, row()));
        return (
          <div
            class="row station-row"
            data-old={model.now() - row().at > LOST_MS || undefined}
            data-over={shown()?.over || undefined}
          >
            <span class="row-main">{station ? format().name(station.name) : key}</span>
            <Show when={shown()}>
              {(one) => (
                <span class="reading">
                  <span class="factor">{format().name(one().factor.name)}</span>
                  <Show when={one().valid} fallback={<em>{text().flag[one().flag]}</em>}>
                    <b>{one().value.toFixed(one().factor.digits)}</b>
                  </Show>
                </span>
              )}
            </Show>
          </div>
        );
      }}
    </ListTile>
  );
}
