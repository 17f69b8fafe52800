import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** An order or patrol report of the synthetic city. */
export interface Told {
  kind: 'order' | 'patrol';
  id: string;
  at: number;
  grid: string | null;
  category: string[];
}

/**
 * What happens in a synthetic city in [from, to), with incidents planted (their shape:
 * `ingest/city/incidents.ts`). Analytics may not import the city: it runs as a process of its own, as
 * upstream systems do.
 */
export function countedCity(of: {
  deployment: string;
  seed: number;
  from: number;
  to: number;
  incidents: readonly object[];
}): Told[] {
  const city = join(import.meta.dirname, '../../ingest/city/counted.ts');
  const { stdout, status, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', city, JSON.stringify(of)],
    { encoding: 'utf8', maxBuffer: 2 ** 30 },
  );
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Told);
}
