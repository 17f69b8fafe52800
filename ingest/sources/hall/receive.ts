import type { HallSettings } from '../../../config/deployment/ports/hall.ts';
import { takeRecords } from '../http/records.ts';
import type { Route } from '../http/route.ts';
import { totalsRoute } from '../http/totals.ts';
import type { PortContext } from '../port.ts';
import { createHallReader } from './read-event.ts';

/**
 * The port of the approval hall. Each request carries a client's bearer token; JSON, one event or an
 * array.
 *
 * - `POST /hall/tickets`: tickets taken, called, served, left
 * - `POST /hall/terminals`: terminals online, offline, and their transactions
 * - `POST /hall/totals` {day, tickets, transactions}: how many the hall counts for a day
 */
export function hallRoutes(context: PortContext, settings: HallSettings): Route[] {
  const route = (path: string, subject: 'ticket' | 'terminal'): Route => {
    const parse = createHallReader(context.source, subject, context.deployment.zone);
    return {
      method: 'POST',
      path,
      limit: settings.maxBodyBytes,
      health: context.health,
      handle: (call) => takeRecords(context, call, settings.maxRecords, parse),
    };
  };
  return [
    route('/hall/tickets', 'ticket'),
    route('/hall/terminals', 'terminal'),
    totalsRoute(context, '/hall/totals', { tickets: ['取号数'], transactions: ['办理数'] }),
  ];
}
