import type { AlertDetail, CaseDetail } from '../../config/contract/api.ts';
import { mayAsk, maySee, type Permissions } from '../../config/deployment/permissions.ts';
import type { Identity } from '../access/identity.ts';
import { isWithin } from '../access/scope.ts';
import type { KpiFilter } from '../queries/kpi-cases.ts';
import type { KpiPlace } from './kpi-query.ts';

/** A case as far as somebody may see it; null: not at all. */
export function shownCase(
  detail: CaseDetail,
  { role, access: { scope } }: Identity,
  permissions: Permissions,
): CaseDetail | null {
  if (scope !== null && !isWithin(scope, detail)) return null;
  const may = (field: Parameters<typeof maySee>[2]) => maySee(permissions, role, field);
  const seesReveals = mayAsk(permissions, role, 'reveal') || mayAsk(permissions, role, 'audit');
  const hidden = detail.type === 'report' && !may('informant');
  return {
    ...detail,
    caller: may('caller') && !hidden ? detail.caller : '',
    phone: may('phone') && !hidden ? detail.phone : '',
    address: may('address') ? detail.address : '',
    content: may('content') ? detail.content : '',
    reveals: seesReveals ? detail.reveals : [],
    hops: may('notes') ? detail.hops : detail.hops.map((hop) => ({ ...hop, note: '' })),
  };
}

/**
 * An alert as far as somebody may see it; null: not at all. Evidence may lie in other places than the alert:
 * where a scope narrows, its ids are not told.
 */
export function shownAlert(
  detail: AlertDetail,
  { access: { scope } }: Pick<Identity, 'access'>,
): AlertDetail | null {
  if (scope === null) return detail;
  if (!detail.events.every((event) => isWithin(scope, event))) return null;
  return { ...detail, events: detail.events.map((event) => ({ ...event, evidence: [] })) };
}

/** Whether somebody may ask for the figures of a filter: where a scope narrows, the filter is to name a part of it. */
export function isKpiWithin(
  who: Pick<Identity, 'access'> | null,
  { grid, community, unit }: KpiFilter,
  { grids }: KpiPlace,
): boolean {
  const scope = who?.access.scope ?? null;
  if (scope === null) return true;
  const named = grids
    .map(({ properties }) => properties)
    .filter((of) => of.id === grid || (grid === undefined && of.community === community))
    .map(({ id }) => id);
  const ofGrids =
    scope.grids === null || (named.length > 0 && named.every((id) => scope.grids?.has(id)));
  return ofGrids && (scope.units === null || (unit !== undefined && scope.units.has(unit)));
}
