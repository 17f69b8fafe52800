import { createMemo, For } from 'solid-js';
import type { AlertRow } from '../../config/contract/picture.ts';
import { ALERT_LEVELS } from '../../config/contract/vocabulary.ts';
import { alertKeys, spokenFor } from '../model/order.ts';
import { useWall } from './context.ts';
import { LightMark } from './Mark.tsx';
import { Rows } from './Rows.tsx';
import { Tile } from './Tile.tsx';

const SHOWN = 5;

/** Alerts raised and not cleared, worst first; level by shape, word and colour. */
export function Alerts() {
  const { model, text, format, names, go } = useWall();
  const keys = createMemo(() => alertKeys(model.rows('alerts')).slice(0, SHOWN));
  const others = createMemo(() => spokenFor(model.rows('alerts')));
  const counts = createMemo(() => {
    const rows = [...model.rows('alerts').values()];
    return ALERT_LEVELS.toReversed()
      .map((level) => ({ level, count: rows.filter((row) => row.level === level).length }))
      .filter(({ count }) => count > 0);
  });
  const answerTo = ({ falseAlarm, silencedUntil, acknowledgedAt }: AlertRow) => {
    const said = text().alertAnswer;
    if (falseAlarm) return said.falseAlarm;
    if (silencedUntil !== null && silencedUntil > model.now())
      return said.silenced(format().moment(silencedUntil, model.now()));
    return acknowledgedAt === null
      ? null
      : said.acknowledged(format().moment(acknowledgedAt, model.now()));
  };
  const tally = () => (
    <span class="tally">
      <For each={counts()}>
        {({ level, count }) => (
          <span class={`light-${level}`}>
            <LightMark light={level} />
            {format().count(count)}
          </span>
        )}
      </For>
    </span>
  );
  return (
    <Tile
      view="alerts"
      title={text().tile.alerts}
      origin={text().origin.alerts}
      class="alerts"
      extra={tally()}
    >
      <Rows view="alerts" keys={keys()} empty={text().empty.alerts}>
        {(row, key) => (
          <button
            type="button"
            class="row alert"
            onClick={() => go({ grid: row().grid || null, caseId: row().caseId, alert: key })}
          >
            <span class={`level light-${row().level}`}>
              <LightMark light={row().level} />
              {text().level[row().level]}
            </span>
            <span class="row-main">{row().title}</span>
            <time>{format().moment(row().at, model.now())}</time>
            <span class="row-meta">
              {[
                answerTo(row()),
                others().has(key) ? text().alertAlike(format().count(others().get(key)!)) : null,
                row().to === null ? null : text().audience[row().to!],
                row().grid === '' ? null : format().name(names.grid(row().grid)),
                row().unit === '' ? null : format().name(names.unit(row().unit)),
              ]
                .filter((part) => part !== null)
                .join(text().separator)}
            </span>
          </button>
        )}
      </Rows>
    </Tile>
  );
}
