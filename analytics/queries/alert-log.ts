import type { AlertId } from '../../config/contract/ids.ts';
import {
  alertActions,
  alerts,
  type Sql,
  selected,
  sql,
  tellings,
  text,
} from '../../ingest/store/index.ts';

/** Every event of an alert, oldest first, as first told. No bound in time: an alert stands until it is cleared. Rows of `alerts`. */
export const eventsOfAlert = (id: AlertId): Sql => sql`
SELECT ${selected(alerts)}
FROM alerts
WHERE alert_id = ${text(id)} AND version = 0
ORDER BY at, phase = 'cleared', id`;

/** What became of telling each level of an alert, oldest first. Rows of `tellings`. */
export const tellingsOfAlert = (id: AlertId): Sql => sql`
SELECT ${selected(tellings)}
FROM tellings
WHERE alert_id = ${text(id)} AND version = 0
ORDER BY at, id`;

/** What officers did about an alert, oldest first, each in its newest version. Rows of `alert_actions`. */
export const actsOfAlert = (id: AlertId): Sql => sql`
SELECT *
FROM (
  SELECT ${selected(alertActions)}
  FROM alert_actions
  WHERE alert_id = ${text(id)}
  ORDER BY version DESC
  LIMIT 1 BY id
)
ORDER BY at, id`;
