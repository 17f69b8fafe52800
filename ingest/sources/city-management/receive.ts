import type { CityManagementSettings } from '../../../config/deployment/ports/city-management.ts';
import { type Parsed, takeRecords } from '../http/records.ts';
import type { Route } from '../http/route.ts';
import { totalsRoute } from '../http/totals.ts';
import type { PortContext } from '../port.ts';
import { createCaseParser } from './parse-case.ts';
import { createComponentParser } from './parse-component.ts';

/**
 * The port of 数字城管. Each request carries a client's bearer token; JSON, one record or an array.
 *
 * - `POST /dcm/cases`: cases with all their acts so far
 * - `POST /dcm/components`: rows of the register of components
 * - `POST /dcm/totals` {day, cases}: how many cases the system counts for a day
 */
export function cityManagementRoutes(
  context: PortContext,
  settings: CityManagementSettings,
): Route[] {
  const { zone } = context.deployment;
  const post = (path: string, parse: (record: unknown) => Parsed[]): Route => ({
    method: 'POST',
    path,
    limit: settings.maxBodyBytes,
    health: context.health,
    handle: (call) => takeRecords(context, call, settings.maxRecords, parse),
  });
  return [
    post('/dcm/cases', createCaseParser(settings, zone)),
    post('/dcm/components', createComponentParser(settings, zone)),
    totalsRoute(context, '/dcm/totals', { cases: ['案件数'] }),
  ];
}
