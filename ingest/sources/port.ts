import type { Logger } from 'pino';
import type { Millis, SourceId } from '../../config/contract/ids.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import type { PortKeys } from '../../config/port-keys.ts';
import type { PortHealth } from '../intake/health.ts';
import type { Intake } from '../intake/intake.ts';

/** What every port is given. */
export interface PortContext {
  /** The source under which the port's records are counted. */
  source: SourceId;
  deployment: Deployment;
  intake: Intake;
  health: PortHealth;
  keys: PortKeys;
  /** The data folder of the installation; a port keeps its files in folders of its own below it. */
  data: string;
  log: Logger;
  /** Time of the deployment, which a synthetic city may run ahead of the machine's. */
  now: () => Millis;
}

/** A port that runs by itself: a listener, a poller, a watched folder. */
export interface Port {
  stop(): Promise<void>;
}
