import { z } from 'zod';

/** 审批大厅: tickets and self-service terminals. */
export const HallSettings = z.strictObject({
  enabled: z.boolean().default(true),
  /** Largest body of a request. */
  maxBodyBytes: z
    .number()
    .int()
    .positive()
    .default(2 ** 20),
  /** Events in one request. */
  maxRecords: z.number().int().positive().default(1000),
});
export type HallSettings = z.infer<typeof HallSettings>;
