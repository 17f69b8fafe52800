import { createMemo } from 'solid-js';
import { timelineOf } from '../model/incident.ts';
import { useWall } from './context.ts';
import { FittedTile } from './Tile.tsx';

const ROW_REM = 7;

/** What happened in the incident, the newest first. */
export function IncidentLog() {
  const { model, text, format } = useWall();
  const all = createMemo(() => {
    const incident = model.row('stage', 'all')?.incident;
    return incident ? timelineOf(incident) : [];
  });
  return (
    <FittedTile
      view="stage"
      title={text().tile.log}
      origin={text().origin.stage}
      class="log"
      items={all()}
      height={ROW_REM}
      empty={text().empty.log}
    >
      {(one) => (
        <div class="row arrival" data-kind={one.kind}>
          <time>{format().clock(one.at)}</time>
          <span class="row-main">{one.text}</span>
          <span class="row-meta">
            {text().incident.kind[one.kind]}
            {text().separator}
            {one.by}
          </span>
        </div>
      )}
    </FittedTile>
  );
}
