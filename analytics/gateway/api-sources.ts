import type { Registry } from 'prom-client';
import type { AlertDetail, CaseDetail, CaseSummary } from '../../config/contract/api.ts';
import type { AuditVerdict } from '../../config/contract/audit.ts';
import type { KpiId, KpiItem, KpiRow } from '../../config/contract/kpi.ts';
import type { RecountRow } from '../../config/contract/picture.ts';
import type { Result } from '../../config/contract/result.ts';
import type { Permissions } from '../../config/deployment/permissions.ts';
import type { AccessSources } from '../access/access-sources.ts';
import type { Scope } from '../access/scope.ts';
import type { Audit } from '../audit/audit.ts';
import type { Refusals } from '../audit/refusals.ts';
import type { KpiFilter, Page } from '../queries/kpi-cases.ts';
import type { CaseSearch } from '../queries/searched-cases.ts';
import type { Revealer } from '../reveal/revealer.ts';
import type { Commands } from './command-route.ts';
import type { Faults } from './faults.ts';
import type { GroundSources } from './ground-route.ts';
import type { KpiPlace } from './kpi-query.ts';
import type { Unready } from './readiness.ts';
import type { SearchPlace } from './search-query.ts';

/** Which cases are asked for: exactly one of the three. */
export type CasesBy = { grid: string } | { unit: string } | { source: string };

/** What the API answers from. A failure says why the store cannot answer. */
export interface ApiSources {
  /** JSON text of the deployment. */
  deployment: string;
  cases(by: CasesBy, limit: number, scope: Scope | null): Promise<Result<CaseSummary[]>>;
  search(asked: CaseSearch, limit: number, scope: Scope | null): Promise<Result<CaseSummary[]>>;
  /** null: no such case. */
  caseDetail(id: string): Promise<Result<CaseDetail | null>>;
  /** null: no such alert. */
  alertDetail(id: string): Promise<Result<AlertDetail | null>>;
  /** What KPI may be asked of, what a search may name, and the zone of the local days that are asked for. */
  place: KpiPlace & SearchPlace;
  kpis(filter: KpiFilter): Promise<Result<KpiRow[]>>;
  kpiItems(id: KpiId, filter: KpiFilter, page: Page): Promise<Result<KpiItem[]>>;
  recount(): Promise<Result<RecountRow>>;
  ground: GroundSources;
  commands: Commands;
  permissions: Permissions;
  access: AccessSources;
  revealing: Pick<Revealer, 'reveal' | 'refused'>;
  audit: Pick<Audit, 'page'> & Pick<Refusals, 'record'>;
  verifyAudit(): Promise<Result<AuditVerdict>>;
  faults: Faults;
  /** Why it is not ready; none: it is. */
  unready(): readonly Unready[];
  metrics: Pick<Registry, 'contentType' | 'metrics'>;
}
