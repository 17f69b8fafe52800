import type { DayRow, HourRow } from '../../config/contract/picture.ts';
import { useWall } from './context.ts';
import { writeList } from './list-name.ts';
import { type Cell, PartedTable } from './Parted.tsx';

const DAY_MS = 86_400_000;

const newestFirst = <R extends { at: number }>(rows: ReadonlyMap<string, R>): R[] =>
  [...rows.values()].sort((a, b) => b.at - a.at);

/** The same date a year before, both as yyyy-MM-dd; 28 February where there is no 29th. */
const yearBefore = (day: string): string =>
  `${Number(day.slice(0, 4)) - 1}${day.slice(4).replace('-02-29', '-02-28')}`;

/** A count and the list of its rows; without any it leads nowhere. */
function createCell(): (value: number, of: string, by: Record<string, string>) => Cell {
  const { format } = useWall();
  return (value, of, by) => ({
    said: format().count(value),
    ...(value > 0 && { list: writeList(of, by) }),
  });
}

/** What the chart of the last 24 hours shows, as a table. */
export function HourTable() {
  const { model, text, format } = useWall();
  const counted = createCell();
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
        { said: format().moment(at, model.now()) },
        counted(orders, 'orders', { hour: String(at) }),
        counted(patrols, 'patrols', { hour: String(at) }),
        {
          said: expected
            ? text().between(format().count(expected.low), format().count(expected.high))
            : '–',
        },
      ]}
    />
  );
}

/** What the chart of the last 30 days shows, as a table. */
export function DayTable() {
  const { model, text, format } = useWall();
  const counted = createCell();
  const dayOf = (day: string) => {
    const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
    const to = new Date(Date.UTC(year, month - 1, date) + DAY_MS).toISOString().slice(0, 10);
    return { from: day, to };
  };
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
      cells={({ at, orders, patrols, closed, lastYear }) => {
        const day = format().isoDay(at);
        return [
          { said: format().day(at) },
          counted(orders, 'orders', dayOf(day)),
          counted(patrols, 'patrols', dayOf(day)),
          counted(closed, 'closed', dayOf(day)),
          lastYear === null ? { said: '–' } : counted(lastYear, 'taken', dayOf(yearBefore(day))),
        ];
      }}
    />
  );
}
