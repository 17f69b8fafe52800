import type { z } from 'zod';
import { Count, Pushed } from './pushed.ts';

/** 审批大厅: tickets and self-service terminals. */
export const HallSettings = Pushed.extend({
  /** Events in one request. */
  maxRecords: Count.default(1000),
});
export type HallSettings = z.infer<typeof HallSettings>;
