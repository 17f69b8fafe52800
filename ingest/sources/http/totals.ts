import { z } from 'zod';
import { DAY } from '../../../config/contract/zone.ts';
import type { PortContext } from '../port.ts';
import { bearer } from './bearer.ts';
import { createFieldReader, type FieldNames, Whole } from './fields.ts';
import { readJson } from './records.ts';
import { type Call, HttpError, type Route } from './route.ts';

const BODY_BYTES = 4096;

/**
 * `POST <path>` {day, <what>: n, …}: the upstream's own counts of a local day (`yyyy-MM-dd`), to be
 * compared with ours. Told again they replace. Of no later day than tomorrow. 200 once they are durable; 400 names what is wrong.
 * @param names what may be counted, and how senders call it
 * @param identify who sends
 */
export function totalsRoute(
  context: PortContext,
  path: string,
  names: FieldNames,
  identify: (call: Call) => string = (sent) => bearer(context, sent),
): Route {
  const counts = Object.keys(names);
  const reader = createFieldReader(
    z
      .object({
        day: z.iso.date('not a date'),
        ...Object.fromEntries(counts.map((what) => [what, Whole.optional()])),
      })
      .refine((told) => counts.some((what) => Object.hasOwn(told, what)), {
        path: [counts.join(', ')],
      }),
    { day: ['日期', 'date'], ...names },
  );
  return {
    method: 'POST',
    path,
    limit: BODY_BYTES,
    health: context.health,
    async handle(call) {
      identify(call);
      const read = reader.read(readJson(context, call));
      if (!read.ok) {
        context.health.refuse('bad totals');
        throw new HttpError(400, read.error);
      }
      const { day, ...told } = read.value as { day: string } & Record<string, number | undefined>;
      if (Date.parse(day) > context.now() + 2 * DAY) {
        context.health.refuse('bad totals');
        throw new HttpError(400, `day: ${day} is still to come`);
      }
      for (const what of counts) {
        const upstream = told[what];
        if (upstream !== undefined) await context.intake.total(context.source, day, what, upstream);
      }
      return { status: 200, body: read.value };
    },
  };
}
