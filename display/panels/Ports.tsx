import { createMemo, Show } from 'solid-js';
import { useWall } from './context.ts';
import { Rows } from './Rows.tsx';
import { Tile } from './Tile.tsx';

/** Every port: alive or not, its newest record, today's records, and what it had refused since the beginning. */
export function Ports() {
  const { deployment, model, text, format, names } = useWall();
  // In the deployment's order: a place on the wall is learnt, so ports never change theirs.
  const keys = createMemo(() => {
    const rows = model.rows('ports');
    const known = deployment.sources.map((source) => source.id).filter((id) => rows.has(id));
    return [...known, ...[...rows.keys()].filter((key) => !known.includes(key))];
  });
  return (
    <Tile view="ports" title={text().tile.ports} origin={text().origin.ports} class="ports">
      <Rows view="ports" keys={keys()} empty={text().empty.mix}>
        {(row) => (
          <div class="row port-row" data-state={row().state}>
            <span class="port-state">
              <i class="dot" />
              {text().port[row().state]}
            </span>
            <span class="row-main">
              {format().name(names.source(row().source))}
              <Show when={row().rejected > 0}>
                <span class="port-rejected">
                  {text().portRejected} {format().count(row().rejected)}
                </span>
              </Show>
            </span>
            <span class="number">{format().count(row().today)}</span>
            <time>{format().age(row().last, model.now())}</time>
          </div>
        )}
      </Rows>
    </Tile>
  );
}
