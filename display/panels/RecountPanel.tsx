import { Show } from 'solid-js';
import { useWall } from './context.ts';
import { PartedTable } from './Parted.tsx';

/** What the last recount compared, and where the picture was found to differ. */
export function RecountPanel() {
  const { model, text, format } = useWall();
  return (
    <Show when={model.row('recount', 'recount')}>
      {(row) => (
        <PartedTable
          title={text().recountLine(
            format().clock(row().at),
            format().count(row().compared),
            format().count(row().differences),
          )}
          columns={[text().recountDiffers]}
          items={row().examples}
          empty={text().empty.differences}
          cells={(example) => [{ said: example }]}
        />
      )}
    </Show>
  );
}
