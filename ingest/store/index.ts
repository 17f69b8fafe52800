/** What the rest of Qiao may use of the store. */
export { ClickHouseError } from '@clickhouse/client';
export { connect, type Store, storeTarget, type Target } from './client.ts';
export { BatchColumns, type Body, insertBody, insertEntries } from './insert.ts';
export { MigrationError, migrate } from './migrate.ts';
export { type AlertRow, alerts } from './rows/alert.ts';
export { type AlertActionRow, alertActions } from './rows/alert-action.ts';
export { type DeadLetterRow, deadLetters } from './rows/dead-letter.ts';
export { type HopRow, hops } from './rows/hop.ts';
export { type PatrolRow, patrols } from './rows/patrol.ts';
export { type ReadingRow, readings } from './rows/reading.ts';
export { type SealedValuesRow, sealedValues } from './rows/sealed-values.ts';
export { selected } from './rows/table.ts';
export { type TellingRow, tellings } from './rows/telling.ts';
export { type WallEventRow, wallEvents } from './rows/wall-event.ts';
export {
  day,
  every,
  float,
  int,
  millis,
  type Parameter,
  type Sql,
  sql,
  text,
  texts,
} from './sql.ts';
