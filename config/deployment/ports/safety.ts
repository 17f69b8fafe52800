import { z } from 'zod';
import { Datum, Pushed } from './pushed.ts';

/** 安全生产. */
export const SafetySettings = Pushed.extend({
  /** First-level category under which hazards stand. */
  category: z.string().min(1).default('安全生产'),
  /** Check lists that inspections may name: files of `config/deployment/checklists`. */
  checklists: z.array(z.string().regex(/^[a-z0-9-]+$/i)).default(['331']),
  /** Datum of the coordinates that the system tells. */
  datum: Datum.default('WGS84'),
});
export type SafetySettings = z.infer<typeof SafetySettings>;
