import { type Accessor, createMemo } from 'solid-js';
import { type Place, placeOf } from '../model/incident.ts';
import { useWall } from './context.ts';

/** Where the incident is that has the walls; null: there is none, or it has no place. */
export function createIncidentPlace(): Accessor<Place | null> {
  const { model, names } = useWall();
  return createMemo<Place | null>(
    () => {
      const row = model.row('stage', 'all');
      if (row?.mode !== 'emergency' || row.incident === null) return null;
      return placeOf(row.incident.subject, {
        caseRow: (id) => model.row('cases', id),
        alertRow: (id) => model.row('alerts', id),
        grid: names.feature,
      });
    },
    null,
    { equals: (a, b) => a?.lon === b?.lon && a?.lat === b?.lat },
  );
}
