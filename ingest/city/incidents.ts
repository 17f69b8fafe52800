import { z } from 'zod';
import { conform, readJson, shown } from '../../config/deployment/read.ts';

const Instant = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .describe('2026-06-01T09:00:00+08:00');

const common = {
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** Begin (inclusive) and end (exclusive), with offset. */
  from: Instant,
  to: Instant,
};
const Count = z.number().int().min(1).max(1000);
const Category = z.array(z.string()).min(1).max(4);

/** An incident to plant, labelled so that alerts can be scored against it. */
export const Incident = z.discriminatedUnion('kind', [
  /** Many orders of one category in some grids, spread over the time. */
  z.strictObject({
    ...common,
    kind: z.literal('surge'),
    category: Category,
    grids: z.array(z.string()).min(1),
    count: Count,
  }),
  /** Orders of one category round one place. */
  z.strictObject({
    ...common,
    kind: z.literal('cluster'),
    category: Category,
    lon: z.number(),
    lat: z.number(),
    /** Metres. */
    radius: z.number().positive().max(5000),
    count: Count,
  }),
  /** One matter at one spot, told by many callers. */
  z.strictObject({
    ...common,
    kind: z.literal('repeat'),
    category: Category,
    grid: z.string(),
    count: Count,
  }),
  /** The patrollers of one grid report nothing. */
  z.strictObject({ ...common, kind: z.literal('silence'), grid: z.string() }),
  /** A factor at a multiple of its limit. */
  z.strictObject({
    ...common,
    kind: z.literal('exceedance'),
    station: z.string(),
    factor: z.string(),
    times: z.number().positive().max(100),
  }),
]);
export type Incident = z.infer<typeof Incident>;

const File = z.strictObject({ incidents: z.array(Incident).max(100) });

/** What was planted: the incident, and the ids of the records that it produced. */
export interface Planted {
  incident: Incident;
  /** Case ids (`source:upstreamNo:redo`) or readings (`station:factor:interval:at`). Silence makes none. */
  records: string[];
}

/**
 * Incidents of a JSON file.
 * @throws DeploymentError naming file, place and remedy of the first mistake
 */
export function loadIncidents(file: string): Incident[] {
  return conform(File, readJson(file), () => shown(file)).incidents;
}
