import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Report } from './report.ts';

/** What cases of the synthetic city told, in order of time: a report with its true matter, or a closing. */
export type CityLine = (Report & { matter: string }) | { id: string; at: number; closed: true };

/**
 * Ninety days of the demo city's cases as its pipeline masks and places them, with so many planted matters that
 * several people tell of. Analytics may not import the city: it runs as a process of its own, as upstream
 * systems do.
 */
export function cityLines(seed: number, planted: number): CityLine[] {
  const asked = {
    deployment: 'huangqiao',
    seed,
    from: Date.UTC(2026, 2, 1, 16),
    days: 90,
    planted,
  };
  const { stdout, status, stderr } = spawnSync(
    process.execPath,
    [
      '--import',
      'tsx',
      join(import.meta.dirname, '../../ingest/city/reported.ts'),
      JSON.stringify(asked),
    ],
    { encoding: 'utf8', maxBuffer: 2 ** 30 },
  );
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as CityLine);
}
