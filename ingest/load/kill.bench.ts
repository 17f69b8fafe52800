import { setTimeout as sleep } from 'node:timers/promises';
import { random } from '../../config/deployment/random.ts';
import { Trial } from './trial.ts';

/**
 * Kills ingest and the store at random, again and again, while honest senders speak to every port over
 * real sockets; then compares what was acknowledged with what is stored, record by record.
 */
const KILLS = Number(process.argv[2] ?? 200);
const SEED = Number(process.argv[3] ?? 1);

const trial = await Trial.start(20);
try {
  const dice = random(SEED);
  for (let kill = 0; kill < KILLS; kill++) {
    await sleep(dice.between(100, 1_500));
    await trial.kill(dice.next() < 0.6 ? 'ingest' : 'store');
  }
  await sleep(5_000);
  await trial.finish();
  const found = await trial.compare();
  for (const { source, acknowledged, repeated, lost, doubled, unknown } of found)
    console.log(
      `  ${source}: ${acknowledged} acknowledged, ${repeated} sent again; lost ${lost.length}, doubled ${doubled.length}, unknown ${unknown.length}`,
    );
  const sum = (of: (each: (typeof found)[number]) => number) =>
    found.reduce((total, each) => total + of(each), 0);
  const acknowledged = sum((each) => each.acknowledged);
  const wrong = sum(({ lost, doubled, unknown }) => lost.length + doubled.length + unknown.length);
  const [unreconciled, differences] = [await trial.unreconciled(), await trial.differences()];
  console.log(
    `kill: ${acknowledged} records acknowledged over ${KILLS} kills, ${wrong} lost, doubled or unknown, ` +
      `${unreconciled.length} ports whose counts do not add up, ${differences} differences in the recount ` +
      `(ratio of stored to acknowledged ${((acknowledged - wrong) / acknowledged).toFixed(6)})`,
  );
} finally {
  await trial.stop();
}
