declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

/** `source:upstreamNo:redo`, e.g. `12345:2611230007:0`. One matter as one line reported it. */
export type CaseId = Id<'case'>;
/** Deterministic: rule, subject and its deadline, so that judging again never makes a second alert. */
export type AlertId = Id<'alert'>;
/** A port (upstream system), e.g. `12345`, `grid`, `boston-311`. */
export type SourceId = Id<'source'>;
/** A third-level grid of the deployment. Empty: not located. */
export type GridId = Id<'grid'>;
/** A unit of handling (处置单位). Empty: none named yet. */
export type UnitId = Id<'unit'>;
/** A measuring station of the environment or water port. */
export type StationId = Id<'station'>;

/** UTC milliseconds since 1970. Zones exist only at the edges. */
export type Millis = number;
/** Position in the journal: 1, 2, 3, … without gaps in the order of acceptance. */
export type Seq = number;

export const caseId = (source: string, upstreamNo: string, redo: number): CaseId =>
  `${source}:${upstreamNo}:${redo}` as CaseId;
export const alertId = (text: string): AlertId => text as AlertId;
/** The reason of an alert: its id without the time (`@…`) by which its return after it was cleared is told apart. */
export const reasonOf = (id: AlertId): AlertId =>
  (id.includes('@') ? id.replace(/@\d+$/, '') : id) as AlertId;
export const sourceId = (text: string): SourceId => text as SourceId;
export const gridId = (text: string): GridId => text as GridId;
export const unitId = (text: string): UnitId => text as UnitId;
export const stationId = (text: string): StationId => text as StationId;
