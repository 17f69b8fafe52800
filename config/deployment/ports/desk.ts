import { z } from 'zod';

export const DeskSettings = z.strictObject({
  enabled: z.boolean().default(true),
  /** A command whose time is further from ours, before or after, is refused. */
  farMinutes: z.number().positive().default(60),
  /** Commands in one request. */
  maxCommands: z.number().int().positive().default(100),
  /** Bytes of one request. */
  maxBytes: z
    .number()
    .int()
    .positive()
    .default(256 * 1024),
});
export type DeskSettings = z.infer<typeof DeskSettings>;
