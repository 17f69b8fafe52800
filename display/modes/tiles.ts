import type { Component } from 'solid-js';
import type { TileId } from '../../config/deployment/wall.ts';
import { Alerts } from '../panels/Alerts.tsx';
import { Arrivals } from '../panels/Arrivals.tsx';
import { Due } from '../panels/Due.tsx';
import { Incident } from '../panels/Incident.tsx';
import { IncidentLog } from '../panels/IncidentLog.tsx';
import { Mix } from '../panels/Mix.tsx';
import { Near } from '../panels/Near.tsx';
import { Ports } from '../panels/Ports.tsx';
import { Stations } from '../panels/Stations.tsx';
import { Status } from '../panels/Status.tsx';
import { Tasks } from '../panels/Tasks.tsx';
import { Time } from '../panels/Time.tsx';
import { Today } from '../panels/Today.tsx';
import { Days } from '../panels/Trends.tsx';
import { Units } from '../panels/Units.tsx';

/** What stands in the zone of a tile; the map, which needs more than a tile, is placed by the wall. */
export const TILE: Partial<Record<TileId, Component>> = {
  status: Status,
  time: Time,
  alerts: Alerts,
  due: Due,
  today: Today,
  arrivals: Arrivals,
  units: Units,
  ports: Ports,
  stations: Stations,
  days: Days,
  mix: Mix,
  incident: Incident,
  log: IncidentLog,
  tasks: Tasks,
  near: Near,
};
