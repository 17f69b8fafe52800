import type { RecountRow } from '../../config/contract/picture.ts';
import { err, ok, type Result } from '../../config/contract/result.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import type { HopRow, Store } from '../../ingest/store/index.ts';
import {
  type CaseRowNow,
  caseNow,
  casesOfGrid,
  casesOfSource,
  casesOfUnit,
  detailOf,
  hopsOfCase,
  summaryOf,
} from '../queries/listed-cases.ts';
import type { ApiSources } from './api.ts';

/** What the API answers, from the store. */
export function sourcesFromStore(
  store: Store,
  deployment: Deployment,
  recount: () => Promise<Result<RecountRow>>,
): ApiSources {
  const asked = async <T>(ask: () => Promise<T>): Promise<Result<T>> => {
    try {
      return ok(await ask());
    } catch (cause) {
      return err(`the store does not answer: ${cause instanceof Error ? cause.message : cause}`);
    }
  };
  return {
    deployment: JSON.stringify(deployment),
    recount,
    cases: (by, limit) =>
      asked(async () => {
        const statement =
          'grid' in by
            ? casesOfGrid(by.grid, limit)
            : 'unit' in by
              ? casesOfUnit(by.unit, limit)
              : casesOfSource(by.source, limit);
        return (await store.query<CaseRowNow>(statement)).map(summaryOf);
      }),
    caseDetail: (id) =>
      asked(async () => {
        const [[row], hops] = await Promise.all([
          store.query<CaseRowNow>(caseNow(id)),
          store.query<HopRow>(hopsOfCase(id)),
        ]);
        return row ? detailOf(row, hops) : null;
      }),
  };
}
