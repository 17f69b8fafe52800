import { createMemo, createResource, For, type JSX, Show } from 'solid-js';
import type { Counted } from '../../config/contract/ground.ts';
import { KPIS, type KpiId } from '../../config/contract/kpi.ts';
import { GRID_DAYS, kpiDays } from '../model/grid-days.ts';
import { getGrid, getGridKpis } from '../net/api.ts';
import { contains } from '../stage/areas.ts';
import { useWall } from './context.ts';
import { writeList } from './list-name.ts';
import { mostTelling } from './Stations.tsx';

const KPIS_SHOWN: readonly KpiId[] = ['closedInTime', 'solved', 'repeated', 'selfHandled'];

/** 全要素网格: all that every line tells of one grid: patrols, inspections, registers, stations, KPIs. */
export function GridLines(props: { grid: string }) {
  const { deployment, geometry, model, text, format, language, go } = useWall();
  const [lines] = createResource(() => props.grid, getGrid);
  const [kpis] = createResource(
    () => props.grid,
    (grid) => getGridKpis(grid, ...kpiDays(format().isoDay, model.now())),
  );
  const known = () => {
    const result = lines.latest;
    return result?.ok && result.value.grid === props.grid ? result.value : null;
  };
  const kpiRows = () => {
    const result = kpis.latest;
    return result?.ok
      ? KPIS_SHOWN.flatMap((id) => result.value.filter((row) => row.id === id))
      : [];
  };
  const stations = createMemo(() => {
    const shape = geometry.grids.find(({ id }) => id === props.grid);
    if (!shape) return [];
    return deployment.stations.filter(({ lon, lat }) =>
      contains(shape.polygons, geometry.project(lon, lat)),
    );
  });
  const sum = (pick: (row: { reports: number; selfHandled: number; hazards: number }) => number) =>
    (known()?.patrols ?? []).reduce((all, row) => all + pick(row), 0);
  const since = () => {
    const [from, to] = kpiDays(format().isoDay, model.now());
    return { grid: props.grid, from, to };
  };
  /** A number that opens its rows, said with what it counts. */
  const opens = (said: string, count: number, list: string, by: Record<string, string>) => (
    <button type="button" disabled={count === 0} onClick={() => go({ list: writeList(list, by) })}>
      {said}
    </button>
  );
  const counted = (say: (count: string) => string, count: number, of: Counted) =>
    opens(say(format().count(count)), count, of, { ...since(), days: String(GRID_DAYS) });
  const between = () => <span aria-hidden="true">{text().separator}</span>;
  const line = (name: string, value: JSX.Element) => (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
  return (
    <>
      <h3>
        {text().gridLines.title}
        <span>{text().gridLines.days(String(GRID_DAYS))}</span>
      </h3>
      <Show
        when={known()}
        fallback={
          <p class="empty">
            {lines.latest?.ok === false ? text().drill.failed : text().drill.loading}
          </p>
        }
      >
        {(one) => (
          <dl class="lines">
            {line(
              text().gridLines.patrols,
              <>
                {counted(
                  text().gridLines.reports,
                  sum(({ reports }) => reports),
                  'patrols',
                )}
                {between()}
                {counted(
                  text().gridLines.fixed,
                  sum((row) => row.selfHandled),
                  'selfHandled',
                )}
                {between()}
                {counted(text().gridLines.people, one().patrollers, 'patrols')}
              </>,
            )}
            {line(
              text().gridLines.safety,
              <>
                {counted(text().gridLines.checks, one().inspections.checks, 'inspections')}
                {between()}
                {counted(
                  text().gridLines.hazards,
                  sum(({ hazards }) => hazards),
                  'hazards',
                )}
              </>,
            )}
            {line(
              text().gridLines.registers,
              <For each={one().registers} fallback={text().gridLines.none}>
                {({ register, entries }, n) => (
                  <>
                    <Show when={n() > 0}>{between()}</Show>
                    {opens(
                      `${text().gridLines.register[register]} ${format().count(entries)}`,
                      entries,
                      'registered',
                      { grid: props.grid, register },
                    )}
                  </>
                )}
              </For>,
            )}
          </dl>
        )}
      </Show>
      <dl class="lines">
        <For each={stations()}>
          {(station) => {
            const shown = () => {
              const row = model.row('stations', station.id);
              return row ? mostTelling(station, row, model.now(), deployment.zone) : null;
            };
            return line(
              text().tile.stations,
              opens(
                [
                  format().name(station.name),
                  ...[shown()].flatMap((one) =>
                    one === null
                      ? []
                      : `${format().name(one.name)} ${one.flag === 'N' ? [one.value, ...one.words.map(format().name)].join(' ') : text().flag[one.flag]}`,
                  ),
                ].join(text().separator),
                1,
                'station',
                { id: station.id },
              ),
            );
          }}
        </For>
        <For each={kpiRows()}>
          {(row) =>
            line(
              KPIS[row.id][language()],
              row.denominator === 0
                ? text().gridLines.none
                : opens(
                    text().gridLines.ratio(
                      format().count(row.numerator),
                      format().count(row.denominator),
                    ),
                    row.denominator,
                    'kpi',
                    { ...since(), id: row.id },
                  ),
            )
          }
        </For>
      </dl>
    </>
  );
}
