import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PortRow, RecountRow } from '../../config/contract/picture.ts';
import { Running } from '../../config/running.fixture.ts';
import { storeTarget, type Target } from '../store/index.ts';
import { everyPort, LOAD_PORTS } from './every-port.ts';
import { Screen } from './screen.ts';
import type { Upstream } from './upstream.ts';

const SETTLED_MS = 120_000;
const LOOK_MS = 250;

/** What was found after a trial, port by port: all empty and equal where nothing was lost. */
export interface Found {
  source: string;
  acknowledged: number;
  /** Acknowledged and not stored. */
  lost: string[];
  /** Stored more than once. */
  doubled: string[];
  /** Stored and never acknowledged. */
  unknown: string[];
  repeated: number;
}

/** A whole Qiao of its own, every port of which has an honest sender under way. */
export class Trial {
  readonly #stopping = new AbortController();
  readonly #senders: Promise<void>[];

  private constructor(
    readonly qiao: Running,
    readonly upstreams: readonly Upstream[],
    readonly store: Target,
  ) {
    this.#senders = upstreams.map((upstream) => upstream.run(this.#stopping.signal));
    // told when the senders are awaited
    for (const sender of this.#senders) sender.catch(() => {});
  }

  /**
   * @param every milliseconds between the records of one sender
   * @param settings environment of the Qiao
   * @param store where to look for what is stored; absent: the embedded one
   * @param ports of its `ports.json`, besides the devices
   */
  static async start(
    every: number,
    settings: Record<string, string> = {},
    store?: Target,
    ports: object = {},
  ): Promise<Trial> {
    const data = settings.QIAO_DATA ?? mkdtempSync(join(tmpdir(), 'qiao-trial-'));
    mkdirSync(data, { recursive: true });
    writeFileSync(join(data, 'ports.json'), JSON.stringify({ ...LOAD_PORTS, ...ports }));
    const qiao = await Running.start({
      QIAO_DATA: data,
      QIAO_DEPLOYMENT: 'huangqiao',
      QIAO_CITY: 'off',
      ...settings,
    });
    const embedded = { data, storePort: qiao.port + 1, clickhouseUrl: undefined };
    return new Trial(qiao, everyPort(qiao, every), store ?? storeTarget(embedded, 'reader'));
  }

  /** Kills a process as `kill -9` does, as soon as it is there. */
  async kill(name: 'ingest' | 'store' | 'analytics'): Promise<void> {
    for (;;) {
      try {
        process.kill(this.qiao.pid(name), 'SIGKILL');
        return;
      } catch {
        await sleep(LOOK_MS); // it is between two lives
      }
    }
  }

  /** Ends the senders, each once its last record is acknowledged. @throws where one was refused for good */
  async finish(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#senders);
  }

  /** Rows of a query to the store, the first column of each. */
  async ask(query: string): Promise<string[]> {
    const { url, user, password } = this.store;
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'X-ClickHouse-User': user, 'X-ClickHouse-Key': password },
      body: query,
    });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return text.split('\n').filter((line) => line !== '');
  }

  /** Waits until the store holds as many records as were acknowledged, then compares one by one. */
  async compare(): Promise<Found[]> {
    const end = Date.now() + SETTLED_MS;
    const found: Found[] = [];
    for (const { source, stored, acknowledged, repeated } of this.upstreams) {
      const look = () => this.ask(stored).catch((): string[] => []);
      let ids = await look();
      while (ids.length < acknowledged.length && Date.now() < end) {
        await sleep(LOOK_MS);
        ids = await look();
      }
      const there = new Set<string>();
      const told = new Set(acknowledged);
      const doubled: string[] = [];
      for (const id of ids)
        if (there.has(id)) doubled.push(id);
        else there.add(id);
      found.push({
        source,
        acknowledged: acknowledged.length,
        lost: acknowledged.filter((id) => !there.has(id)),
        doubled,
        unknown: ids.filter((id) => !told.has(id)),
        repeated,
      });
    }
    return found;
  }

  /** Differences between the picture and the raw rows, once everything is stored. */
  async differences(): Promise<number> {
    for (const end = Date.now() + SETTLED_MS; ; await sleep(LOOK_MS)) {
      const answer = await fetch(`${this.qiao.url}api/recount`, {
        method: 'POST',
        headers: this.qiao.officer,
      }).catch(() => null);
      if (answer?.ok) return ((await answer.json()) as RecountRow).differences;
      if (Date.now() > end) throw new Error(`no recount: ${answer?.status ?? 'no answer'}`);
    }
  }

  /** Ports whose counts do not add up on the screens: received = stored + duplicate + rejected. */
  async unreconciled(): Promise<PortRow[]> {
    const screen = await Screen.watch(this.qiao, ['ports']);
    const rows = this.upstreams.map(({ source }) => screen.row<PortRow>('ports', source));
    screen.close();
    return rows.filter(
      (row): row is PortRow =>
        row === undefined || row.received !== row.stored + row.duplicate + row.rejected,
    );
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.qiao.stop();
  }
}
