import type { HopDetail } from '../../../config/contract/vocabulary.ts';
import { maskText } from '../../../config/masks/mask-text.ts';
import { Decimal, Text, wordField } from '../http/fields.ts';
import { DATUM_WORDS } from '../words.ts';

/** Longest short text of a record. */
const SHORT = 256;
const LONG = 32_768;

export const Short = Text.refine((text) => text.length <= SHORT, `longer than ${SHORT} characters`);
export const Long = Text.refine((text) => text.length <= LONG, `longer than ${LONG} characters`);

/** Number of a patroller. Names, phones and resident numbers are none. */
export const PatrollerNo = Short.refine(
  (text) => /\d/.test(text) && maskText(text) === text,
  "not a patroller's number",
);

/** Coordinates as a record tells them, and under which other names. */
export const PLACE = {
  lon: Decimal.optional(),
  lat: Decimal.optional(),
  datum: wordField(DATUM_WORDS).optional(),
};
export const PLACE_NAMES = {
  lon: ['经度', 'lng', 'longitude'],
  lat: ['纬度', 'latitude'],
  datum: ['坐标系', 'coord_sys'],
};

/** The details that are told, without the absent ones. */
export const detailsOf = (
  told: Partial<Record<HopDetail, string | undefined>>,
): Partial<Record<HopDetail, string>> =>
  Object.fromEntries(
    Object.entries(told).filter(([, value]) => value !== undefined && value !== ''),
  );
