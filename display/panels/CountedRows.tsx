import { createResource, Show } from 'solid-js';
import { COUNTED_MOST, type Counted, type CountedRow } from '../../config/contract/ground.ts';
import { figureOf } from '../model/figure.ts';
import { getCounted } from '../net/api.ts';
import { useWall } from './context.ts';
import { ListTitle } from './ListTitle.tsx';
import { type ListName, writeList } from './list-name.ts';
import { PartedList } from './Parted.tsx';
import type { Place } from './place.ts';
import { unitName } from './unit-name.ts';

/** Lists whose rows are of several kinds, so that each says which. */
const MIXED: ReadonlySet<Counted> = new Set(['taken', 'records']);

/** What a figure counts, row by row, the newest first. */
export function CountedRows(props: { of: Counted; by: ListName['by'] }) {
  const wall = useWall();
  const { model, text, format, names, place, go } = wall;
  const figure = () => figureOf(model, props.of, props.by);
  const [answer] = createResource(
    () => ({ of: props.of, by: props.by, figure: figure() }),
    ({ of, by }) => getCounted(of, by),
  );
  const rows = () => (answer.latest?.ok ? answer.latest.value : []);
  const said = () => {
    if (answer.latest?.ok) return text().empty.listed;
    return answer.latest?.ok === false ? text().drill.failed : text().drill.loading;
  };
  const where = () => {
    const { grid, unit, source } = props.by;
    if (grid !== undefined) return format().name(names.grid(grid));
    if (unit !== undefined) return unitName(unit, wall);
    return source === undefined ? '' : format().name(names.source(source));
  };
  const when = () => {
    const { hour, from, days } = props.by;
    if (hour !== undefined) return format().moment(Number(hour), model.now());
    if (days !== undefined) return text().gridLines.days(days);
    if (from !== undefined) return from;
    return props.of === 'rejected' ? '' : text().tile.today;
  };
  /** How many of the newest are listed where there are more, or how many a rejection repeated. */
  const note = () => {
    const counted = figure() ?? 0;
    if (rows().length === COUNTED_MOST)
      return text().drill.newest(format().count(Math.max(counted, COUNTED_MOST)));
    return props.of === 'rejected' && counted > rows().length
      ? text().drill.repeated(format().count(counted))
      : '';
  };
  const kind = ({ kind }: CountedRow): string =>
    kind in text().hop
      ? text().hop[kind as keyof ReturnType<typeof text>['hop']]
      : text().record[kind as keyof ReturnType<typeof text>['record']];
  const main = ({ kind: of, title, station, factor }: CountedRow): string => {
    if (of === 'track' || of === 'attendance') return text().near.patroller(title);
    if (station === '') return title;
    const known = names.station(station);
    const measured = known?.factors.find(({ code }) => code === factor)?.name;
    return [
      known ? format().name(known.name) : station,
      measured ? format().name(measured) : factor,
    ]
      .filter((part) => part !== '')
      .join(text().separator);
  };
  /** What a station measured; else of a list of several kinds which one, of others where. */
  const meta = (row: CountedRow): string => {
    if (row.station !== '') return row.title;
    if (MIXED.has(props.of)) return kind(row);
    if (props.by.grid !== undefined) return '';
    return row.grid === '' ? text().drill.noGrid : format().name(names.grid(row.grid));
  };
  /** Whether the rows are of several days. */
  const dated = () => props.by.days !== undefined || props.of === 'rejected';
  /** What a row opens; null: it is all there is to tell. */
  const leads = ({ caseId, grid, station }: CountedRow): Partial<Place> | null => {
    if (caseId !== null) return { list: place().list, caseId };
    if (grid !== '') return { list: place().list, grid };
    return station === '' ? null : { list: writeList('station', { id: station }) };
  };
  return (
    <PartedList
      title={
        <ListTitle
          words={[where(), when(), text().counted[props.of]]}
          count={answer.latest?.ok ? rows().length : null}
        >
          <Show when={note() !== ''}>{note()}</Show>
          <Show
            when={
              props.of === 'records' &&
              (model.row('ports', props.by.source ?? '')?.rejected ?? 0) > 0
            }
          >
            <button
              type="button"
              onClick={() => go({ list: writeList('rejected', { source: props.by.source ?? '' }) })}
            >
              {text().trouble.rejected(
                format().count(model.row('ports', props.by.source ?? '')?.rejected ?? 0),
              )}
            </button>
          </Show>
        </ListTitle>
      }
      items={rows()}
      leads={rows().some((row) => leads(row) !== null)}
      empty={said()}
    >
      {(row) => (
        <button
          type="button"
          class="row arrival"
          data-dated={dated() || undefined}
          disabled={leads(row) === null}
          onClick={() => go(leads(row) ?? {})}
        >
          <time>{dated() ? format().moment(row.at, model.now()) : format().clock(row.at)}</time>
          <span class="row-main">{main(row) || kind(row)}</span>
          <span class="row-meta">{meta(row)}</span>
        </button>
      )}
    </PartedList>
  );
}
