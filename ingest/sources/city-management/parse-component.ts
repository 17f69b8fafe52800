import { z } from 'zod';
import { err, ok, type Result } from '../../../config/contract/result.ts';
import { isoDay } from '../../../config/contract/zone.ts';
import type { CityManagementSettings } from '../../../config/deployment/ports/city-management.ts';
import type { RegisterDraft } from '../../pipeline/draft.ts';
import { isKnownKind, LARGE_CLASSES, readComponentId } from '../component-id.ts';
import { createFieldReader, Decimal, Text, timeField } from '../http/fields.ts';
import { placeOf } from '../http/place.ts';
import type { Parsed } from '../http/records.ts';
import { createDayReader } from '../http/times.ts';
import { COMPONENT_NAMES } from './names.ts';

const Values = z
  .object({
    large: Text,
    small: Text,
    state: Text,
    cell: Text,
    deptCode1: Text,
    deptName1: Text,
    deptCode2: Text,
    deptName2: Text,
    deptCode3: Text,
    deptName3: Text,
    dataSource: Text,
  })
  .partial();

/**
 * Makes a row of the register of components of one record of Suzhou's component service (domain §2.2).
 * It is valid from its last change, else from when it was made; a change is another row. An id of
 * another area is refused; one of an unknown kind is kept and flagged.
 */
export function createComponentParser(
  settings: CityManagementSettings,
  zone: string,
): (record: unknown) => Parsed[] {
  const day = timeField(createDayReader(zone));
  const reader = createFieldReader(
    Values.extend({
      id: Text,
      name: Text,
      grid: Text.default(''),
      x: Decimal.optional(),
      y: Decimal.optional(),
      madeAt: day.optional(),
      changedAt: day.optional(),
    }),
    COMPONENT_NAMES,
  );

  const draftOf = (record: unknown): Result<RegisterDraft> => {
    const told = reader.read(record);
    if (!told.ok) return told;
    const { id, name, grid, x, y, madeAt, changedAt, ...values } = told.value;
    const parts = readComponentId(id, settings.areas);
    if (!parts.ok) return err(`id: ${JSON.stringify(id)}: ${parts.error}`);
    const at = changedAt ?? madeAt;
    if (at === undefined) return err('CHDate and ORDate: empty');
    const { place, flags } = placeOf(x, y, settings.datum);
    if (!isKnownKind(parts.value)) flags.push('no-component');
    const known = Object.entries({
      ...values,
      large: values.large ?? LARGE_CLASSES.get(parts.value.large),
      madeAt: madeAt === undefined ? undefined : isoDay(madeAt, zone),
    }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
    return ok({
      kind: 'register',
      source: 'dcm',
      register: 'components',
      key: id,
      name,
      grid,
      place,
      validFrom: isoDay(at, zone),
      validTo: '',
      at,
      values: Object.fromEntries(known),
      flags,
    });
  };
  return (record) => {
    const no = reader.told(record, 'id');
    const draft = draftOf(record);
    const sent = { no, ignored: reader.ignored(record) };
    return [draft.ok ? { ...sent, draft: draft.value } : { ...sent, refusal: draft.error }];
  };
}
