import { z } from 'zod';
import { ALERT_LEVELS } from '../contract/vocabulary.ts';
import { StationRules } from './station-rules.ts';
import { WORD_TAGS } from './urgent-words.ts';

const Level = z.enum(ALERT_LEVELS);

/** Of steps of one kind, such as returns, a case remembers so many, the newest. */
export const STEPS_REMEMBERED = 8;

const ofHazard = z.strictObject({
  /** From when it was found until its case is closed; null: not for that. */
  open: Level.nullable(),
  /** From when its date has passed and it is not rectified. */
  late: Level,
});

/** Alerts of single cases and of firms (domain §1.6). */
export const CaseRules = z.strictObject({
  /** 反复退回: so many returns, and it lies with the centre again (指挥中心指定). */
  returned: z
    .strictObject({
      times: z.number().int().min(1).max(STEPS_REMEMBERED).default(2),
      level: Level.default('red'),
    })
    .prefault({}),
  /** 敏感词/紧急: level by tag; null: the case carries the tag, and nobody is alerted. */
  words: z
    .record(z.enum(WORD_TAGS), Level.nullable())
    .default({ urgent: 'red', hot: 'yellow', plain: null }),
  /** 隐患未整改, by level of the hazard (Order 16, art. 3). */
  hazard: z
    .strictObject({ general: ofHazard, major: ofHazard })
    .default({ general: { open: null, late: 'yellow' }, major: { open: 'yellow', late: 'red' } }),
  /** A firm with so many open hazards. */
  firm: z
    .strictObject({
      hazards: z.number().int().min(1).default(2),
      level: Level.default('yellow'),
    })
    .prefault({}),
});
export type CaseRules = z.output<typeof CaseRules>;

/** Alerts of grids (domain §1.6). */
export const GridRules = z.strictObject({
  /**
   * 网格静默: no patrol report for so many whole patrol days. One such day is chance: with 3.1 reports a
   * grid and day 4.6 % of them are empty (domain §1.5).
   */
  silence: z
    .strictObject({
      days: z.number().int().min(1).default(2),
      /** Days on which every grid is to be patrolled: all, or working days. One without a report from any grid is none. */
      counting: z.enum(['every', 'working']).default('every'),
      level: Level.default('blue'),
    })
    .prefault({}),
});
export type GridRules = z.output<typeof GridRules>;

/** Alerts of matters that several reports tell of (domain §1.3, §1.6). */
export const MatterRules = z.strictObject({
  /** 重复/群体: so many reports of one matter within so many days. Level by whether many tell of it, or one. */
  repeat: z
    .strictObject({
      reports: z.number().int().min(2).default(3),
      days: z.number().positive().default(90),
      many: Level.default('yellow'),
      one: Level.default('blue'),
    })
    .prefault({}),
  /** 假闭环: back within so many days of a close. */
  falseClosing: z
    .strictObject({ days: z.number().positive().default(7), level: Level.default('yellow') })
    .prefault({}),
  /** 发散: a place of so many metres about which so many matters are told, begun within so many days. Shown, not alerted. */
  place: z
    .strictObject({
      matters: z.number().int().min(2).default(5),
      metres: z.number().positive().max(250).default(60),
      days: z.number().positive().default(30),
    })
    .prefault({}),
});
export type MatterRules = z.output<typeof MatterRules>;

/** Limits and levels by which alerts are raised. */
export const AlertRules = z.strictObject({
  cases: CaseRules.prefault({}),
  grids: GridRules.prefault({}),
  stations: StationRules.prefault({}),
  matters: MatterRules.prefault({}),
});
export type AlertRules = z.output<typeof AlertRules>;
