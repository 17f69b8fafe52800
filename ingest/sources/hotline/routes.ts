import type { HotlineSettings } from '../../../config/deployment/ports/hotline.ts';
import { type Parsed, takeRecords } from '../http/records.ts';
import type { Call, Route } from '../http/route.ts';
import { totalsRoute } from '../http/totals.ts';
import type { PortContext } from '../port.ts';
import { createOrderParser } from './parse-order.ts';
import { createVerifier } from './signature.ts';

/**
 * The port of the 12345 hotline. Each request is signed (see `createVerifier`); JSON, one record or an
 * array; what became of each record is told once all of them are durable.
 *
 * - `POST /12345/orders`: orders with everything known of them
 * - `POST /12345/orders/:no/steps`: steps of an order of which nothing else is told, e.g. 催办
 * - `POST /12345/totals` {day, orders}: how many orders the hotline counts for a day
 */
export function hotlineRoutes(context: PortContext, settings: HotlineSettings): Route[] {
  const parse = createOrderParser(settings, context.source, context.deployment.zone);
  const identify = createVerifier(context, settings.signature, Date.now);
  const post = (path: string, read: (call: Call, record: unknown) => Parsed[]): Route => ({
    method: 'POST',
    path,
    limit: settings.maxBodyBytes,
    health: context.health,
    handle: (call) =>
      takeRecords(context, call, settings.maxOrders, (record) => read(call, record), identify),
  });
  return [
    post('/12345/orders', (_, record) => parse.order(record)),
    post('/12345/orders/:no/steps', ({ params }, record) => parse.step(params.no ?? '', record)),
    totalsRoute(context, '/12345/totals', { cases: ['orders', '办件数', '工单数'] }, identify),
  ];
}
