import { createMemo, createResource, For, type JSX, Show } from 'solid-js';
import { KPIS, type KpiId } from '../../config/contract/kpi.ts';
import { GRID_DAYS, kpiDays } from '../model/grid-days.ts';
import { getGrid, getGridKpis } from '../net/api.ts';
import { contains } from '../stage/areas.ts';
import { useWall } from './context.ts';
import { mostTelling } from './Stations.tsx';

const KPIS_SHOWN: readonly KpiId[] = ['closedInTime', 'solved', 'repeated', 'selfHandled'];

/** 全要素网格: all that every line tells of one grid: patrols, inspections, registers, stations, KPIs. */
export function GridLines(props: { grid: string }) {
  const { deployment, geometry, model, text, format, language } = useWall();
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
    format().count((known()?.patrols ?? []).reduce((all, row) => all + pick(row), 0));
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
              text().gridLines.patrolled(
                sum(({ reports }) => reports),
                sum(({ selfHandled }) => selfHandled),
                format().count(one().patrollers),
              ),
            )}
            {line(
              text().gridLines.safety,
              text().gridLines.inspected(
                format().count(one().inspections.checks),
                sum(({ hazards }) => hazards),
              ),
            )}
            {line(
              text().gridLines.registers,
              one().registers.length === 0
                ? text().gridLines.none
                : one()
                    .registers.map(
                      ({ register, entries }) =>
                        `${text().gridLines.register[register]} ${format().count(entries)}`,
                    )
                    .join(text().separator),
            )}
          </dl>
        )}
      </Show>
      <dl class="lines">
        <For each={stations()}>
          {(station) => {
            const shown = () => {
              const row = model.row('stations', station.id);
              return row ? mostTelling(station, row, model.now()) : null;
            };
            return line(
              text().tile.stations,
              <>
                {format().name(station.name)}
                <Show when={shown()}>
                  {(one) =>
                    `${text().separator}${format().name(one().name)} ${one().flag === 'N' ? [one().value, ...one().words.map(format().name)].join(' ') : text().flag[one().flag]}`
                  }
                </Show>
              </>,
            );
          }}
        </For>
        <For each={kpiRows()}>
          {(row) =>
            line(
              KPIS[row.id][language()],
              row.denominator === 0
                ? text().gridLines.none
                : text().gridLines.ratio(
                    format().count(row.numerator),
                    format().count(row.denominator),
                  ),
            )
          }
        </For>
      </dl>
    </>
  );
}
