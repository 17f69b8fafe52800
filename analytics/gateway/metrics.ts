import { Gauge, type Registry } from 'prom-client';
import type { Millis } from '../../config/contract/ids.ts';
import type { PortRow, RecountRow, SystemRow } from '../../config/contract/picture.ts';
import type { ViewSet } from '../state/keyed-view.ts';
import { bit, createLineMetrics, type LineFigures, metricsIn } from './line-metrics.ts';

const PORT_STATES = ['live', 'quiet', 'down'] as const;
const seconds = (millis: number) => millis / 1000;

/** Since when, in machine time, records wait; null: none does. */
export interface Since {
  /** For the store. */
  unstored: () => Millis | null;
  /** To be shown. */
  unfolded: () => Millis | null;
}

/**
 * What an operator asks of this process, in the Prometheus text format, read when it is asked: the
 * picture's own rows, the screens, and the process itself. A figure that is not known is left out.
 * @param ready whether `/readyz` says so
 */
export function createMetrics(
  views: Pick<ViewSet, 'system' | 'ports' | 'recount'>,
  sessions: LineFigures,
  faults: { readonly count: number },
  ready: () => boolean,
  since: Since,
  now: () => Millis,
): Registry {
  const registry = createLineMetrics(sessions, faults, ready);
  const registers = [registry];
  const { told, counted } = metricsIn(registry);
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
  const ports = () => [...views.ports.rows.values()];

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
    'qiao_picture_unheld_cases',
    'Cases of which something came that is not shown, as the store has not yet said what it has of them',
    (row) => row.unheld,
  );
  const age = (from: Millis | null) => from && seconds(Math.max(0, now() - from));
  told(
    'qiao_journal_oldest_unstored_seconds',
    'How long ago the oldest record that waits for the store became durable; absent: none waits',
    () => age(since.unstored()),
  );
  told(
    'qiao_picture_oldest_unfolded_seconds',
    'How long the oldest record that the screens do not show has waited; absent: they show all',
    () => age(since.unfolded()),
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
