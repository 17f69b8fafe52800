import { createMemo, Show } from 'solid-js';
import type { PortRow } from '../../config/contract/picture.ts';
import { type Trouble, troublesOf } from '../model/port-trouble.ts';
import { useWall } from './context.ts';
import { Rows } from './Rows.tsx';
import { Tile } from './Tile.tsx';

const MINUTE = 60_000;
/** Rows that the tile has room for. */
const SHOWN = 9;

/** Every port: whether it takes records, what is wrong with it, today's records and its newest one. */
export function Ports() {
  const { deployment, model, text, format, names } = useWall();
  const usual = new Map(
    deployment.sources.map((source) => [source.id, source.quietMinutes * MINUTE]),
  );
  const troubles = (row: PortRow) =>
    troublesOf(row, usual.get(row.source) ?? Number.POSITIVE_INFINITY);
  const calm = (row: PortRow) =>
    row.state !== 'down' && row.closed === null && troubles(row).length === 0;
  // In the deployment's order: a place on the wall is learnt, so ports never change theirs. Where they
  // are too many, the last ones are left out, first those with which nothing is wrong.
  const keys = createMemo(() => {
    const rows = model.rows('ports');
    const known = deployment.sources.map((source) => source.id).filter((id) => rows.has(id));
    const all = [...known, ...[...rows.keys()].filter((key) => !known.includes(key))];
    const well = (key: string) => calm(rows.get(key)!);
    const last = all.toReversed();
    const spare = [...last.filter(well), ...last.filter((key) => !well(key))];
    const left = new Set(spare.slice(0, Math.max(0, all.length - SHOWN)));
    return all.filter((key) => !left.has(key));
  });
  const hidden = () => model.rows('ports').size - keys().length;
  const state = (row: PortRow): string =>
    row.closed === null ? text().port[row.state] : text().portClosed;
  const remarks = (row: PortRow): string =>
    [
      ...(row.state === 'live' && row.closed === null ? [] : [state(row)]),
      ...troubles(row).map(say),
    ].join(text().separator);
  const say = (trouble: Trouble): string => {
    const said = text().trouble;
    switch (trouble.kind) {
      case 'totals':
        return said.totals(
          trouble.day.slice('yyyy-'.length),
          format().count(trouble.upstream),
          format().count(trouble.ours),
        );
      case 'refused':
        return said.refused(trouble.reason, format().count(trouble.count));
      case 'clock':
        return trouble.offset > 0
          ? said.clockAhead(format().span(trouble.offset))
          : said.clockBehind(format().span(-trouble.offset));
      case 'lag':
        return said.lag(format().span(trouble.lag));
      case 'rejected':
        return said.rejected(format().count(trouble.count));
    }
  };
  return (
    <Tile
      view="ports"
      title={text().tile.ports}
      origin={text().origin.ports}
      class="ports"
      extra={
        <Show when={hidden() > 0}>
          <span class="port-trouble">{text().portsMore(format().count(hidden()))}</span>
        </Show>
      }
    >
      <Rows view="ports" keys={keys()} empty={text().empty.mix}>
        {(row) => (
          <div class="row port-row" data-state={row().closed === null ? row().state : 'closed'}>
            <i class="dot" />
            <span class="row-main">
              {format().name(names.source(row().source))}
              <span class="port-trouble" data-worst={troubles(row())[0]?.kind}>
                {remarks(row())}
              </span>
            </span>
            <span class="number">{format().count(row().today)}</span>
            <time>{format().age(row().last, model.now())}</time>
          </div>
        )}
      </Rows>
    </Tile>
  );
}
