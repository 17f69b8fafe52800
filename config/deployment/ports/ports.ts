import { z } from 'zod';
import { CityManagementSettings } from './city-management.ts';
import { DeskSettings } from './desk.ts';
import { EnvironmentSettings } from './environment.ts';
import { GridSettings } from './grid.ts';
import { HallSettings } from './hall.ts';
import { HotlineSettings } from './hotline.ts';
import { HttpSettings } from './http.ts';
import { Open311Settings } from './open311.ts';
import { RegistersSettings } from './registers.ts';
import { SafetySettings } from './safety.ts';
import { WaterSettings } from './water.ts';

/** The ports of a deployment: `ports.json` beside `deployment.json`. All of it has defaults. */
export const Ports = z.strictObject({
  /** Address on which ports listen. Everything but loopback needs a network that only the upstreams reach. */
  host: z.string().default('127.0.0.1'),
  /** Bytes that stay free on the disk of the data folder: below, input is refused. 0: once a write fails. */
  leastFreeBytes: z
    .number()
    .int()
    .nonnegative()
    .default(2 ** 30),
  http: HttpSettings.prefault({}),
  hotline: HotlineSettings.prefault({}),
  cityManagement: CityManagementSettings.prefault({}),
  grid: GridSettings.prefault({}),
  safety: SafetySettings.prefault({}),
  environment: EnvironmentSettings.prefault({}),
  water: WaterSettings.prefault({}),
  open311: Open311Settings.prefault({}),
  registers: RegistersSettings.prefault({}),
  hall: HallSettings.prefault({}),
  desk: DeskSettings.prefault({}),
});
export type Ports = z.infer<typeof Ports>;
