import type { Fact } from '../../config/contract/facts.ts';
import type { Millis } from '../../config/contract/ids.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import type { Base } from '../state/model.ts';
import { HotspotAlerts } from './hotspot/hotspot-alerts.ts';
import type { Scan } from './hotspot/scan-apart.ts';
import { GridSilence } from './rules/grid-silence.ts';
import { StationWatch } from './stations/station-watch.ts';
import { SurgeAlerts } from './surge/surge-alerts.ts';
import type { Watch } from './watch.ts';

/** All that is judged as a whole, fed with the facts that concern it. */
export class Watches {
  readonly #surges: SurgeAlerts;
  readonly #hotspots: HotspotAlerts;
  readonly #stations: StationWatch;
  readonly #silence: GridSilence;
  readonly all: readonly Watch[];

  /** @param now deployment time */
  constructor(
    deployment: Deployment,
    now: Millis,
    base: Pick<Base, 'counted' | 'recentReadings' | 'lastPatrol'>,
    scan: Scan,
  ) {
    const past = [...base.counted];
    this.#surges = new SurgeAlerts(deployment, now, past);
    this.#hotspots = new HotspotAlerts(deployment, now, past, scan);
    this.#stations = new StationWatch(
      deployment,
      deployment.alertRules.stations,
      base.recentReadings,
    );
    this.#silence = new GridSilence(deployment, now, { ...base, counted: past });
    this.all = [this.#surges, this.#hotspots, this.#stations, this.#silence];
  }

  /** Takes a fact in, once. @param now deployment time */
  take(fact: Fact, now: Millis): void {
    switch (fact.kind) {
      case 'hop':
      case 'patrol':
        this.#surges.take(fact, now);
        this.#hotspots.take(fact, now);
        if (fact.kind === 'patrol') this.#silence.take(fact, now);
        return;
      case 'reading':
        this.#stations.take(fact);
        return;
      default:
    }
  }
}
