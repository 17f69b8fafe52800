import { z } from 'zod';

/** 安全生产. */
export const SafetySettings = z.strictObject({
  enabled: z.boolean().default(true),
  /** Largest body of a request. Its records become durable in one commit, which others wait for. */
  maxBodyBytes: z
    .number()
    .int()
    .positive()
    .default(2 ** 20),
  /** Inspections or updates in one request. */
  maxRecords: z.number().int().positive().default(500),
  /** First-level category under which hazards stand. */
  category: z.string().min(1).default('安全生产'),
  /** Check lists that inspections may name: files of `config/deployment/checklists`. */
  checklists: z.array(z.string().regex(/^[a-z0-9-]+$/i)).default(['331']),
  /** Datum of the coordinates that the system tells. */
  datum: z.enum(['WGS84', 'GCJ02', 'BD09']).default('WGS84'),
});
export type SafetySettings = z.infer<typeof SafetySettings>;
