import { z } from 'zod';
import { err, ok, type Result } from '../../../config/contract/result.ts';
import type { GridSettings } from '../../../config/deployment/ports/grid.ts';
import type { CaseDraft, HopDraft, PatrolDraft } from '../../pipeline/draft.ts';
import { dueField } from '../http/due.ts';
import { createFieldReader, timeField, wordField, YesNo } from '../http/fields.ts';
import { placeOf } from '../http/place.ts';
import { createTimeReader } from '../http/times.ts';
import { HAZARD_WORDS, URGENCY_WORDS } from '../words.ts';
import { detailsOf, Long, PatrollerNo, PLACE, PLACE_NAMES, Short } from './fields.ts';
import type { StepReader } from './read-step.ts';
import { CLASSES } from './words.ts';

/** Longest beginning of a report's text that serves as subject of its case. */
const SUBJECT = 40;
const MOST_STEPS = 500;

const NAMES = {
  ...PLACE_NAMES,
  reportNo: ['report_no', '上报编号', '事件编号'],
  at: ['time', '上报时间', '发生时间'],
  updatedAt: ['updated_at', '更新时间'],
  grid: ['网格', '网格编号', 'grid_id'],
  patroller: ['巡查员', '巡查员编号', 'patroller_no'],
  class: ['类别', '上报类别'],
  text: ['描述', '上报内容', 'content'],
  selfHandled: ['self_handled', '自处置', '是否自处置'],
  hazard: ['hazard_level', '隐患级别'],
  title: ['标题', 'subject'],
  address: ['地址', '房屋', 'house'],
  category: ['事项', '事项分类'],
  urgency: ['紧急度'],
  unit: ['承办单位'],
  dueAt: ['due', '办理期限'],
  firm: ['企业'],
  component: ['部件编码'],
  campaign: ['专项'],
  checkItem: ['检查项'],
  tags: ['标签'],
  revisitDue: ['revisit_due', '复查期限'],
  steps: ['流转', 'hops'],
};

/** Content hashes of a report's photos: all of them, and those taken after handling. */
export interface ReportPhotos {
  all: readonly string[];
  after: readonly string[];
}

export interface ReportReader {
  /** The report, and the case as which it was passed on. An error names field and value. */
  read(record: unknown, photos: ReportPhotos): Result<[PatrolDraft] | [PatrolDraft, CaseDraft]>;
  /** The sender's own number of the report; '' where none can be read. */
  numberOf(record: unknown): string;
  /** Its fields that are not known, also of its steps. */
  ignored(record: unknown): string[];
}

/**
 * Reads patrol reports (巡查上报, domain §2.3). A report that is not 自处置 is passed on: it states a
 * case of the same number beside itself, with what the sender tells of its further course.
 */
export function createReportReader(options: {
  source: string;
  settings: GridSettings;
  /** Of local times. */
  zone: string;
  steps: StepReader;
}): ReportReader {
  const { source, settings, zone, steps } = options;
  const time = timeField(createTimeReader(zone));
  const reader = createFieldReader(
    z.object({
      ...PLACE,
      reportNo: Short,
      at: time,
      updatedAt: time.optional(),
      grid: Short.default(''),
      patroller: PatrollerNo,
      class: wordField({ ...CLASSES, ...settings.classes }),
      text: Long,
      selfHandled: YesNo,
      hazard: wordField({ 无: '', none: '', ...HAZARD_WORDS }).default(''),
      title: Short.optional(),
      address: Long.default(''),
      category: z
        .union([z.array(Short), Short.transform((text) => text.split('/'))])
        .refine((levels) => levels.length <= 4, 'more than 4 levels')
        .optional(),
      urgency: wordField(URGENCY_WORDS).default('normal'),
      unit: Short.default(''),
      dueAt: dueField(zone).optional(),
      firm: Short.optional(),
      component: Short.optional(),
      campaign: Short.optional(),
      checkItem: Short.optional(),
      tags: Short.optional(),
      revisitDue: dueField(zone)
        .transform((at) => new Date(at).toISOString())
        .optional(),
      steps: z.array(z.unknown()).max(MOST_STEPS).default([]),
    }),
    NAMES,
    { steps },
  );

  return {
    numberOf: (record) => reader.told(record, 'reportNo'),
    ignored: reader.ignored,
    read(record, photos) {
      const read = reader.read(record);
      if (!read.ok) return err(read.error);
      const told = read.value;
      const { place, flags } = placeOf(told.lon, told.lat, told.datum ?? settings.datum);
      if (told.selfHandled && told.steps.length > 0)
        return err('steps: a report that was handled on the spot has none');
      const later: HopDraft[] = [];
      for (const [n, step] of told.steps.entries()) {
        const hop = steps.read(step, []);
        if (!hop.ok) return err(`steps ${n + 1}: ${hop.error}`);
        later.push(hop.value);
      }

      const { firm, component, campaign, checkItem, tags, revisitDue } = told;
      const details = detailsOf({
        firm,
        component,
        campaign,
        checkItem,
        tags,
        revisitDue,
        photosAfter: photos.after.join(','),
      });
      const report: PatrolDraft = {
        kind: 'patrol',
        source,
        reportNo: told.reportNo,
        at: told.at,
        grid: told.grid,
        patroller: told.patroller,
        class: told.class,
        text: told.text,
        place,
        selfHandled: told.selfHandled,
        passedOn: told.selfHandled ? null : { source, upstreamNo: told.reportNo },
        hazard: told.hazard,
        photos: [...photos.all],
        details,
      };
      if (told.selfHandled) return ok([report]);

      const passedOn: CaseDraft = {
        kind: 'case',
        source,
        upstreamNo: told.reportNo,
        receivedAt: told.at,
        ...(told.updatedAt === undefined ? {} : { updatedAt: told.updatedAt }),
        ...(told.dueAt === undefined ? {} : { dueAt: told.dueAt }),
        channel: 'patrol',
        type: 'other',
        urgency: told.urgency,
        category: told.category ?? [settings.categories[told.class]],
        unit: told.unit,
        grid: told.grid,
        place,
        address: told.address,
        subject: told.title ?? [...told.text].slice(0, SUBJECT).join(''),
        content: told.text,
        caller: '',
        phone: '',
        confidential: false,
        flags,
        details: {
          ...details,
          ...detailsOf({ hazard: told.hazard, photos: photos.all.join(',') }),
        },
        hops: [{ event: 'report', at: told.at }, ...later],
      };
      return ok([report, passedOn]);
    },
  };
}
