import type { WallSubject } from '../../config/contract/stage.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import { hotspotsOf } from '../layers/hotspot-layer.ts';
import type { Model } from '../model/model.ts';
import type { Focus } from '../stage/focus.ts';
import type { MapGeometry } from '../stage/geometry.ts';

/** Where on the map what the desk looks at is; null: it has no place there, or is over. */
export function focusOf(
  subject: WallSubject,
  deployment: Deployment,
  geometry: MapGeometry,
  model: Model,
): Focus | null {
  switch (subject.on) {
    case 'grid':
      return { kind: 'grid', grid: subject.id };
    case 'case': {
      const row = model.row('cases', subject.id);
      if (!row) return null;
      return row.lon !== null && row.lat !== null
        ? { kind: 'place', lon: row.lon, lat: row.lat }
        : gridOf(row.grid, deployment);
    }
    case 'alert': {
      const row = model.row('alerts', subject.id);
      if (!row) return null;
      const [circle] = hotspotsOf([row], geometry);
      if (circle) return { kind: 'circle', x: circle.x, y: circle.y, metres: circle.radius };
      return row.caseId === null
        ? gridOf(row.grid, deployment)
        : focusOf({ on: 'case', id: row.caseId }, deployment, geometry, model);
    }
  }
}

const gridOf = (id: string, deployment: Deployment): Focus | null =>
  deployment.grids.some(({ properties }) => properties.id === id)
    ? { kind: 'grid', grid: id }
    : null;
