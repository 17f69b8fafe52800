import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { PortRow, RecountRow, SystemRow } from '../../config/contract/picture.ts';
import type { ViewSet } from '../state/keyed-view.ts';
import type { Sessions } from './sessions.ts';

const PORT_STATES = ['live', 'quiet', 'down'] as const;
const seconds = (millis: number) => millis / 1000;
const bit = (is: boolean) => (is ? 1 : 0);

/**
 * What an operator asks of this process, in the Prometheus text format, read when it is asked: the
 * picture's own rows, the screens, and the process itself. A figure that is not known is left out.
 * @param ready whether `/readyz` says so
 */
export function createMetrics(
  views: Pick<ViewSet, 'system' | 'ports' | 'recount'>,
  sessions: Pick<Sessions, 'opened' | 'states' | 'wrongs'>,
  ready: () => boolean,
): Registry {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'qiao_' });

  const told = (name: string, help: string, read: () => number | null | undefined) =>
    new Gauge({
      ...{ name, help, registers },
      collect() {
        this.remove();
        const value = read();
        if (typeof value === 'number') this.set(value);
      },
    });
  const system = (name: string, help: string, read: (row: SystemRow) => number | null) =>
    told(name, help, () => {
      const row = views.system.get('system');
      return row && read(row);
    });
  const recount = (name: string, help: string, read: (row: RecountRow) => number) =>
    told(name, help, () => {
      const row = views.recount.get('recount');
      return row && read(row);
    });
  const port = (name: string, help: string, read: (row: PortRow) => number | null) =>
    new Gauge({
      ...{ name, help, registers, labelNames: ['source'] },
      collect() {
        this.reset();
        for (const row of views.ports.rows.values()) {
          const value = read(row);
          if (value !== null) this.set({ source: row.source }, value);
        }
      },
    });
  const counted = (
    name: string,
    help: string,
    labelNames: string[],
    read: () => Iterable<[labels: Record<string, string>, value: number]>,
  ) =>
    new Counter({
      ...{ name, help, registers, labelNames },
      collect() {
        this.reset();
        for (const [labels, value] of read()) this.inc(labels, value);
      },
    });
  const ports = () => [...views.ports.rows.values()];

  told('qiao_ready', '1: /readyz answers 200; 0: it names why not', () => bit(ready()));
  system('qiao_feed_up', '1: the line to ingest stands; 0: the picture stands still', (row) =>
    bit(row.feedUp),
  );
  system('qiao_store_up', '1: the store answers ingest and analytics', (row) => bit(row.storeUp));
  system('qiao_journal_head', 'Newest position of the journal, in records', (row) => row.head);
  system(
    'qiao_journal_unstored_records',
    'Durable records that wait in the journal for the store; grows while the store is down or slow',
    (row) => Math.max(0, row.head - row.stored),
  );
  system(
    'qiao_picture_unfolded_records',
    'Records of the journal that the screens do not show yet',
    (row) => Math.max(0, row.head - row.folded),
  );
  system(
    'qiao_backfill_ratio',
    'How far filling in history has come, 0 to 1; absent: not under way',
    (row) => row.backfill,
  );

  new Gauge({
    name: 'qiao_port_state',
    help: '1 for the state an upstream is in: live, quiet (longer than usual) or down',
    labelNames: ['source', 'state'],
    registers,
    collect() {
      this.reset();
      for (const { source, state } of ports())
        for (const each of PORT_STATES) this.set({ source, state: each }, bit(each === state));
    },
  });
  port(
    'qiao_port_lag_seconds',
    'From the time that a record states to its being durable, median of the newest records',
    ({ lag }) => lag && seconds(lag),
  );
  port('qiao_port_records_per_minute', 'Records that came in the last minute', (row) => row.rate);
  port(
    'qiao_port_last_record_timestamp_seconds',
    "Unix time of the upstream's newest record, by the clock of the deployment",
    ({ last }) => last && seconds(last),
  );
  port('qiao_port_closed', '1: the port takes nothing now, its disk is full for one', (row) =>
    bit(row.closed !== null),
  );
  port('qiao_port_connections', 'Open lines of devices', (row) => row.connections);
  for (const what of ['received', 'stored', 'duplicate', 'rejected'] as const)
    counted(
      `qiao_port_${what}_records_total`,
      {
        received: 'Records received: those stored, duplicate and rejected together',
        stored: 'Records that are durable',
        duplicate: 'Records that were known already',
        rejected: 'Records that could not be read and are kept as dead letters with the reason',
      }[what],
      ['source'],
      () => ports().map((row) => [{ source: row.source }, row[what]]),
    );
  counted(
    'qiao_port_refused_total',
    'What never became a record since ingest started, by reason',
    ['source', 'reason'],
    () =>
      ports().flatMap(({ source, refused }) =>
        Object.entries(refused).map(([reason, count]): [Record<string, string>, number] => [
          { source, reason },
          count,
        ]),
      ),
  );

  new Gauge({
    name: 'qiao_screens',
    help: 'Open screens: greeting; filling (being brought level); level; behind (too slow: what they miss is conflated)',
    labelNames: ['state'],
    registers,
    collect() {
      for (const [state, count] of Object.entries(sessions.states())) this.set({ state }, count);
    },
  });
  counted('qiao_screens_opened_total', 'Lines of screens that ever opened', [], () => [
    [{}, sessions.opened],
  ]);
  counted('qiao_screens_ended_total', 'Lines that this server ended, by reason', ['reason'], () =>
    [...sessions.wrongs].map(([reason, count]) => [{ reason }, count]),
  );

  recount(
    'qiao_recount_differences',
    'Differences between the screens and the raw rows at the last recount; anything but 0 is wrong',
    (row) => row.differences,
  );
  recount('qiao_recount_compared', 'Figures that the last recount compared', (row) => row.compared);
  recount('qiao_recount_timestamp_seconds', 'Unix time of the last recount', (row) =>
    seconds(row.at),
  );
  return registry;
}
