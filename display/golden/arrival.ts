import type { ArrivalRow } from '../../config/contract/picture.ts';
import type { Recorded } from '../recorded.fixture.ts';

/** Another arrival like the first of the recorded picture. */
export function arrivalOf({ recording }: Recorded, n: number): [string, ArrivalRow] {
  const [, first] = (recording.views.arrivals as [string, ArrivalRow][])[0] as [string, ArrivalRow];
  const id = `another:${n % 40}`;
  return [id, { ...first, id, at: first.at + n }];
}
