import { loadChecklist } from '../../../config/deployment/checklists.ts';
import type { SafetySettings } from '../../../config/deployment/ports/safety.ts';
import { type Parsed, takeRecords } from '../http/records.ts';
import type { Route } from '../http/route.ts';
import { totalsRoute } from '../http/totals.ts';
import type { PortContext } from '../port.ts';
import { createInspectionParser } from './inspection.ts';
import { createUpdateParser } from './steps.ts';

/**
 * The port of 安全生产. Each request carries a client's bearer token; JSON, one record or an array.
 *
 * - `POST /safety/inspections`: inspections with the hazards found and those looked at again
 * - `POST /safety/hazards`: what became of hazards
 * - `POST /safety/totals` {day, inspections, hazards}: how many the system counts for a day
 *
 * @throws DeploymentError where a check list of the settings is missing or faulty
 */
export function safetyRoutes(context: PortContext, settings: SafetySettings): Route[] {
  const { zone } = context.deployment;
  const checklists = settings.checklists.map(loadChecklist);
  const post = (path: string, parse: (record: unknown) => Parsed[]): Route => ({
    method: 'POST',
    path,
    limit: settings.maxBodyBytes,
    health: context.health,
    handle: (call) => takeRecords(context, call, settings.maxRecords, parse),
  });
  return [
    post('/safety/inspections', createInspectionParser(settings, checklists, zone)),
    post('/safety/hazards', createUpdateParser(zone)),
    totalsRoute(context, '/safety/totals', {
      inspections: ['检查数'],
      cases: ['hazards', '隐患数'],
    }),
  ];
}
