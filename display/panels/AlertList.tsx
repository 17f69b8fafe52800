import { createMemo } from 'solid-js';
import { ALERT_LEVELS } from '../../config/contract/vocabulary.ts';
import { alertKeys, stands } from '../model/order.ts';
import { useWall } from './context.ts';
import { LightMark } from './Mark.tsx';
import { PartedList } from './Parted.tsx';
import { Row } from './Rows.tsx';

/** The alerts behind a number: all that the tile lists, or by `alerts:LEVEL` those that stand at a level. */
export function AlertList(props: { list: string }) {
  const { model, text, format, go } = useWall();
  const level = () => ALERT_LEVELS.find((known) => props.list === `alerts:${known}`) ?? null;
  const keys = createMemo(() => {
    const rows = model.rows('alerts');
    if (level() === null) return alertKeys(rows);
    const now = model.now();
    return alertKeys(
      new Map([...rows].filter(([, row]) => row.level === level() && stands(row, now))),
      true,
    );
  });
  const title = () => {
    const of = level();
    return of === null ? text().tile.alerts : `${text().tile.alerts} ${text().level[of]}`;
  };
  return (
    <PartedList
      title={
        <h2 class="drill-title">
          {title()} {format().count(keys().length)}
        </h2>
      }
      items={keys()}
      empty={text().empty.alerts}
    >
      {(key) => (
        <Row view="alerts" key={key}>
          {(row) => (
            <button
              type="button"
              class="row case-row"
              onClick={() => go({ list: props.list, caseId: row().caseId, alert: key })}
            >
              <LightMark light={row().level} />
              <span class="row-main">
                <span class="unseen">{text().level[row().level]}</span>
                {row().title}
              </span>
              <span class="row-meta">{format().moment(row().at, model.now())}</span>
            </button>
          )}
        </Row>
      )}
    </PartedList>
  );
}
