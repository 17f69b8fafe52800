import { For, Show } from 'solid-js';
import type { DayRow, HourRow } from '../../config/contract/picture.ts';
import { useWall } from './context.ts';

const newestFirst = <R extends { at: number }>(rows: ReadonlyMap<string, R>): R[] =>
  [...rows.values()].sort((a, b) => b.at - a.at);

/** What the chart of the last 24 hours shows, as a table. */
export function HourTable() {
  const { model, text, format } = useWall();
  return (
    <table class="table">
      <caption class="drill-title">{text().tile.hours}</caption>
      <thead>
        <tr>
          <th scope="col">{text().drill.hour}</th>
          <th scope="col">{text().legend.orders}</th>
          <th scope="col">{text().legend.patrols}</th>
          <th scope="col">{text().drill.expected}</th>
        </tr>
      </thead>
      <tbody>
        <For each={newestFirst<HourRow>(model.rows('hours'))}>
          {(row) => (
            <tr>
              <th scope="row">{format().moment(row.at, model.now())}</th>
              <td>{format().count(row.orders)}</td>
              <td>{format().count(row.patrols)}</td>
              <td>
                <Show when={row.expected} fallback="–">
                  {(band) =>
                    text().between(format().count(band().low), format().count(band().high))
                  }
                </Show>
              </td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  );
}

/** What the chart of the last 30 days shows, as a table. */
export function DayTable() {
  const { model, text, format } = useWall();
  return (
    <table class="table">
      <caption class="drill-title">{text().tile.days}</caption>
      <thead>
        <tr>
          <th scope="col">{text().drill.day}</th>
          <th scope="col">{text().legend.orders}</th>
          <th scope="col">{text().legend.patrols}</th>
          <th scope="col">{text().counter.closed}</th>
          <th scope="col">{text().legend.lastYear}</th>
        </tr>
      </thead>
      <tbody>
        <For each={newestFirst<DayRow>(model.rows('days'))}>
          {(row) => (
            <tr>
              <th scope="row">{format().day(row.at)}</th>
              <td>{format().count(row.orders)}</td>
              <td>{format().count(row.patrols)}</td>
              <td>{format().count(row.closed)}</td>
              <td>{row.lastYear === null ? '–' : format().count(row.lastYear)}</td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  );
}
