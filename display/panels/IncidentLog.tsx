import { createMemo } from 'solid-js';
import { type Happening, timelineOf } from '../model/incident.ts';
import { useWall } from './context.ts';
import { FittedTile } from './Tile.tsx';

const ROW_REM = 7;

/** One thing that happened in the incident. */
export function LogLine(props: { one: Happening }) {
  const { text, format } = useWall();
  return (
    <div class="row arrival" data-kind={props.one.kind}>
      <time>{format().clock(props.one.at)}</time>
      <span class="row-main">{props.one.text}</span>
      <span class="row-meta">
        {text().incident.kind[props.one.kind]}
        {text().separator}
        {props.one.by}
      </span>
    </div>
  );
}

/** What happened in the incident, the newest first. */
export function IncidentLog() {
  const { model, text, go } = useWall();
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
      all={() => go({ list: 'log' })}
      height={ROW_REM}
      empty={text().empty.log}
    >
      {(one) => <LogLine one={one} />}
    </FittedTile>
  );
}
