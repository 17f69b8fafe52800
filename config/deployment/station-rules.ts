import { z } from 'zod';

/** Alerts of measuring stations (domain §1.6: 监测超标, 失联, 恒值, 突变, 多点高发, 水情). */
export const StationRules = z.strictObject({
  /** 超标: so many valid values one after the other over the limit; over when as many are below it by the margin. */
  exceed: z
    .strictObject({
      /** Of instants and minutes; an hourly or daily mean stands for itself. */
      consecutive: z.number().int().min(1).default(3),
      /** Part of the limit. */
      margin: z.number().min(0).max(0.5).default(0.05),
      /** Times the limit from which it is red. */
      severe: z.number().min(1).default(2),
    })
    .prefault({}),
  /** 失联: nothing for so many hours, or for so many of the station's own intervals where those are longer. */
  lost: z
    .strictObject({
      hours: z.number().positive().default(2),
      intervals: z.number().min(1).default(2.5),
    })
    .prefault({}),
  /** 恒值: the same value for so many hours, told at least so often. Of factors that may stand still, and of 0, nothing is said. */
  constant: z
    .strictObject({
      hours: z.number().positive().default(6),
      values: z.number().int().min(2).default(4),
    })
    .prefault({}),
  /** 突变: more than so large a part away from the valid value before it. Of factors that may jump nothing is said. */
  step: z
    .strictObject({
      part: z.number().positive().default(0.5),
      /** Part of the limit that one of both values must pass. */
      floor: z.number().min(0).default(0.5),
      /** A value longer before is not compared. */
      hours: z.number().positive().default(6),
      /** Over when so many values in a row follow without a jump. */
      settled: z.number().int().min(1).default(3),
    })
    .prefault({}),
  /** 空气污染: the air quality index of an hour above a class of HJ 633; over when below it by the margin of `exceed`. */
  air: z
    .strictObject({
      /** Above 150 中度污染, above 200 重度污染. 轻度污染 is what the factors' own limits tell. */
      yellow: z.number().int().min(0).max(500).default(150),
      red: z.number().int().min(0).max(500).default(200),
    })
    .prefault({}),
  /** 多点高发: one factor over its limit at so many stations within some hours and metres. */
  manyPoints: z
    .strictObject({
      stations: z.number().int().min(2).default(3),
      hours: z.number().positive().default(24),
      metres: z.number().positive().default(3_000),
    })
    .prefault({}),
});
export type StationRules = z.output<typeof StationRules>;
