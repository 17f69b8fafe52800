import type { QualityFlag } from '../../../config/contract/vocabulary.ts';
import type { CaseDraft } from '../../pipeline/draft.ts';

type Place = CaseDraft['place'];
type Datum = NonNullable<Place>['datum'];

/**
 * A place from two coordinates that need not be any: 0, 0 is what systems write for none, and numbers
 * beyond degrees are those of a projection that we do not know. Both leave the place open, flagged.
 */
export function placeOf(
  lon: number | undefined,
  lat: number | undefined,
  datum: Datum,
): { place: Place; flags: QualityFlag[] } {
  if (lon === undefined || lat === undefined) return { place: null, flags: [] };
  if (lon === 0 && lat === 0) return { place: null, flags: ['placeholder-location'] };
  if (Math.abs(lon) > 180 || Math.abs(lat) > 90)
    return { place: null, flags: ['location-outside'] };
  return { place: { lon, lat, datum }, flags: [] };
}
