import { z } from 'zod';
import { WALL_ACTS, WALL_MODES, WALL_SUBJECTS } from '../../config/contract/stage.ts';
import {
  ALERT_ACTS,
  ALERT_LEVELS,
  AUDIENCES,
  CASE_TYPES,
  CHANNELS,
  HOP_DETAILS,
  HOP_EVENTS,
  PATROL_CLASSES,
  QUALITY_FLAGS,
  READING_FLAGS,
  READING_INTERVALS,
  READING_STATS,
  REGISTERS,
  UNTOLD,
  URGENCIES,
} from '../../config/contract/vocabulary.ts';

/** 1970 and 2100, both exclusive: what lies outside is a fault of the sender's clock. */
const Time = z.number().int().gt(0).lt(4_102_444_800_000);
/** A device may wake up in 1970 (local) or 2099; its source flags that. */
const DeviceTime = z.number().int().gt(-86_400_000).lt(4_102_531_200_000);
/** As far as the store's columns count. */
const Count = z.number().int().min(0).max(65_535);
const Short = z.string().max(256);
/** What identifies: control characters and halves of surrogate pairs are told apart by nobody. */
const Name = Short.min(1).regex(/^[^\p{Cc}\p{Cs}]*$/u, 'holds control characters');
const Long = z.string().max(32_768);
const Flags = z.array(z.enum(QUALITY_FLAGS)).default([]);
const Details = z.partialRecord(z.enum(HOP_DETAILS), Long).default({});
const Values = z.record(z.string().max(64), z.string().max(4096));
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const LocalDate = z.iso.date();
const Upstream = z.object({
  source: Name,
  upstreamNo: Name,
  redo: Count.default(0),
});
const Place = z.object({
  lon: z.number().min(-180).max(180),
  lat: z.number().min(-90).max(90),
  datum: z.enum(['WGS84', 'GCJ02', 'BD09']),
});

export const HopDraft = z.object({
  event: z.enum(HOP_EVENTS),
  at: Time,
  /** The upstream's own number of the hop, where it has one. */
  no: Name.optional(),
  unit: Short.optional(),
  actor: Short.optional(),
  note: Long.optional(),
  dueAt: Time.nullable().optional(),
  solved: z.literal([0, 1, 2]).optional(),
  details: Details,
});
export type HopDraft = z.input<typeof HopDraft>;

/** One case as a source tells it now, with the hops that the source states (any number, any order). */
export const CaseDraft = z.object({
  kind: z.literal('case'),
  source: Name,
  upstreamNo: Name,
  redo: Count.default(0),
  receivedAt: Time,
  /**
   * When the upstream made this version of the order. Orders told again with a later time are new
   * versions whatever they say; without it a content seen before is taken as a repetition.
   */
  updatedAt: Time.optional(),
  /** The case it was merged into, or of which it is the re-opened number. */
  parent: Upstream.optional(),
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
  flags: Flags,
  /** Of the whole order; they stand with its `report`. */
  details: Details,
  hops: z.array(HopDraft).min(1).max(1000),
});
export type CaseDraft = z.input<typeof CaseDraft>;

/** Steps of a case of which the sender tells nothing else: a 催办, a command from the desk. */
export const StepDraft = z.object({
  kind: z.literal('step'),
  case: Upstream,
  /** The case it is merged into. */
  parent: Upstream.optional(),
  hops: z.array(HopDraft).min(1).max(1000),
});
export type StepDraft = z.input<typeof StepDraft>;

export const PatrolDraft = z.object({
  kind: z.literal('patrol'),
  source: Name,
  reportNo: Name,
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
  photos: z.array(Sha256).max(20).default([]),
  details: Details,
});
export type PatrolDraft = z.input<typeof PatrolDraft>;

/** Values of one station at one time: what one message of a device states. */
export const ReadingDraft = z.object({
  kind: z.literal('reading'),
  source: Name,
  station: Name,
  at: DeviceTime,
  interval: z.enum(READING_INTERVALS),
  values: z
    .array(
      z.object({
        factor: Name,
        stat: z.enum(READING_STATS),
        value: z.number(),
        unit: Short,
        flag: z.enum(READING_FLAGS),
      }),
    )
    .min(1)
    .max(2000),
  flags: Flags,
});
export type ReadingDraft = z.input<typeof ReadingDraft>;

export const DeviceDraft = z.object({
  kind: z.literal('device'),
  source: Name,
  station: Name,
  event: Name,
  at: DeviceTime,
  values: Values,
  flags: Flags,
});
export type DeviceDraft = z.input<typeof DeviceDraft>;

export const TrackDraft = z.object({
  kind: z.literal('track'),
  source: Name,
  patroller: Name,
  track: Name,
  /** Points of one upload. */
  points: z
    .array(z.object({ at: Time, place: Place }))
    .min(1)
    .max(5000),
});
export type TrackDraft = z.input<typeof TrackDraft>;

export const AttendanceDraft = z.object({
  kind: z.literal('attendance'),
  source: Name,
  patroller: Name,
  phase: z.enum(['on', 'off']),
  at: Time,
  grid: Short,
});
export type AttendanceDraft = z.input<typeof AttendanceDraft>;

export const InspectionDraft = z.object({
  kind: z.literal('inspection'),
  source: Name,
  inspectionNo: Name,
  at: Time,
  grid: Short,
  place: Place.nullable(),
  firm: Short,
  checklist: Short,
  inspector: Short,
  failed: z.array(Short).max(200),
  checked: Count,
  /** Numbers under which the hazards come as cases of the same source. */
  hazards: z.array(Name).max(200),
  note: Long,
});
export type InspectionDraft = z.input<typeof InspectionDraft>;

export const RegisterDraft = z.object({
  kind: z.literal('register'),
  source: Name,
  register: z.enum(REGISTERS),
  key: Name,
  /** The key is a person's id number: a keyed hash stands for it. */
  person: z.boolean().default(false),
  name: Short,
  grid: Short,
  place: Place.nullable(),
  validFrom: LocalDate,
  validTo: z.union([LocalDate, z.literal('')]),
  at: Time,
  values: Values,
  /** Column → value about a person, as told; kept sealed only. */
  secret: Values.default({}),
  flags: Flags,
});
export type RegisterDraft = z.input<typeof RegisterDraft>;

export const HallDraft = z.object({
  kind: z.literal('hall'),
  source: Name,
  subject: z.enum(['ticket', 'terminal']),
  no: Name,
  event: z.enum(['taken', 'called', 'served', 'left', 'online', 'offline', 'transaction']),
  at: Time,
  window: Short,
  item: Short,
  department: Short,
});
export type HallDraft = z.input<typeof HallDraft>;

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
  title: z.object({ zh: Long, en: Long }),
  figures: z
    .object({
      observed: z.number(),
      expected: z.number(),
      probability: z.number().min(0).max(1).nullable(),
    })
    .nullable(),
  evidence: z.array(Reference).max(1000),
});
export type AlertDraft = z.input<typeof AlertDraft>;

export const TellingDraft = z.object({
  kind: z.literal('telling'),
  alertId: Reference.min(1),
  level: z.enum(ALERT_LEVELS),
  at: Time,
  to: z.enum(AUDIENCES),
  untold: z.enum(UNTOLD).nullable(),
  by: Reference,
  group: Reference,
});

export const AlertActionDraft = z.object({
  kind: z.literal('alert-act'),
  /** The sender's own number of the action: told twice it is done once. */
  no: Name,
  source: Name,
  alertId: Reference.min(1),
  act: z.enum(ALERT_ACTS),
  at: Time,
  actor: Short,
  note: Long,
  until: Time.nullable(),
});
export type AlertActionDraft = z.input<typeof AlertActionDraft>;

export const WallDraft = z.object({
  kind: z.literal('wall'),
  /** The sender's own number of the act: told twice it is done once. */
  no: Name,
  source: Name,
  act: z.enum(WALL_ACTS),
  at: Time,
  actor: Short,
  mode: z.union([z.enum(WALL_MODES), z.literal('')]),
  subject: z.object({ on: z.enum(WALL_SUBJECTS), id: Reference.min(1) }).nullable(),
  text: Long,
  /** Id, name or alias. */
  unit: Short,
  dueAt: Time.nullable(),
  task: Reference,
});
export type WallDraft = z.input<typeof WallDraft>;

/** What every source hands to the pipeline: its record in our words, not yet checked. */
export const Draft = z.discriminatedUnion('kind', [
  CaseDraft,
  StepDraft,
  PatrolDraft,
  TrackDraft,
  AttendanceDraft,
  InspectionDraft,
  ReadingDraft,
  DeviceDraft,
  RegisterDraft,
  HallDraft,
  AlertDraft,
  TellingDraft,
  AlertActionDraft,
  WallDraft,
]);
export type Draft = z.input<typeof Draft>;
