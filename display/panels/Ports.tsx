import { createMemo } from 'solid-js';
import type { PortRow } from '../../config/contract/picture.ts';
import { type Trouble, troublesOf } from '../model/port-trouble.ts';
import { useWall } from './context.ts';
import { ListTile } from './Tile.tsx';
import { Truth } from './Truth.tsx';

const MINUTE = 60_000;
const ROW_REM = 3.1;

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
  // Ports with which something is wrong come first; else a place on the wall is learnt, so that the
  // others keep the deployment's order.
  const keys = createMemo(() => {
    const rows = model.rows('ports');
    const known = deployment.sources.map((source) => source.id).filter((id) => rows.has(id));
    const all = [...known, ...[...rows.keys()].filter((key) => !known.includes(key))];
    const well = (key: string) => Number(calm(rows.get(key)!));
    return all.sort((a, b) => well(a) - well(b));
  });
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
    <ListTile
      view="ports"
      title={text().tile.ports}
      origin={text().origin.ports}
      class="ports"
      keys={keys()}
      height={ROW_REM}
      empty={text().empty.mix}
      foot={<Truth />}
    >
      {(row) => (
        <div class="row port-row" data-state={row().closed === null ? row().state : 'closed'}>
          <i class="dot" />
          <span class="row-main">{format().name(names.source(row().source))}</span>
          <span class="row-meta" data-worst={troubles(row())[0]?.kind}>
            {remarks(row())}
          </span>
          <span class="number">{format().count(row().today)}</span>
          <time>{format().age(row().last, model.now())}</time>
        </div>
      )}
    </ListTile>
  );
}
