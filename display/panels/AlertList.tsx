import { createMemo } from 'solid-js';
import { ALERT_LEVELS } from '../../config/contract/vocabulary.ts';
import { alertKeys, isSpokenFor, stands } from '../model/order.ts';
import { useWall } from './context.ts';
import { ListTitle } from './ListTitle.tsx';
import type { ListName } from './list-name.ts';
import { LightMark } from './Mark.tsx';
import { PartedList } from './Parted.tsx';
import { Row } from './Rows.tsx';

/** The alerts behind a number: all that the tile lists, those that stand at a level, or those for which one speaks. */
export function AlertList(props: { by: ListName['by'] }) {
  const { model, text, format, place, go } = useWall();
  const level = () => ALERT_LEVELS.find((known) => props.by.level === known) ?? null;
  const keys = createMemo(() => {
    const rows = model.rows('alerts');
    const { by } = props.by;
    if (by !== undefined)
      return alertKeys(
        new Map([...rows].filter(([, row]) => row.by === by && isSpokenFor(row, rows))),
        true,
      );
    if (level() === null) return alertKeys(rows);
    const now = model.now();
    return alertKeys(
      new Map([...rows].filter(([, row]) => row.level === level() && stands(row, now))),
      true,
    );
  });
  const words = () => {
    const of = level();
    const title = props.by.by && model.row('alerts', props.by.by)?.title;
    return [
      title ? format().name(title) : '',
      text().tile.alerts,
      of === null ? '' : text().level[of],
    ];
  };
  return (
    <PartedList
      title={<ListTitle words={words()} count={keys().length} />}
      items={keys()}
      empty={text().empty.alerts}
    >
      {(key) => (
        <Row view="alerts" key={key}>
          {(row) => (
            <button
              type="button"
              class="row case-row"
              onClick={() => go({ list: place().list, caseId: row().caseId, alert: key })}
            >
              <LightMark light={row().level} />
              <span class="row-main">
                <span class="unseen">{text().level[row().level]}</span>
                {format().name(row().title)}
              </span>
              <span class="row-meta">{format().moment(row().at, model.now())}</span>
            </button>
          )}
        </Row>
      )}
    </PartedList>
  );
}
