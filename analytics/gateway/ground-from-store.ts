import {
  COUNTED_MOST,
  type GridLines,
  type RegisteredNear,
  type RegisteredRow,
} from '../../config/contract/ground.ts';
import { gridId, type Millis } from '../../config/contract/ids.ts';
import { err, ok, type Result } from '../../config/contract/result.ts';
import { type PatrolClass, REGISTERS } from '../../config/contract/vocabulary.ts';
import { dayStart, HOUR, isoDay } from '../../config/contract/zone.ts';
import type { Store } from '../../ingest/store/index.ts';
import { type CountedRowNow, countedRowOf, countedRows } from '../queries/counted-rows.ts';
import {
  type PatrollerRow,
  patrollerOf,
  patrollersNear,
  patrolsIn,
  registeredEntries,
  registeredIn,
  registeredNear,
  visitsIn,
} from '../queries/ground.ts';
import type { GroundSources } from './ground-route.ts';

/** Who was seen longer ago is not counted on. */
const SEEN_WITHIN = 2 * HOUR;
/** Whole local days that a grid's lines look back over, today included. */
const GRID_DAYS = 28;

/** What the ground routes answer, from the store. @param now deployment time */
export function groundFromStore(store: Store, zone: string, now: () => Millis): GroundSources {
  const asked = async <T>(ask: () => Promise<T>): Promise<Result<T>> => {
    try {
      return ok(await ask());
    } catch (cause) {
      return err(`the store does not answer: ${cause instanceof Error ? cause.message : cause}`);
    }
  };
  return {
    near: (place, metres, registers, most) =>
      asked(async () => {
        const at = now();
        const since = at - SEEN_WITHIN;
        const [patrollers, registered] = await Promise.all([
          store.query<PatrollerRow>(patrollersNear(place, metres, since, at, most)),
          store.query<RegisteredNear>(
            registeredNear(place, metres, registers, isoDay(at, zone), most),
          ),
        ]);
        return { metres, since, patrollers: patrollers.map(patrollerOf), registered };
      }),
    grid: (id) =>
      asked(async (): Promise<GridLines> => {
        const from = dayStart(now(), zone, 1 - GRID_DAYS);
        const [patrols, [visits], registers] = await Promise.all([
          store.query<{
            class: PatrolClass;
            reports: number;
            self_handled: number;
            hazards: number;
          }>(patrolsIn(id, from)),
          store.query<{ patrollers: number; checks: number; hazards: number }>(visitsIn(id, from)),
          store.query<GridLines['registers'][number]>(
            registeredIn(id, REGISTERS, isoDay(now(), zone)),
          ),
        ]);
        return {
          grid: gridId(id),
          from,
          patrols: patrols.map(({ self_handled, ...row }) => ({
            ...row,
            selfHandled: self_handled,
          })),
          patrollers: visits?.patrollers ?? 0,
          inspections: { checks: visits?.checks ?? 0, hazards: visits?.hazards ?? 0 },
          registers,
        };
      }),
    registered: (grid, register) =>
      asked(() =>
        store.query<RegisteredRow>(
          registeredEntries(grid, register, isoDay(now(), zone), COUNTED_MOST),
        ),
      ),
    counted: (of, { time, ...by }) =>
      asked(async () => {
        const today = { from: dayStart(now(), zone), to: dayStart(now(), zone, 1) };
        const usual = of === 'rejected' ? { from: 0, to: null } : today;
        const statement = countedRows(of, { ...by, ...(time ?? usual) }, COUNTED_MOST);
        return statement === null
          ? []
          : (await store.query<CountedRowNow>(statement)).map(countedRowOf);
      }),
  };
}
