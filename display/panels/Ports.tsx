import { type Accessor, createMemo } from 'solid-js';
import type { PortRow } from '../../config/contract/picture.ts';
import { type Trouble, troublesOf } from '../model/port-trouble.ts';
import { useWall } from './context.ts';
import { writeList } from './list-name.ts';
import { ListTile } from './Tile.tsx';
import { Truth } from './Truth.tsx';

const MINUTE = 60_000;
const ROW_REM = 3.1;

/** What is wrong with a port. */
function createTroubles(): (row: PortRow) => Trouble[] {
  const { deployment } = useWall();
  const usual = new Map(
    deployment.sources.map((source) => [source.id, source.quietMinutes * MINUTE]),
  );
  return (row) => troublesOf(row, usual.get(row.source) ?? Number.POSITIVE_INFINITY);
}

/**
 * Ports with which something is wrong come first; else a place on the wall is learnt, so that the others
 * keep the deployment's order.
 */
export function createPortKeys(): Accessor<string[]> {
  const { deployment, model } = useWall();
  const troubles = createTroubles();
  const calm = (row: PortRow) =>
    row.state !== 'down' && row.closed === null && troubles(row).length === 0;
  return createMemo(() => {
    const rows = model.rows('ports');
    const known = deployment.sources.map((source) => source.id).filter((id) => rows.has(id));
    const all = [...known, ...[...rows.keys()].filter((key) => !known.includes(key))];
    const well = (key: string) => Number(calm(rows.get(key)!));
    return all.sort((a, b) => well(a) - well(b));
  });
}

/** One port: whether it takes records, what is wrong with it, today's records, which it opens, and its newest one. */
export function PortLine(props: { row: PortRow }) {
  const { model, text, format, names, go } = useWall();
  const troubles = createTroubles();
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
    <button
      type="button"
      class="row port-row"
      data-state={props.row.closed === null ? props.row.state : 'closed'}
      onClick={() => go({ list: writeList('records', { source: props.row.source }) })}
    >
      <i class="dot" />
      <span class="row-main">{format().name(names.source(props.row.source))}</span>
      <span class="row-meta" data-worst={troubles(props.row)[0]?.kind}>
        {remarks(props.row)}
      </span>
      <span class="number">{format().count(props.row.today)}</span>
      <time>{format().age(props.row.last, model.now())}</time>
    </button>
  );
}

/** Every port, with what the figures rest on below. */
export function Ports() {
  const { text, go } = useWall();
  const keys = createPortKeys();
  return (
    <ListTile
      view="ports"
      title={text().tile.ports}
      origin={text().origin.ports}
      class="ports"
      keys={keys()}
      all={() => go({ list: 'ports' })}
      height={ROW_REM}
      empty={text().empty.mix}
      foot={<Truth />}
    >
      {(row) => <PortLine row={row()} />}
    </ListTile>
  );
}
