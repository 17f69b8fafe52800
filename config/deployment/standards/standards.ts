import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { conform, readJson, shown } from '../read.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/** From when on, and until before when, a standard is in force: local dates; `validTo` '' while it is. */
const validity = { validFrom: z.iso.date(), validTo: z.iso.date().or(z.literal('')) };

/** What a concentration is the mean over: the hour, the 8 h before (moving), the day. */
export const AVERAGES = ['1h', '8h', '24h'] as const;
export type Average = (typeof AVERAGES)[number];

const rising = (values: readonly number[]): boolean =>
  values.every((value, i) => i === 0 || value > values[i - 1]!);

const Points = z.array(z.number().nonnegative()).min(2).refine(rising, 'must rise');

/** A table of individual indices (空气质量分指数及对应的污染物项目浓度限值). */
export const AirStandard = z
  .strictObject({
    id: z.string().min(1),
    /** The ambient standard whose limits it rests on: index 100 is grade II (二级). */
    limits: z.string().min(1),
    ...validity,
    note: z.string(),
    /** IAQI of the points of every scale. */
    index: Points,
    scales: z.array(
      z.strictObject({
        /** Code of HJ 212. */
        factor: z.string().min(1),
        name: z.string().min(1),
        /** Means that are read on this scale. */
        averages: z.array(z.enum(AVERAGES)).min(1),
        unit: z.enum(['μg/m³', 'mg/m³']),
        /** Concentrations that have the indices of `index`, from its first on. */
        points: Points,
        /** Index of what lies above the last point; null: it has none. */
        above: z.number().int().positive().nullable(),
        /** The mean of the same factor that reports where this one has no index. */
        instead: z.enum(AVERAGES).nullable(),
      }),
    ),
    /** What the report of an hour (实时报) and of a day (日报) is made of. */
    reports: z.strictObject({
      hour: z.array(z.strictObject({ factor: z.string(), average: z.enum(AVERAGES) })).min(1),
      day: z.array(z.strictObject({ factor: z.string(), average: z.enum(AVERAGES) })).min(1),
    }),
  })
  .refine(({ index, scales }) => scales.every(({ points }) => points.length <= index.length), {
    path: ['scales'],
    message: 'a scale has more points than there are indices',
  })
  .refine(
    ({ scales, reports }) =>
      [...reports.hour, ...reports.day].every(({ factor, average }) =>
        scales.some((scale) => scale.factor === factor && scale.averages.includes(average)),
      ),
    { path: ['reports'], message: 'a report names what no scale reads' },
  );
export type AirStandard = z.infer<typeof AirStandard>;

export const WATERS = ['river', 'lake'] as const;
/** Rivers, canals and ditches; lakes and reservoirs (湖、库). */
export type Waters = (typeof WATERS)[number];

/** Classes I to V of surface water (地表水环境质量标准基本项目标准限值). */
export const WaterStandard = z.strictObject({
  id: z.string().min(1),
  ...validity,
  note: z.string(),
  /** The one item with the same range in all classes. */
  range: z.strictObject({
    factor: z.string().min(1),
    name: z.string().min(1),
    least: z.number(),
    most: z.number(),
  }),
  items: z.array(
    z.strictObject({
      /** Code of HJ 212. */
      factor: z.string().min(1),
      name: z.string().min(1),
      unit: z.enum(['mg/L', '个/L']),
      waters: z.array(z.enum(WATERS)).min(1),
      /** Whether a limit is the most or the least there may be. */
      bound: z.enum(['most', 'least']),
      /** Limits of classes I to V, the limit itself belonging to the class. */
      limits: z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()]),
    }),
  ),
});
export type WaterStandard = z.infer<typeof WaterStandard>;

function load<T>(name: string, schema: z.ZodType<T>): T[] {
  const file = join(FOLDER, name);
  return conform(z.array(schema).min(1), readJson(file), () => shown(file));
}

/**
 * All editions of the air quality index, from `air.json`.
 * @throws DeploymentError naming file, place and remedy of the first mistake
 */
export const loadAirStandards = (): AirStandard[] => load('air.json', AirStandard);

/**
 * All editions of the classes of surface water, from `surface-water.json`.
 * @throws DeploymentError naming file, place and remedy of the first mistake
 */
export const loadWaterStandards = (): WaterStandard[] => load('surface-water.json', WaterStandard);

/**
 * The edition in force on a local date `yyyy-MM-dd`; null: none. A newer edition never judges older
 * data.
 */
export const standardOn = <S extends { validFrom: string; validTo: string }>(
  standards: readonly S[],
  date: string,
): S | null =>
  standards.find(
    ({ validFrom, validTo }) => validFrom <= date && (validTo === '' || date < validTo),
  ) ?? null;
