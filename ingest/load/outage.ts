import { setTimeout as sleep } from 'node:timers/promises';
import type { CounterRow, SystemRow } from '../../config/contract/picture.ts';
import { freePorts } from '../../config/running.fixture.ts';
import { type Fault, faultyLine } from '../store/faulty-line.fixture.ts';
import { storeTarget } from '../store/index.ts';
import { RunningStore } from '../store/running.fixture.ts';
import { Screen } from './screen.ts';
import { Trial } from './trial.ts';

/** How the wall and the journal stood through an outage of one kind. */
export interface Endured {
  fault: Fault;
  /** Orders and patrol reports that the wall came to show during it. */
  shown: number;
  /** Longest silence on the line to the screen, ms. */
  silence: number;
  /** Entries that waited for the store at its end. */
  waiting: number;
  /** Whether the wall said that the store is away. */
  said: boolean;
}

/**
 * A Qiao whose store fails in one way after the other while senders speak to every port and a screen
 * watches. The store itself is real; what fails is the line to it.
 * @param each milliseconds of each fault
 */
export async function endure(
  faults: readonly Fault[],
  each: number,
  every: number,
): Promise<{ trial: Trial; endured: Endured[]; close: () => Promise<void> }> {
  const base = await freePorts();
  const store = await new RunningStore(base).start();
  const line = await faultyLine(base + 1);
  const { writer } = store.passwords;
  const direct = storeTarget(
    { data: store.data, storePort: base + 1, clickhouseUrl: undefined },
    'reader',
  );
  const trial = await Trial.start(
    every,
    { CLICKHOUSE_URL: `http://writer:${writer}@127.0.0.1:${line.port}` },
    direct,
  );
  const screen = await Screen.watch(trial.qiao, ['system', 'counters']);
  const system = () => screen.row<SystemRow>('system', 'system');
  const shown = () =>
    (screen.row<CounterRow>('counters', 'orders')?.value ?? 0) +
    (screen.row<CounterRow>('counters', 'patrols')?.value ?? 0);

  while (!system()?.storeUp) await sleep(100);
  const endured: Endured[] = [];
  for (const fault of faults) {
    const before = shown();
    screen.longestSilence = 0;
    line.set(fault);
    let said = false;
    for (const end = Date.now() + each; Date.now() < end; await sleep(50))
      said ||= system()?.storeUp === false;
    const now = system();
    endured.push({
      fault,
      shown: shown() - before,
      silence: Math.round(screen.longestSilence),
      waiting: (now?.head ?? 0) - (now?.stored ?? 0),
      said,
    });
  }
  line.set('through');
  screen.close();
  return {
    trial,
    endured,
    async close() {
      await trial.stop();
      await line.close();
      await store.remove();
    },
  };
}
