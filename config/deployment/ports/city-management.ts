import { z } from 'zod';

/** 数字城管. */
export const CityManagementSettings = z.strictObject({
  enabled: z.boolean().default(true),
  /** Largest body of a request. Its records become durable in one commit, which others wait for. */
  maxBodyBytes: z
    .number()
    .int()
    .positive()
    .default(2 ** 20),
  /** Cases or components in one request. */
  maxRecords: z.number().int().positive().default(500),
  /** First-level category under which 大类 and 小类 stand as second and third. */
  category: z.string().min(1).default('城市管理'),
  /** Datum of the coordinates that the system tells. */
  datum: z.enum(['WGS84', 'GCJ02', 'BD09']).default('WGS84'),
  /** Area codes with which a 部件 id may begin: their first digits, e.g. 3205 for all of Suzhou. */
  areas: z
    .array(z.string().regex(/^\d{2,6}$/))
    .min(1)
    .default(['3205']),
});
export type CityManagementSettings = z.infer<typeof CityManagementSettings>;
