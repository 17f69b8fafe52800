import type { DayRow, HourRow } from '../../config/contract/picture.ts';
import { useWall } from './context.ts';
import { PartedTable } from './Parted.tsx';

const newestFirst = <R extends { at: number }>(rows: ReadonlyMap<string, R>): R[] =>
  [...rows.values()].sort((a, b) => b.at - a.at);

/** What the chart of the last 24 hours shows, as a table. */
export function HourTable() {
  const { model, text, format } = useWall();
  return (
    <PartedTable
      title={text().tile.hours}
      columns={[
        text().drill.hour,
        text().legend.orders,
        text().legend.patrols,
        text().drill.expected,
      ]}
      items={newestFirst<HourRow>(model.rows('hours'))}
      empty={text().noHistory}
      cells={({ at, orders, patrols, expected }) => [
        format().moment(at, model.now()),
        format().count(orders),
        format().count(patrols),
        expected
          ? text().between(format().count(expected.low), format().count(expected.high))
          : '–',
      ]}
    />
  );
}

/** What the chart of the last 30 days shows, as a table. */
export function DayTable() {
  const { model, text, format } = useWall();
  return (
    <PartedTable
      title={text().tile.days}
      columns={[
        text().drill.day,
        text().legend.orders,
        text().legend.patrols,
        text().counter.closed,
        text().legend.lastYear,
      ]}
      items={newestFirst<DayRow>(model.rows('days'))}
      empty={text().noHistory}
      cells={({ at, orders, patrols, closed, lastYear }) => [
        format().day(at),
        format().count(orders),
        format().count(patrols),
        format().count(closed),
        lastYear === null ? '–' : format().count(lastYear),
      ]}
    />
  );
}
