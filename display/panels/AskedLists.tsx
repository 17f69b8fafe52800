import { createMemo, createResource, Show } from 'solid-js';
import { KPIS, type KpiGround, type KpiId, type KpiItem } from '../../config/contract/kpi.ts';
import type { Result } from '../../config/contract/result.ts';
import { REGISTERS } from '../../config/contract/vocabulary.ts';
import { type ApiError, getAlert, getKpiItems, getRegistered } from '../net/api.ts';
import { useWall } from './context.ts';
import { ListTitle } from './ListTitle.tsx';
import type { ListName } from './list-name.ts';
import { PartedList } from './Parted.tsx';
import type { Place } from './place.ts';

/** Rows that were asked of the server, and what is said while there are none. */
function createAsked<T>(ask: () => Promise<Result<T[], ApiError>>) {
  const { text } = useWall();
  const [answer] = createResource(ask);
  return {
    rows: () => (answer.latest?.ok ? answer.latest.value : []),
    count: () => (answer.latest?.ok ? answer.latest.value.length : null),
    said: () => {
      if (answer.latest?.ok) return text().empty.listed;
      return answer.latest?.ok === false ? text().drill.failed : text().drill.loading;
    },
  };
}

/** The entries of a register that stand in a grid. */
export function RegisteredList(props: { by: ListName['by'] }) {
  const { text, format, names } = useWall();
  const { grid = '', register = '' } = props.by;
  const asked = createAsked(() => getRegistered(grid, register));
  const known = REGISTERS.find((one) => one === register);
  return (
    <PartedList
      title={
        <ListTitle
          words={[
            format().name(names.grid(grid)),
            known ? text().gridLines.register[known] : register,
          ]}
          count={asked.count()}
        />
      }
      items={asked.rows()}
      leads={false}
      empty={asked.said()}
    >
      {(row) => (
        <div class="row asked">
          <span class="row-main">{row.name || row.key}</span>
          <span class="row-meta">{row.validFrom}</span>
        </div>
      )}
    </PartedList>
  );
}

/** What a KPI counts: the case, report or grid, whether it adds to the numerator, and by what. */
export function KpiList(props: { by: ListName['by'] }) {
  const { model, text, format, names, language, place, go } = useWall();
  const { id = '', grid = '', from = '', to = '' } = props.by;
  const asked = createAsked(() => getKpiItems(id, grid, from, to));
  const kpi = KPIS[id as KpiId] as (typeof KPIS)[KpiId] | undefined;
  const met = () => asked.rows().reduce((sum, row) => sum + row.numerator, 0);
  const of = () => asked.rows().reduce((sum, row) => sum + row.denominator, 0);
  const ground = ({ what, at, of: by }: KpiGround): string =>
    [
      what in text().hop
        ? text().hop[what as keyof ReturnType<typeof text>['hop']]
        : text().kpiGround[what as keyof ReturnType<typeof text>['kpiGround']],
      at === null ? by : format().moment(at, model.now()),
    ]
      .filter((part) => part !== '')
      .join(' ');
  const isCase = kpi?.of === 'cases';
  /** What it is called: a case that is open by its subject, an ended one by number and port. */
  const title = ({ id: of }: KpiItem) => {
    const [source = '', no = ''] = of.split(':');
    return model.row('cases', of)?.subject || `${no} ${format().name(names.source(source))}`;
  };
  return (
    <PartedList
      title={
        <ListTitle words={[format().name(names.grid(grid)), kpi?.[language()] ?? id]} count={null}>
          {asked.count() === null
            ? ''
            : text().gridLines.ratio(format().count(met()), format().count(of()))}
        </ListTitle>
      }
      items={asked.rows()}
      leads={isCase}
      empty={asked.said()}
    >
      {(row) => (
        <button
          type="button"
          class="row asked"
          disabled={!isCase}
          onClick={() => go({ list: place().list, caseId: row.id as Place['caseId'] })}
        >
          <span class="row-main">{title(row)}</span>
          <span class="row-meta">
            <Show when={row.numerator !== row.denominator}>
              <b class="marks">
                {text().gridLines.ratio(
                  format().count(row.numerator),
                  format().count(row.denominator),
                )}
              </b>
            </Show>
            {row.why.slice(-1).map(ground)}
          </span>
        </button>
      )}
    </PartedList>
  );
}

/** What an alert rests on: cases and grids lead on, other records stand by their number. */
export function EvidenceList(props: { by: ListName['by'] }) {
  const { model, text, format, names, place, go } = useWall();
  const { alert = '' } = props.by;
  const asked = createAsked(async () => {
    const found = await getAlert(alert);
    if (!found.ok) return found;
    const newest = found.value.events.findLast(({ phase }) => phase === 'raised');
    return { ok: true as const, value: [...(newest?.evidence ?? [])] };
  });
  const leads = createMemo(
    () =>
      new Map(
        asked.rows().map((id): [string, Partial<Place> | null] => {
          if (names.feature(id)) return [id, { list: place().list, grid: id }];
          return [id, model.row('cases', id) ? { list: place().list, caseId: id } : null];
        }),
      ),
  );
  const title = () => {
    const told = model.row('alerts', alert)?.title;
    return told ? format().name(told) : '';
  };
  const said = (id: string) =>
    names.feature(id) ? format().name(names.grid(id)) : (model.row('cases', id)?.subject ?? id);
  return (
    <PartedList
      title={<ListTitle words={[title(), text().alertLog.evidence]} count={asked.count()} />}
      items={asked.rows()}
      leads={[...leads().values()].some((lead) => lead !== null)}
      empty={asked.said()}
    >
      {(id) => (
        <button
          type="button"
          class="row asked"
          disabled={!leads().get(id)}
          onClick={() => go(leads().get(id) ?? {})}
        >
          <span class="row-main">{said(id)}</span>
        </button>
      )}
    </PartedList>
  );
}
