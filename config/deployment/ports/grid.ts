import { z } from 'zod';
import { PATROL_CLASSES } from '../../contract/vocabulary.ts';
import { Bytes, Count, Datum, MiB, Pushed } from './pushed.ts';

/** Kinds of photos that can be told by their first bytes. */
export const PHOTO_TYPES = ['jpeg', 'png', 'webp', 'heic'] as const;
export type PhotoType = (typeof PHOTO_TYPES)[number];

/** 社会治理: patrol reports, tracks, attendance and roster. */
export const GridSettings = Pushed.extend({
  /** Largest JSON of a request. */
  maxBodyBytes: Bytes.default(8 * MiB),
  /** Bytes of JSON of uploads in memory, all of them together. */
  maxMemoryBytes: Bytes.default(64 * MiB),
  /** Reports, tracks or other records in one request. */
  maxRecords: Count.default(1000),
  /** Datum of coordinates where a sender names none: that of phones in China. */
  datum: Datum.default('GCJ02'),
  /** What local systems call the classes of reports, besides the names that are known. */
  classes: z.record(z.string(), z.enum(PATROL_CLASSES)).default({}),
  /** First-level category of a passed-on report that names none, by its class. */
  categories: z.record(z.enum(PATROL_CLASSES), z.string().min(1)).default({
    opinion: '其他',
    dispute: '矛盾纠纷',
    safety: '安全生产',
    environment: '环境保护',
    city: '城市管理',
    livelihood: '民生保障',
    security: '治安综治',
    register: '其他',
    party: '党建政务',
    other: '其他',
  }),
  photos: z
    .strictObject({
      /** Kinds taken. Browsers cannot show heic, so it is taken only where this names it. */
      types: z.array(z.enum(PHOTO_TYPES)).min(1).default(['jpeg', 'png', 'webp']),
      /** Largest photo. */
      maxBytes: Bytes.default(10 * MiB),
      /** Photos of one report. */
      most: Count.max(20).default(9),
      /** Largest JSON of a report that comes with photos. */
      maxRecordBytes: Bytes.default(MiB / 4),
      /** Largest request: the report and all its photos. */
      maxRequestBytes: Bytes.default(64 * MiB),
      /** Uploads under way at once; others are told to come again. */
      atOnce: Count.default(32),
    })
    .prefault({}),
});
export type GridSettings = z.infer<typeof GridSettings>;
export type PhotoSettings = GridSettings['photos'];
