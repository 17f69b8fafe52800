import { z } from 'zod';
import { ComponentAreas, Datum, Pushed } from './pushed.ts';

/** 数字城管. */
export const CityManagementSettings = Pushed.extend({
  /** First-level category under which 大类 and 小类 stand as second and third. */
  category: z.string().min(1).default('城市管理'),
  /** Datum of the coordinates that the system tells. */
  datum: Datum.default('WGS84'),
  areas: ComponentAreas,
});
export type CityManagementSettings = z.infer<typeof CityManagementSettings>;
