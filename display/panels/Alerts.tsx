import { createMemo, For } from 'solid-js';
import type { AlertRow } from '../../config/contract/picture.ts';
import { ALERT_LEVELS } from '../../config/contract/vocabulary.ts';
import { alertKeys, isAnswered, numbered, spokenFor, stands, wordsOf } from '../model/order.ts';
import { useWall } from './context.ts';
import { writeList } from './list-name.ts';
import { LightMark } from './Mark.tsx';
import { ListTile } from './Tile.tsx';

const ROW_REM = 7;

/** Alerts raised and not cleared: unanswered first, worst first; who is to act, and who has said so when. */
export function Alerts() {
  const { model, text, format, names, go, fresh } = useWall();
  const keys = createMemo(() => alertKeys(model.rows('alerts')));
  const others = createMemo(() => spokenFor(model.rows('alerts')));
  const numbers = createMemo(() => numbered(model.rows('alerts'), (id) => model.row('cases', id)));
  const counts = createMemo(() => {
    const now = model.now();
    const rows = [...model.rows('alerts').values()].filter((row) => stands(row, now));
    return ALERT_LEVELS.toReversed()
      .map((level) => ({ level, count: rows.filter((row) => row.level === level).length }))
      .filter(({ count }) => count > 0);
  });
  const answerTo = (row: AlertRow): string => {
    const said = text().alertAnswer;
    const now = model.now();
    if (row.falseAlarm) return said.falseAlarm;
    if (row.silencedUntil !== null && row.silencedUntil > now)
      return said.silenced(format().moment(row.silencedUntil, now));
    return row.acknowledgedAt === null
      ? said.open(format().span(Math.max(0, now - row.at)))
      : said.acknowledged(format().moment(row.acknowledgedAt, now), row.acknowledgedBy);
  };
  const tally = () => (
    <span class="tally">
      <For each={counts()}>
        {({ level, count }) => (
          <button
            type="button"
            class={`light-${level}`}
            onClick={() => go({ list: writeList('alerts', { level }) })}
          >
            <LightMark light={level} />
            {format().count(count)}
            <span class="unseen">{text().level[level]}</span>
          </button>
        )}
      </For>
    </span>
  );
  /** What tells it apart comes first: the number where that alone does, then the place. */
  const where = (row: AlertRow, key: string): string =>
    [numbers().get(key) ?? '', row.grid && format().name(names.grid(row.grid))]
      .filter((part) => part !== '')
      .map((part) => text().separator + part)
      .join('');
  const about = (row: AlertRow, key: string): string[] =>
    [
      row.to === null ? null : text().alertTold(text().audience[row.to]),
      others().has(key) ? text().alertAlike(format().count(others().get(key) ?? 0)) : null,
    ]
      .filter((part) => part !== null)
      .map((part) => `${text().separator}${part}`);
  return (
    <ListTile
      view="alerts"
      title={text().tile.alerts}
      origin={text().origin.alerts}
      class="alerts"
      extra={tally()}
      all={() => go({ list: 'alerts' })}
      keys={keys()}
      height={ROW_REM}
      empty={text().empty.alerts}
    >
      {(row, key) => (
        <button
          type="button"
          class="row alert"
          data-answered={isAnswered(row()) || undefined}
          data-fresh={fresh.alerts().has(key) || undefined}
          onClick={() => go({ grid: row().grid || null, caseId: row().caseId, alert: key })}
        >
          <span class={`level light-${row().level}`}>
            <LightMark light={row().level} />
            {text().level[row().level]}
          </span>
          <span class="row-main">
            {wordsOf(format().name(row().title), numbers().get(key) ?? '')}
          </span>
          <span class="row-meta">
            <span class="alert-where">
              <span class="answer" data-open={!isAnswered(row()) || undefined}>
                {answerTo(row())}
              </span>
              {where(row(), key)}
            </span>
            <For each={about(row(), key)}>{(part) => <span>{part}</span>}</For>
          </span>
        </button>
      )}
    </ListTile>
  );
}
