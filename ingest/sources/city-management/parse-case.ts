import { z } from 'zod';
import type { Millis } from '../../../config/contract/ids.ts';
import { ok, type Result } from '../../../config/contract/result.ts';
import type { CityManagementSettings } from '../../../config/deployment/ports/city-management.ts';
import type { CaseDraft } from '../../pipeline/draft.ts';
import { isKnownKind, LARGE_CLASSES, readComponentId } from '../component-id.ts';
import {
  createFieldReader,
  Decimal,
  Text,
  timeField,
  Whole,
  wordField,
  YesNo,
} from '../http/fields.ts';
import { placeOf } from '../http/place.ts';
import type { Parsed } from '../http/records.ts';
import { createTimeReader } from '../http/times.ts';
import { URGENCY_WORDS } from '../words.ts';
import { createActReader, hopsOf, Stage } from './acts.ts';
import { ARCHIVE_WORDS, CASE_NAMES, ORIGINS } from './names.ts';

/** Two hops an act at most, one that opens the case and one that ends it: within what a case may have. */
const MOST_ACTS = 400;

const caseSchema = (read: (text: string) => Millis | null) => {
  const time = timeField(read);
  return z.object({
    no: Text,
    reportedAt: time,
    stage: Stage,
    origin: Whole,
    originName: Text.default(''),
    text: Text,
    address: Text.default(''),
    large: Text.default(''),
    small: Text.default(''),
    component: Text.optional(),
    grid: Text.default(''),
    x: Decimal.optional(),
    y: Decimal.optional(),
    urgency: wordField(URGENCY_WORDS).default('normal'),
    selfHandled: YesNo.default(false),
    closedAt: time.optional(),
    cancelledAt: time.optional(),
    suspendedAt: time.optional(),
    archive: wordField(ARCHIVE_WORDS).optional(),
    caller: Text.default(''),
    phone: Text.default(''),
    confidential: YesNo.default(false),
    acts: z.array(z.unknown(), 'not a list').max(MOST_ACTS, `more than ${MOST_ACTS}`).default([]),
  });
};

/**
 * Makes a case of one record of 数字城管: its dimensions, and a hop for each act that has ended, each
 * signature, and its end (see `stages.ts`). A case is told with all its acts, however often.
 * A 部件 id that is none, or names no known kind, is kept and flagged.
 */
export function createCaseParser(
  settings: CityManagementSettings,
  zone: string,
): (record: unknown) => Parsed[] {
  const read = createTimeReader(zone);
  const acts = createActReader(read);
  const reader = createFieldReader(caseSchema(read), CASE_NAMES, { acts });

  const draftOf = (record: unknown): Result<CaseDraft> => {
    const told = reader.read(record);
    if (!told.ok) return told;
    const it = told.value;
    const course = acts.read(it.acts);
    if (!course.ok) return course;
    const hops = hopsOf(
      {
        stage: it.stage,
        since: { 101: it.closedAt, 102: it.cancelledAt, 103: it.suspendedAt },
        archive: it.archive,
      },
      course.value,
    );
    if (!hops.ok) return hops;

    const { place, flags } = placeOf(it.x, it.y, settings.datum);
    let large = it.large;
    if (it.component !== undefined) {
      const id = readComponentId(it.component, settings.areas);
      if (!id.ok || !isKnownKind(id.value)) flags.push('no-component');
      else if (large === '') large = LARGE_CLASSES.get(id.value.large) ?? '';
    }
    const classes = large === '' ? [] : [large, it.small].filter(Boolean);
    const origin = ORIGINS.get(it.origin);

    return ok({
      kind: 'case',
      source: 'dcm',
      upstreamNo: it.no,
      receivedAt: it.reportedAt,
      channel: origin?.channel ?? 'other',
      type: 'other',
      urgency: it.urgency,
      category: [settings.category, ...classes],
      unit: '',
      grid: it.grid,
      place,
      address: it.address,
      subject: classes.join(' · ') || it.text,
      content: it.text,
      caller: it.caller,
      phone: it.phone,
      confidential: it.confidential,
      flags,
      details: {
        ...(it.component === undefined ? {} : { component: it.component }),
        ...(it.selfHandled ? { tags: '自处置' } : {}),
      },
      hops: [
        { event: 'report', at: it.reportedAt, actor: origin?.name ?? it.originName },
        ...hops.value,
      ],
    });
  };
  return (record) => {
    const no = reader.told(record, 'no');
    const draft = draftOf(record);
    const sent = { no, ignored: reader.ignored(record) };
    return [draft.ok ? { ...sent, draft: draft.value } : { ...sent, refusal: draft.error }];
  };
}
