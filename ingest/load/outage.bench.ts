import { statSync } from 'node:fs';
import { join } from 'node:path';
import { endure } from './outage.ts';

/**
 * The store away for ten minutes under load: it refuses, it breaks off half a batch, it hangs. What the
 * wall showed meanwhile, how large the journal grew, and what is different afterwards.
 */
const SECONDS = Number(process.argv[2] ?? 600);

const faults = ['refuse', 20_000, 'hang'] as const;
const { trial, endured, close } = await endure(faults, (SECONDS * 1000) / faults.length, 20);
try {
  for (const { fault, shown, silence, waiting } of endured)
    console.log(
      `  ${fault === 20_000 ? 'half a batch' : fault}: ${shown} orders and reports came to the wall, longest silence ${silence} ms, ${waiting} entries waiting at its end`,
    );
  const bytes = statSync(join(trial.qiao.data, 'journal', 'data.mdb')).size;
  await trial.finish();
  const found = await trial.compare();
  const acknowledged = found.reduce((sum, each) => sum + each.acknowledged, 0);
  const wrong = found.reduce(
    (sum, { lost, doubled, unknown }) => sum + lost.length + doubled.length + unknown.length,
    0,
  );
  console.log(
    `outage: ${SECONDS} s without a store, ${acknowledged} records acknowledged, ${wrong} lost, doubled or unknown, ` +
      `${await trial.differences()} differences in the recount, journal ${(bytes / 2 ** 20).toFixed(1)} MiB ` +
      `(ratio of stored to acknowledged ${((acknowledged - wrong) / acknowledged).toFixed(6)})`,
  );
} finally {
  await close();
}
