import { z } from 'zod';
import { err, ok, type Result } from '../../../config/contract/result.ts';
import type { Checklist } from '../../../config/deployment/checklists.ts';
import type { SafetySettings } from '../../../config/deployment/ports/safety.ts';
import type { CaseDraft, Draft, InspectionDraft } from '../../pipeline/draft.ts';
import { validate } from '../../pipeline/validate.ts';
import { dueField } from '../http/due.ts';
import { createFieldReader, Decimal, Text, timeField, Whole, wordField } from '../http/fields.ts';
import { placeOf } from '../http/place.ts';
import type { Parsed } from '../http/records.ts';
import { createDayReader } from '../http/times.ts';
import { HAZARD_WORDS } from '../words.ts';
import { itemId, itemIds } from './check-items.ts';
import { HAZARD_NAMES, INSPECTION_NAMES } from './names.ts';
import { createRecheckReader } from './steps.ts';

const MOST_HAZARDS = 200;
const MOST_ITEMS = 200;

const list = (most: number) => z.array(z.unknown(), 'not a list').max(most, `more than ${most}`);
const items = z.array(Text, 'not a list').max(MOST_ITEMS, `more than ${MOST_ITEMS}`);

const inspectionSchema = (zone: string) =>
  z.object({
    no: Text,
    at: timeField(createDayReader(zone)),
    firm: Text,
    grid: Text.default(''),
    address: Text.default(''),
    lon: Decimal.optional(),
    lat: Decimal.optional(),
    inspector: Text.default(''),
    checklist: Text.default(''),
    checked: z.union([items, Whole], 'neither items nor their number').optional(),
    failed: items.default([]),
    hazards: list(MOST_HAZARDS).default([]),
    rechecks: list(MOST_HAZARDS).default([]),
    note: Text.default(''),
  });
type InspectionTold = z.output<ReturnType<typeof inspectionSchema>>;

const hazardSchema = (zone: string) =>
  z.object({
    no: Text,
    level: wordField(HAZARD_WORDS),
    text: Text,
    class: Text.optional(),
    item: Text.optional(),
    due: dueField(zone).optional(),
    unit: Text.default(''),
  });
type HazardTold = z.output<ReturnType<typeof hazardSchema>>;

/** Items of the list that were found wrong, those of hazards among them, and how many were checked. */
function itemsOf(
  told: InspectionTold,
  hazards: readonly HazardTold[],
  checklist: Checklist | undefined,
): Result<{ failed: string[]; checked: number }> {
  const named = [...told.failed, ...hazards.flatMap(({ item }) => item ?? [])];
  if (checklist === undefined)
    return named.length > 0
      ? err(`failed: ${JSON.stringify(named[0])}: no check list is named`)
      : ok({ failed: [], checked: typeof told.checked === 'number' ? told.checked : 0 });
  const failed = itemIds(checklist, named);
  if (!failed.ok) return err(`failed: ${failed.error}`);
  if (told.checked === undefined) return err('checked: empty');
  if (typeof told.checked === 'number') {
    const [least, most] = [failed.value.length, checklist.items.length];
    return told.checked >= least && told.checked <= most
      ? ok({ failed: failed.value, checked: told.checked })
      : err(`checked: ${told.checked}: ${least} failed, and the list has ${most}`);
  }
  const checked = itemIds(checklist, told.checked);
  if (!checked.ok) return err(`checked: ${checked.error}`);
  const stray = failed.value.find((id) => !checked.value.includes(id));
  return stray === undefined
    ? ok({ failed: failed.value, checked: checked.value.length })
    : err(`failed: ${stray} was not checked`);
}

/**
 * Makes an inspection, a case of each hazard that it found, and a step of each that it looked at again,
 * all of one record. They stand or fall together: a fault in one of them refuses the record.
 *
 * A hazard is filed as it is found, for the inspector is who would accept it. Its number is its own, so
 * that its case is known to updates. The day of its rectification is the case's deadline.
 */
export function createInspectionParser(
  settings: SafetySettings,
  checklists: readonly Checklist[],
  zone: string,
): (record: unknown) => Parsed[] {
  const hazardReader = createFieldReader(hazardSchema(zone), HAZARD_NAMES);
  const recheckReader = createRecheckReader(zone);
  const reader = createFieldReader(inspectionSchema(zone), INSPECTION_NAMES, {
    hazards: hazardReader,
    rechecks: recheckReader,
  });
  const lists = new Map(checklists.map((each) => [each.id, each]));

  const draftsOf = (record: unknown): Result<{ no: string; draft: Draft }[]> => {
    const told = reader.read(record);
    if (!told.ok) return told;
    const it = told.value;
    const checklist = lists.get(it.checklist);
    if (it.checklist !== '' && checklist === undefined)
      return err(
        `checklist: ${JSON.stringify(it.checklist)} is none of ${[...lists.keys()].join(', ')}`,
      );

    const hazards = new Map<string, HazardTold>();
    for (const [n, each] of it.hazards.entries()) {
      const hazard = hazardReader.read(each);
      if (!hazard.ok) return err(`hazards[${n}].${hazard.error}`);
      if (hazards.has(hazard.value.no))
        return err(`hazards[${n}]: ${hazard.value.no} is told twice`);
      hazards.set(hazard.value.no, hazard.value);
    }
    const found = itemsOf(it, [...hazards.values()], checklist);
    if (!found.ok) return found;

    const { place, flags } = placeOf(it.lon, it.lat, settings.datum);
    const inspection: InspectionDraft = {
      kind: 'inspection',
      source: 'safety',
      inspectionNo: it.no,
      at: it.at,
      grid: it.grid,
      place,
      firm: it.firm,
      checklist: it.checklist,
      inspector: it.inspector,
      failed: found.value.failed,
      checked: found.value.checked,
      hazards: [...hazards.keys()],
      note: it.note,
    };
    const caseOf = (hazard: HazardTold): CaseDraft => {
      const item = checklist && hazard.item !== undefined ? itemId(checklist, hazard.item) : null;
      return {
        kind: 'case',
        source: 'safety',
        upstreamNo: hazard.no,
        receivedAt: it.at,
        ...(hazard.due === undefined ? {} : { dueAt: hazard.due }),
        channel: 'staff',
        type: 'other',
        urgency: 'normal',
        category: [settings.category, checklist?.name.zh, hazard.class].filter(
          (name) => name !== undefined,
        ),
        unit: hazard.unit,
        grid: it.grid,
        place,
        address: it.address,
        subject: hazard.text,
        content: hazard.text,
        caller: '',
        phone: '',
        confidential: false,
        flags,
        details: {
          hazard: hazard.level,
          firm: it.firm,
          ...(item?.ok ? { checkItem: item.value } : {}),
          ...(checklist ? { campaign: checklist.id } : {}),
        },
        hops: [
          { event: 'report', at: it.at, actor: it.inspector },
          { event: 'file', at: it.at, actor: it.inspector },
        ],
      };
    };

    const drafts: { no: string; draft: Draft }[] = [{ no: it.no, draft: inspection }];
    for (const hazard of hazards.values()) drafts.push({ no: hazard.no, draft: caseOf(hazard) });
    for (const [n, each] of it.rechecks.entries()) {
      const step = recheckReader.read(each, it);
      if (!step.ok) return err(`rechecks[${n}].${step.error}`);
      drafts.push({ no: step.value.case.upstreamNo, draft: step.value });
    }
    for (const { no, draft } of drafts) {
      const valid = validate(draft);
      if (!valid.ok) return err(`${no}: ${valid.error}`);
    }
    return ok(drafts);
  };

  return (record) => {
    const drafts = draftsOf(record);
    const ignored = reader.ignored(record);
    return drafts.ok
      ? drafts.value.map((each) => ({ ...each, ignored }))
      : [{ no: reader.told(record, 'no'), ignored, refusal: drafts.error }];
  };
}
