import { alertId, type Millis } from '../../config/contract/ids.ts';
import type { RecountRow } from '../../config/contract/picture.ts';
import { err, ok, type Result } from '../../config/contract/result.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import {
  type AlertActionRow,
  type AlertRow,
  alertActions,
  alerts,
  type HopRow,
  type Store,
  type TellingRow,
  tellings,
} from '../../ingest/store/index.ts';
import { askKpiItems, askKpis } from '../kpi/kpi.ts';
import { actsOfAlert, eventsOfAlert, tellingsOfAlert } from '../queries/alert-log.ts';
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
import { searchedCases } from '../queries/searched-cases.ts';
import type { ApiSources } from './api-sources.ts';
import { groundFromStore } from './ground-from-store.ts';

/** What the API answers, from the store. @param now deployment time */
export function sourcesFromStore(
  store: Store,
  deployment: Deployment,
  recount: () => Promise<Result<RecountRow>>,
  now: () => Millis,
): Omit<
  ApiSources,
  'access' | 'audit' | 'commands' | 'faults' | 'metrics' | 'revealing' | 'unready' | 'verifyAudit'
> {
  const asked = async <T>(ask: () => Promise<T>): Promise<Result<T>> => {
    try {
      return ok(await ask());
    } catch (cause) {
      return err(`the store does not answer: ${cause instanceof Error ? cause.message : cause}`);
    }
  };
  return {
    deployment: JSON.stringify(deployment),
    permissions: deployment.permissions,
    recount,
    ground: groundFromStore(store, deployment.zone, now),
    place: deployment,
    kpis: (filter) => asked(() => askKpis(store, deployment, filter, now())),
    kpiItems: (id, filter, page) =>
      asked(() => askKpiItems(store, deployment, id, filter, now(), page)),
    cases: (by, limit, scope) =>
      asked(async () => {
        const statement =
          'grid' in by
            ? casesOfGrid(by.grid, limit, scope)
            : 'unit' in by
              ? casesOfUnit(by.unit, limit, scope)
              : casesOfSource(by.source, limit, scope);
        return (await store.query<CaseRowNow>(statement)).map(summaryOf);
      }),
    search: (of, limit, scope) =>
      asked(async () =>
        (await store.query<CaseRowNow>(searchedCases(of, limit, scope))).map(summaryOf),
      ),
    caseDetail: (id) =>
      asked(async () => {
        const [[row], hops] = await Promise.all([
          store.query<CaseRowNow>(caseNow(id)),
          store.query<HopRow>(hopsOfCase(id)),
        ]);
        return row ? detailOf(row, hops, deployment) : null;
      }),
    alertDetail: (id) =>
      asked(async () => {
        const [events, told, acts] = await Promise.all([
          store.query<AlertRow>(eventsOfAlert(alertId(id))),
          store.query<TellingRow>(tellingsOfAlert(alertId(id))),
          store.query<AlertActionRow>(actsOfAlert(alertId(id))),
        ]);
        if (events.length === 0) return null;
        return {
          events: events.map((row) => alerts.fromRow(row).fact),
          tellings: told.map((row) => tellings.fromRow(row).fact),
          acts: acts.map((row) => alertActions.fromRow(row).fact),
        };
      }),
  };
}
