import { z } from 'zod';

/** Another city's endpoint, from which requests are read. */
export const Open311Endpoint = z.strictObject({
  /** Base of its paths, e.g. `https://311.example.org/open311/v2`. */
  url: z.url({ protocol: /^https?$/ }),
  /** Id of the source under which its requests are counted. Never that under which ours are served. */
  source: z.string().regex(/^(?!open311$)[a-z0-9][a-z0-9._-]*$/i, 'an id other than open311'),
  jurisdiction: z.string().optional(),
  format: z.enum(['json', 'xml']).default('json'),
  everySeconds: z.number().positive().default(300),
  /**
   * Which time of a request is asked by. `requested`: the standard's start_date and end_date.
   * `updated`: the widespread extension updated_after and updated_before, which finds a change of a
   * request however old it is.
   */
  askBy: z.enum(['requested', 'updated']).default('requested'),
  /**
   * How far behind the newest known request each poll begins. With `requested`, what becomes of a
   * request is seen for so long after it was made.
   */
  overlapHours: z.number().positive().default(168),
  /** How far back the very first poll begins. */
  firstDays: z.number().positive().default(7),
  /** Requests on a page. */
  pageSize: z.number().int().positive().max(1000).default(200),
  /** A page must be complete by then. */
  timeoutSeconds: z.number().positive().default(30),
  /** Bytes of one page. */
  maxBytes: z
    .number()
    .int()
    .positive()
    .default(16 * 2 ** 20),
  /** Its service codes → our category, widest first. What is not named keeps its group and name. */
  categories: z.record(z.string(), z.array(z.string().min(1)).min(1).max(4)).default({}),
});
export type Open311Endpoint = z.infer<typeof Open311Endpoint>;

export const Open311Settings = z.strictObject({
  enabled: z.boolean().default(true),
  /** Endpoints that are read. */
  endpoints: z.array(Open311Endpoint).default([]),
  /** Our own jurisdiction_id; absent: a caller may name none. */
  jurisdiction: z.string().optional(),
  /** Where civic apps reach our endpoint; absent: as they called it. */
  publicUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** Told in the discovery: whom to ask, and how to get an api_key. */
  contact: z.string().default(''),
  keyService: z.string().default(''),
  /** Bytes of one posted request. */
  maxBytes: z
    .number()
    .int()
    .positive()
    .default(64 * 1024),
});
export type Open311Settings = z.infer<typeof Open311Settings>;
