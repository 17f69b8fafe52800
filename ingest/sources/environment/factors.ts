import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { EnvironmentDevice } from '../../../config/deployment/ports/environment.ts';

const Entry = z.strictObject({
  name: z.string(),
  /** As the standard prints it; '' where the value has none. */
  unit: z.string(),
  /** Unit of the -Cou values. */
  sum: z.string().optional(),
  /** Of a code of 2005: the one that took its place in 2017. */
  now: z.string().optional(),
});
const Table = z.strictObject({
  codes: z.record(z.string(), Entry),
  codes2005: z.record(z.string(), Entry),
});

const FILE = fileURLToPath(new URL('./factors.json', import.meta.url));
const table = Table.parse(JSON.parse(readFileSync(FILE, 'utf8')));
/** Factors of HJ 212-2017 appendix B and of 2005, of which the code and the printed unit are certain. */
export const FACTORS: ReadonlyMap<string, z.infer<typeof Entry>> = new Map(
  [table.codes, table.codes2005].flatMap((codes) => Object.entries(codes)),
);

export interface Factor {
  /** Code under which its values are kept. */
  code: string;
  unit: string;
  sumUnit: string;
  scale: number;
  /** Neither in the device's settings nor in the table: no unit is known. */
  unknown: boolean;
}

/** What a code of a device means: the device's own settings first, then the table. */
export function factorOf(device: EnvironmentDevice, code: string): Factor {
  const own = device.factors.find((factor) => factor.code === code);
  const printed = FACTORS.get(code);
  return {
    code: own?.as ?? code,
    unit: own?.unit ?? printed?.unit ?? '',
    sumUnit: own?.sumUnit ?? printed?.sum ?? '',
    scale: own?.scale ?? 1,
    unknown: !own && !printed,
  };
}
