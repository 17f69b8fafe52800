import { type Accessor, createMemo, Show } from 'solid-js';
import { AIR_LEVELS } from '../../config/contract/air.ts';
import type { Millis } from '../../config/contract/ids.ts';
import type { StationRow } from '../../config/contract/picture.ts';
import type { Name } from '../../config/deployment/name.ts';
import type { Station } from '../../config/deployment/schema.ts';
import { limitAt } from '../../config/deployment/station-limits.ts';
import { useWall } from './context.ts';
import { writeList } from './list-name.ts';
import { ListTile } from './Tile.tsx';

const ROW_REM = 3.5;
/** Water quality comes every four hours; two hours later a station is taken for lost. */
const LOST_MS = 6 * 3_600_000;

interface Shown {
  name: Name;
  value: string;
  /** What the value is called: the class of the air and what makes it. */
  words: readonly Name[];
  flag: StationRow['readings'][number]['flag'];
  over: boolean;
}

/** An index above this is over grade II. */
const GRADE_II = 100;
const plain = (text: string): Name => ({ zh: text, en: text });
const AQI = plain('AQI');

/** Where the air of a late hour is known, its index. @param now deployment time */
function airShown(station: Station | undefined, { air }: StationRow, now: Millis): Shown | null {
  if (!air || now - air.at > LOST_MS) return null;
  const nameOf = (code: string): Name =>
    station?.factors.find((factor) => factor.code === code)?.name ?? { zh: code, en: code };
  const words = [AIR_LEVELS[air.level - 1]!, ...air.primary.map(nameOf)];
  return { name: AQI, value: String(air.aqi), words, flag: 'N', over: air.aqi > GRADE_II };
}

/**
 * What to show: the air's index, else a reading, one beyond its limit before the others.
 * @param now deployment time
 * @param zone IANA zone in which the limits' dates stand
 */
export function mostTelling(
  station: Station | undefined,
  row: StationRow,
  now: Millis,
  zone: string,
): Shown | null {
  const shown = (station?.factors ?? []).flatMap((factor): Shown[] => {
    const reading = row.readings.find((candidate) => candidate.factor === factor.code);
    if (!reading) return [];
    const { value, flag, at } = reading;
    const limit = limitAt(factor.limit, at, zone);
    const least = limitAt(factor.least, at, zone);
    const over =
      flag === 'N' && ((limit && value > limit.value) || (least && value < least.value) || false);
    return [{ name: factor.name, value: value.toFixed(factor.digits), words: [], flag, over }];
  });
  return airShown(station, row, now) ?? shown.find((one) => one.over) ?? shown[0] ?? null;
}

/** Stations over a limit come first; the others keep the deployment's order, by which a place is learnt. */
export function createStationKeys(): Accessor<string[]> {
  const { deployment, model } = useWall();
  return createMemo(() => {
    const rows = model.rows('stations');
    const now = model.now();
    const known = deployment.stations.filter(({ id }) => rows.has(id));
    const well = (station: Station) =>
      Number(!mostTelling(station, rows.get(station.id)!, now, deployment.zone)?.over);
    return known.sort((a, b) => well(a) - well(b)).map(({ id }) => id);
  });
}

/** One station by what is most telling of it; opens its readings. */
export function StationLine(props: { row: StationRow }) {
  const { deployment, model, text, format, names, go } = useWall();
  const station = () => names.station(props.row.station);
  const shown = createMemo(() => mostTelling(station(), props.row, model.now(), deployment.zone));
  return (
    <button
      type="button"
      class="row station-row"
      data-old={model.now() - props.row.at > LOST_MS || undefined}
      data-over={shown()?.over || undefined}
      onClick={() => go({ list: writeList('station', { id: props.row.station }) })}
    >
      <span class="row-main">{format().name(station()?.name ?? plain(props.row.station))}</span>
      <Show when={shown()}>
        {(one) => (
          <span class="reading">
            <span class="factor">{format().name(one().name)}</span>
            <Show when={one().flag === 'N'} fallback={<em>{text().flag[one().flag]}</em>}>
              <b>{one().value}</b>
              <Show when={one().words.length > 0}>
                <span class="words">{one().words.map(format().name).join(' ')}</span>
              </Show>
            </Show>
          </span>
        )}
      </Show>
    </button>
  );
}

/** Measuring stations: the air's index or one telling value each, its flag where it is not valid, its limit where it is passed. */
export function Stations() {
  const { text, go } = useWall();
  const keys = createStationKeys();
  return (
    <ListTile
      view="stations"
      title={text().tile.stations}
      origin={text().origin.stations}
      class="stations"
      keys={keys()}
      all={() => go({ list: 'stations' })}
      height={ROW_REM}
      empty={text().empty.stations}
    >
      {(row) => <StationLine row={row()} />}
    </ListTile>
  );
}
