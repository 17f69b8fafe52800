import {
  type Accessor,
  createEffect,
  createMemo,
  createResource,
  on,
  onCleanup,
  Show,
} from 'solid-js';
import { type StationId, stationId } from '../../config/contract/ids.ts';
import { metresBetween, NEAR_METRES } from '../model/incident.ts';
import { getNear } from '../net/api.ts';
import { useWall } from './context.ts';
import { createIncidentPlace } from './incident-place.ts';
import { writeList } from './list-name.ts';
import { FittedTile } from './Tile.tsx';

const ROW_REM = 3.5;
/** What is near changes as people walk. */
const EVERY_MS = 30_000;
/** Of each kind so many at first, so that none crowds out the others. */
const OF_EACH = 2;

interface Helper {
  kind: 'patroller' | 'posts' | 'firms' | 'station';
  name: string;
  note: string;
  metres: number;
  /** Of a station: it opens its readings. */
  station: StationId | null;
}

/** Who and what is near the incident: patrollers lately seen, posts, firms, stations, the nearest first. */
export function createNear(): { helpers: Accessor<Helper[]>; note: Accessor<string> } {
  const { deployment, model, text, format } = useWall();
  const place = createIncidentPlace();
  const [answer, { refetch }] = createResource(place, (at) => getNear(at, NEAR_METRES));
  const timer = setInterval(() => void refetch(), EVERY_MS);
  onCleanup(() => clearInterval(timer));
  // A server that was away is asked again as soon as it is back.
  createEffect(
    on(
      model.state,
      (state) => {
        if (state === 'live') void refetch();
      },
      { defer: true },
    ),
  );

  const helpers = createMemo((): Helper[] => {
    const at = place();
    const result = answer.latest;
    if (!at) return [];
    const near = result?.ok ? result.value : null;
    const kinds: Helper[][] = [
      (near?.patrollers ?? []).map(({ patroller, at: seen, metres }) => ({
        kind: 'patroller',
        name: text().near.patroller(patroller),
        note: format().age(seen, model.now()),
        metres,
        station: null,
      })),
      ...(['posts', 'firms'] as const).map((register) =>
        (near?.registered ?? [])
          .filter((one) => one.register === register)
          .map(
            ({ name, metres }): Helper => ({
              ...{ kind: register, name, note: '', metres, station: null },
            }),
          ),
      ),
      deployment.stations
        .map(
          (station): Helper => ({
            kind: 'station',
            name: format().name(station.name),
            note: '',
            metres: metresBetween(at, station),
            station: stationId(station.id),
          }),
        )
        .filter(({ metres }) => metres <= NEAR_METRES)
        .sort((a, b) => a.metres - b.metres),
    ];
    return [
      ...kinds.flatMap((of) => of.slice(0, OF_EACH)),
      ...kinds.flatMap((of) => of.slice(OF_EACH)),
    ];
  });
  const note = () =>
    answer.latest?.ok === false
      ? text().drill.failed
      : text().near.within(format().count(NEAR_METRES));
  return { helpers, note };
}

/** One helper with its distance. */
export function NearLine(props: { one: Helper }) {
  const { text, format, go } = useWall();
  const parts = () => (
    <>
      <span class="row-meta">{text().near.kind[props.one.kind]}</span>
      <span class="row-main">{props.one.name}</span>
      <span class="row-meta">{props.one.note}</span>
      <span class="number">{text().near.metres(format().count(Math.round(props.one.metres)))}</span>
    </>
  );
  return (
    <Show when={props.one.station} fallback={<div class="row near-row">{parts()}</div>}>
      {(id) => (
        <button
          type="button"
          class="row near-row"
          onClick={() => go({ list: writeList('station', { id: id() }) })}
        >
          {parts()}
        </button>
      )}
    </Show>
  );
}

/** Who and what is near the incident. */
export function Near() {
  const { text, go } = useWall();
  const near = createNear();
  return (
    <FittedTile
      view="stage"
      title={text().tile.near}
      origin=""
      class="near"
      extra={<span class="tile-more">{near.note()}</span>}
      items={near.helpers()}
      all={() => go({ list: 'near' })}
      height={ROW_REM}
      empty={text().empty.near}
    >
      {(one) => <NearLine one={one} />}
    </FittedTile>
  );
}
