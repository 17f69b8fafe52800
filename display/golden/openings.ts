import type { AlertRow, CaseRow } from '../../config/contract/picture.ts';
import { NOWHERE, type Place, writePlace } from '../panels/place.ts';
import type { Recorded } from '../recorded.fixture.ts';

/** What can be opened from a wall, of the recorded picture: the address of each. */
export const OPENINGS = [
  'alerts?level=yellow',
  'overdue',
  'open',
  'closed',
  'hours',
  'grid',
  'kin',
  'alert',
] as const;
export type Opening = (typeof OPENINGS)[number];

export function addressOf(opening: Opening, { recording }: Recorded): string {
  const at = (place: Partial<Place>) => writePlace({ ...NOWHERE, ...place });
  const cases = new Map(recording.views.cases as [string, CaseRow][]);
  switch (opening) {
    case 'grid':
    case 'kin': {
      // the one that is recorded in full besides that of the worst alert
      const worst = worstOf(recording.views.alerts as [string, AlertRow][]);
      const told = [...cases].find(
        ([id]) =>
          id !== worst.caseId && `/api/cases/${encodeURIComponent(id)}` in recording.answers,
      );
      if (!told) throw new Error('no case of a matter was recorded');
      const [caseId, { grid }] = told;
      return at(opening === 'grid' ? { grid } : { grid, caseId });
    }
    case 'alert': {
      const { id, grid, caseId } = worstOf(recording.views.alerts as [string, AlertRow][]);
      return at({ grid, caseId, alert: id });
    }
    default:
      return at({ list: opening });
  }
}

function worstOf(alerts: readonly [string, AlertRow][]): AlertRow {
  const found = alerts.find(([, { level }]) => level === 'red' || level === 'purple');
  if (!found) throw new Error('no red alert was recorded');
  return found[1];
}
