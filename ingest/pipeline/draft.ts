import { z } from 'zod';
import {
  ALERT_LEVELS,
  CASE_TYPES,
  CHANNELS,
  HOP_EVENTS,
  PATROL_CLASSES,
  QUALITY_FLAGS,
  READING_FLAGS,
  READING_INTERVALS,
  URGENCIES,
} from '../../config/contract/vocabulary.ts';

/** 1970 and 2100, both exclusive: what lies outside is a fault of the sender's clock. */
const Time = z.number().int().gt(0).lt(4_102_444_800_000);
const Short = z.string().max(256);
const Long = z.string().max(32_768);
const Place = z.object({
  lon: z.number().min(-180).max(180),
  lat: z.number().min(-90).max(90),
  datum: z.enum(['WGS84', 'GCJ02', 'BD09']),
});

export const HopDraft = z.object({
  event: z.enum(HOP_EVENTS),
  at: Time,
  /** The upstream's own number of the hop, where it has one. */
  no: Short.optional(),
  unit: Short.optional(),
  actor: Short.optional(),
  note: Long.optional(),
  dueAt: Time.nullable().optional(),
  solved: z.literal([0, 1, 2]).optional(),
});
export type HopDraft = z.infer<typeof HopDraft>;

/** One case as a source tells it now, with the hops that the source states (any number, any order). */
export const CaseDraft = z.object({
  kind: z.literal('case'),
  source: Short.min(1),
  upstreamNo: Short.min(1),
  redo: z.number().int().min(0).default(0),
  receivedAt: Time,
  /** Given by the upstream; undefined: the deployment's limits decide. null: no limit. */
  dueAt: Time.nullable().optional(),
  channel: z.enum(CHANNELS),
  type: z.enum(CASE_TYPES),
  urgency: z.enum(URGENCIES),
  /** Category names, widest first. */
  category: z.array(Short).max(4),
  /** Id, name or alias. */
  unit: Short,
  /** Id, name or alias; '' where the place decides. */
  grid: Short,
  place: Place.nullable(),
  address: Long,
  subject: Long,
  content: Long,
  caller: Short,
  phone: Short,
  confidential: z.boolean(),
  flags: z.array(z.enum(QUALITY_FLAGS)).default([]),
  hops: z.array(HopDraft).min(1).max(1000),
});
export type CaseDraft = z.input<typeof CaseDraft>;

export const PatrolDraft = z.object({
  kind: z.literal('patrol'),
  source: Short.min(1),
  reportNo: Short.min(1),
  at: Time,
  grid: Short,
  patroller: Short,
  class: z.enum(PATROL_CLASSES),
  text: Long,
  place: Place.nullable(),
  selfHandled: z.boolean(),
  /** Upstream number and source of the case it was passed on as. */
  passedOn: z.object({ source: Short.min(1), upstreamNo: Short.min(1) }).nullable(),
  hazard: z.enum(['', 'general', 'major']),
});
export type PatrolDraft = z.input<typeof PatrolDraft>;

export const ReadingDraft = z.object({
  kind: z.literal('reading'),
  source: Short.min(1),
  station: Short.min(1),
  factor: Short.min(1),
  at: Time,
  interval: z.enum(READING_INTERVALS),
  value: z.number(),
  unit: Short,
  flag: z.enum(READING_FLAGS),
});
export type ReadingDraft = z.input<typeof ReadingDraft>;

/** An id made of others. */
const Reference = z.string().max(1024);

export const AlertDraft = z.object({
  kind: z.literal('alert'),
  alertId: Reference.min(1),
  phase: z.enum(['raised', 'cleared']),
  rule: Short.min(1),
  ruleVersion: z.number().int().positive(),
  level: z.enum(ALERT_LEVELS),
  at: Time,
  caseId: Reference.nullable(),
  grid: Short,
  unit: Short,
  title: Long,
  evidence: z.array(Reference).max(1000),
});
export type AlertDraft = z.input<typeof AlertDraft>;

/** What every source hands to the pipeline: its record in our words, not yet checked. */
export const Draft = z.discriminatedUnion('kind', [
  CaseDraft,
  PatrolDraft,
  ReadingDraft,
  AlertDraft,
]);
export type Draft = z.input<typeof Draft>;
