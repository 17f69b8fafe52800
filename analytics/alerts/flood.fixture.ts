import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TellingRules } from '../../config/deployment/telling.ts';
import { BOSTON_HEADER, bostonOrder } from '../../config/orders.fixture.ts';
import { Running } from '../../config/running.fixture.ts';

const ORDERS = 5_000;
const LEVELS = ['yellow', 'red', 'purple'];
/** A flood that is not decided by then is lost. */
const PATIENCE_MS = 90_000;

/** What became of levels that were all reached at once. */
export interface Flood {
  /** Orders times levels. */
  reached: number;
  /** Rows in the log of alerts, and how many levels of how many cases they are. */
  logged: number;
  levels: number;
  cases: number;
  /** Levels on whose telling there is a decision, and decisions that there are. */
  decided: number;
  decisions: number;
  /** Decisions without an alert, without a good reason, or spoken for by what was not told. */
  unfounded: number;
  told: number;
  /** As many one person can read. */
  readable: number;
  /** From the first row in the log to the last, s. */
  seconds: number;
}

/** The process of analytics, as soon as it runs again. */
async function pidOf(running: Running): Promise<number> {
  for (;;) {
    try {
      return running.pid('analytics');
    } catch {
      await sleep(50);
    }
  }
}

/** Five thousand orders that are all overdue at once, while analytics is killed (SIGKILL) after each of some pauses. */
export async function flood(pauses: readonly number[]): Promise<Flood> {
  const folder = mkdtempSync(join(tmpdir(), 'qiao-flood-'));
  const qiao = await Running.start({ QIAO_DEPLOYMENT: 'boston' });
  try {
    const file = join(folder, 'orders.csv');
    // all of one morning, due on 20 August, none closed; a last order brings the clock to October
    const lines = Array.from({ length: ORDERS }, (_, n) =>
      bostonOrder(n, `Pothole ${n}`, '2011-08-01 09:00:00'),
    );
    const last = bostonOrder(ORDERS, 'Pothole', '2011-10-10 09:00:00', '2011-10-10 09:00:00');
    writeFileSync(file, [BOSTON_HEADER, ...lines, last].join('\n'));
    await once(qiao.import(file, '--as', 'boston-311'), 'exit');
    for (const pause of pauses) {
      await sleep(pause);
      process.kill(await pidOf(qiao), 'SIGKILL');
    }
    const ask = async (query: string): Promise<number[]> =>
      (await qiao.ask(query)).split('\t').map(Number);
    const reached = ORDERS * LEVELS.length;
    const until = Date.now() + PATIENCE_MS;
    while (Date.now() < until) {
      const [decisions = 0] = await ask('SELECT count() FROM tellings');
      if (decisions >= reached) break;
      await sleep(500);
    }
    const [logged = 0, levels = 0, cases = 0, seconds = 0] = await ask(`
      SELECT count(), uniqExact(alert_id, level), uniqExact(case_id),
        dateDiff('ms', min(accepted), max(accepted)) / 1000
      FROM alerts WHERE phase = 'raised'`);
    const [decisions = 0, decided = 0, told = 0, unfounded = 0] = await ask(`
      SELECT count(), uniqExact(alert_id, level), countIf(untold = ''),
        countIf((alert_id, level) NOT IN (SELECT alert_id, level FROM alerts)
          OR untold NOT IN ('', 'over', 'group')
          OR untold = 'group' AND spoken_by NOT IN (
            SELECT alert_id FROM tellings WHERE untold = ''))
      FROM tellings`);
    const readable = Object.values(TellingRules.parse({}).most.level).reduce((a, b) => a + b, 0);
    return {
      reached,
      logged,
      levels,
      cases,
      decided,
      decisions,
      unfounded,
      told,
      readable,
      seconds,
    };
  } finally {
    await qiao.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
