import { err, ok, type Result } from '../../config/contract/result.ts';
import {
  type AlertRow,
  alerts as alertRows,
  type HopRow,
  hops,
  type Store,
} from '../../ingest/store/index.ts';
import { eventsOfAlert } from '../queries/alert-log.ts';
import { askFolds, casesById } from '../queries/cases-folded.ts';
import { hopsOfCase } from '../queries/listed-cases.ts';
import type { Model } from '../state/model.ts';
import type { Known } from './command-desk.ts';

/**
 * What the picture knows, and of what it has forgotten, such as cases that ended long ago, the store.
 * Earlier extensions are asked of the store alone.
 * @param model null: the picture is not up to date
 */
export function knownFrom(model: () => Model | null, store: Store): Known {
  const asked = async <T>(ask: (model: Model) => Promise<T> | T): Promise<Result<T>> => {
    const now = model();
    if (now === null) return err('the picture is not up to date yet');
    try {
      return ok(await ask(now));
    } catch (cause) {
      return err(`the store does not answer: ${cause instanceof Error ? cause.message : cause}`);
    }
  };
  return {
    case: (id) =>
      asked(async ({ cases }) => {
        const known = cases.get(id);
        if (known !== null) return known.fold;
        const [fold] = await askFolds(store, casesById([id]));
        return fold ?? null;
      }),
    extendedAt: (id) =>
      asked(async () => {
        const rows = await store.query<HopRow>(hopsOfCase(id));
        const told = rows.map((row) => hops.fromRow(row).fact);
        return told.filter(({ event }) => event === 'extend').map(({ at }) => at);
      }),
    stage: () =>
      asked(({ stage }) => {
        const { incident } = stage.row();
        return {
          newest: stage.newest,
          incident: incident !== null,
          tasks: incident?.tasks ?? [],
        };
      }),
    alert: (id) =>
      asked(async ({ alerts }) => {
        const known = alerts.latest(id);
        if (known) return known;
        const row = (await store.query<AlertRow>(eventsOfAlert(id))).at(-1);
        return row ? alertRows.fromRow(row).fact : null;
      }),
  };
}
