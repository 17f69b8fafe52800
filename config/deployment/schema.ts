import { z } from 'zod';
import { CASE_TYPES, URGENCIES } from '../contract/vocabulary.ts';
import { AlertRules } from './alert-rules.ts';
import { KpiRules } from './kpi.ts';
import { Name } from './name.ts';
import { DEFAULT_PERMISSIONS, Permissions } from './permissions.ts';
import { StationLimits, WaterBody } from './station-limits.ts';
import { TellingRules } from './telling.ts';
import { UrgentWords } from './urgent-words.ts';
import { Wall } from './wall.ts';

const Id = z.string().regex(/^[a-z0-9][a-z0-9._-]*$/i, 'letters, digits, dot, dash, underscore');
const Lon = z.number().min(-180).max(180);
const Lat = z.number().min(-90).max(90);
const Position = z.tuple([Lon, Lat]).rest(z.number());
const Ring = z.array(Position).min(4);

/** One third-level grid: an area, or a point where no area is known. */
export const GridFeature = z.object({
  type: z.literal('Feature'),
  properties: z.strictObject({
    id: Id,
    name: Name,
    community: Id,
    /** Other names under which records of this deployment call the grid. */
    aliases: z.array(z.string()).default([]),
  }),
  geometry: z.discriminatedUnion('type', [
    z.object({ type: z.literal('Point'), coordinates: Position }),
    z.object({ type: z.literal('Polygon'), coordinates: z.array(Ring).min(1) }),
    z.object({
      type: z.literal('MultiPolygon'),
      coordinates: z.array(z.array(Ring).min(1)).min(1),
    }),
  ]),
});
export type GridFeature = z.infer<typeof GridFeature>;

export const Grids = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(GridFeature).min(1),
});

/** An area or line drawn under the cases for orientation: water, the outline. */
export const Backdrop = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      properties: z.object({ kind: z.enum(['water', 'road', 'outline']), name: Name.optional() }),
      geometry: z.discriminatedUnion('type', [
        z.object({ type: z.literal('Polygon'), coordinates: z.array(Ring).min(1) }),
        z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(Ring).min(1)) }),
        z.object({ type: z.literal('LineString'), coordinates: z.array(Position).min(2) }),
        z.object({
          type: z.literal('MultiLineString'),
          coordinates: z.array(z.array(Position).min(2)),
        }),
      ]),
    }),
  ),
});

export const Community = z.strictObject({ id: Id, name: Name });

export const Unit = z.strictObject({
  id: Id,
  name: Name,
  /** Names under which upstream systems call the unit. */
  aliases: z.array(z.string()).default([]),
});

/** Category tree, at most four levels. `unit` is who handles it by default (inherited downwards). */
export interface Category {
  name: Name;
  unit?: string | undefined;
  children?: Category[] | undefined;
}
export const Category: z.ZodType<Category> = z.lazy(() =>
  z.strictObject({ name: Name, unit: Id.optional(), children: z.array(Category).optional() }),
);

/** A length of time: natural hours or days, or working hours or days of the deployment's calendar. */
export const Span = z.strictObject({
  value: z.number().positive(),
  unit: z.enum(['hour', 'day', 'workhour', 'workday']),
});
export type Span = z.infer<typeof Span>;

/** Time limits. The first rule whose stated fields all match a case gives its limits. */
export const Limit = z.strictObject({
  /**
   * First local day (yyyy-MM-dd) on which a case must have been received; absent: any. To change a
   * limit put the new rule with its day before the old one: older cases keep what they were given.
   */
  since: z.iso.date().optional(),
  source: z.string().optional(),
  type: z.enum(CASE_TYPES).optional(),
  urgency: z.enum(URGENCIES).optional(),
  /** First-level category (its `zh` name). */
  category: z.string().optional(),
  /** 核实: from 发核实 until it is decided. */
  verify: Span.optional(),
  /** 签收: from each 派遣. */
  sign: Span.optional(),
  /** 首次联系: from 签收. */
  contact: Span.optional(),
  /** 处置: from receipt; the deadline of the case, unless the upstream tells one. */
  handle: Span,
  /** 返工: the deadline anew, from 返工; absent: it stays what it was. */
  rework: Span.optional(),
  /** 核查: from 反馈. */
  check: Span.optional(),
  /** 回访: from 核查通过. */
  visit: Span.optional(),
});
export type Limit = z.infer<typeof Limit>;

/** 延期: how often a deadline may be put off, and by which share of its limit at most (domain §1.4). */
export const Extension = z.strictObject({
  times: z.number().int().min(0).default(1),
  share: z.number().positive().default(1),
});

export const Source = z.strictObject({
  id: Id,
  name: Name,
  /** Minutes without a record after which the port is shown as quiet. */
  quietMinutes: z.number().positive(),
});

export const Station = z.strictObject({
  id: Id,
  name: Name,
  source: Id,
  lon: Lon,
  lat: Lat,
  /** Absent: it is no surface water that is held to a class. */
  water: WaterBody.optional(),
  factors: z
    .array(
      z.strictObject({
        code: z.string().min(1),
        name: Name,
        unit: z.string(),
        /** Shown digits after the point. */
        digits: z.number().int().min(0).max(4),
        /** Upper limits; absent: those of `water`, or none. */
        limit: StationLimits,
        /** Lower limits, as of pH and dissolved oxygen; absent: those of `water`, or none. */
        least: StationLimits,
        /** Whether the same value for hours is nothing unusual, as of a calm water level. */
        mayStandStill: z.boolean().default(false),
        /** Whether half as much again from one value to the next is nothing unusual, as of rain, noise and air. */
        mayJump: z.boolean().default(false),
      }),
    )
    .min(1),
});
export type Station = z.infer<typeof Station>;

/** Population of the synthetic city. Absent: the deployment has none. */
export const City = z.strictObject({
  ordersPerDay: z.number().positive(),
  patrolsPerDay: z.number().positive(),
  patrollers: z.number().int().positive(),
});

/** A GeoJSON file of the deployment that its maps show. */
export const MapLayer = z.strictObject({
  id: Id,
  name: Name,
  /** Beside `deployment.json`. */
  file: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]*\.geojson$/i, 'the name of a .geojson file beside it'),
  style: z
    .strictObject({
      colour: z
        .string()
        .regex(/^#[0-9a-f]{6}$/i, 'a colour such as #8fb3c9')
        .default('#8fb3c9'),
      /** Of lines and borders, in design pixels. */
      width: z.number().min(0).max(20).default(1.5),
      /** Opacity of areas. */
      fill: z.number().min(0).max(1).default(0.12),
      /** Of points; none has the shape of a light. */
      mark: z.enum(['house', 'cross', 'square', 'hexagon']).default('square'),
      /** Of marks, in design pixels. */
      size: z.number().min(4).max(60).default(15),
    })
    .prefault({}),
  /** Property whose text stands beside a feature; absent: no text. */
  label: z.string().optional(),
  /** From how near on it is shown: 1 is all of the map, 4 a quarter of its width. */
  from: z.number().min(1).max(64).default(1),
});
export type MapLayer = z.infer<typeof MapLayer>;

const Line = z.array(Position).min(2);
const Area = z.array(Ring).min(1);
/** What a layer may hold. Properties are the file's own. */
export const LayerFeatures = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      properties: z.record(z.string(), z.unknown()).nullable(),
      geometry: z.discriminatedUnion('type', [
        z.object({ type: z.literal('Point'), coordinates: Position }),
        z.object({ type: z.literal('MultiPoint'), coordinates: z.array(Position) }),
        z.object({ type: z.literal('LineString'), coordinates: Line }),
        z.object({ type: z.literal('MultiLineString'), coordinates: z.array(Line) }),
        z.object({ type: z.literal('Polygon'), coordinates: Area }),
        z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(Area) }),
      ]),
    }),
  ),
});
export type LayerFeature = z.infer<typeof LayerFeatures>['features'][number];

/** A deployment: one subdistrict or city, as data. `grids` and `backdrop` stand in files beside it. */
export const Deployment = z.strictObject({
  id: Id,
  name: Name,
  /** Heading of the wall. */
  title: Name,
  zone: z.string().refine((zone) => {
    try {
      return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
    } catch {
      return false;
    }
  }, 'an IANA time zone such as Asia/Shanghai'),
  language: z.enum(['zh', 'en']),
  /** Datum of every coordinate of the deployment and of its records once located. */
  datum: z.enum(['WGS84', 'GCJ02', 'BD09']),
  /** Working days: mainland China's published calendar, or Monday to Friday. */
  calendar: z.enum(['china', 'weekdays']),
  /** Working hours of a working day, local, e.g. [9, 17.5]. */
  workHours: z.tuple([z.number().min(0).max(24), z.number().min(0).max(24)]),
  /** True where the grids are drawn for illustration (示意), not surveyed. */
  schematic: z.boolean(),
  /** `live`: the machine's time. `archive`: the time of the newest record, for collections of the past. */
  clock: z.enum(['live', 'archive']),
  /** Local hours in which walls are dim and warm; they may run over midnight. */
  nightHours: z.tuple([z.number().min(0).max(24), z.number().min(0).max(24)]).default([22, 6]),
  /** The wall that a screen is taken for, unless its address or its shape names another. */
  wall: Id.default('3x3'),
  /** Absent: those of config/deployment/walls.json. */
  walls: z.array(Wall).min(1),
  communities: z.array(Community).min(1),
  units: z.array(Unit).min(1),
  categories: z.array(Category).min(1),
  limits: z.array(Limit),
  extension: Extension.prefault({}),
  sources: z.array(Source).min(1),
  stations: z.array(Station).default([]),
  /** What its maps show besides, in this order. */
  layers: z.array(MapLayer).default([]),
  alertRules: AlertRules.prefault({}),
  urgentWords: UrgentWords.prefault({}),
  telling: TellingRules.prefault({}),
  permissions: Permissions.prefault(DEFAULT_PERMISSIONS),
  kpi: KpiRules.prefault({}),
  city: City.optional(),
});
export type Deployment = Omit<z.infer<typeof Deployment>, 'layers'> & {
  layers: (MapLayer & { features: LayerFeature[] })[];
  grids: GridFeature[];
  backdrop: z.infer<typeof Backdrop>['features'];
};

const Translation = z.record(z.string(), z.string());

/** How a CSV or xlsx of another system becomes cases: columns, zone, date layout, translations. No code. */
export const Mapping = z.strictObject({
  id: Id,
  name: Name,
  source: Id,
  channel: z
    .strictObject({ column: z.string(), values: Translation, otherwise: z.string() })
    .optional(),
  /** As iconv names it; absent: UTF-8 where all of the file is, else GB18030. */
  encoding: z.string().optional(),
  delimiter: z.string().length(1).default(','),
  zone: z.string(),
  datum: z.enum(['WGS84', 'GCJ02', 'BD09']).default('WGS84'),
  /** luxon format tokens, tried in order. */
  dates: z.array(z.string()).min(1),
  columns: z.strictObject({
    upstreamNo: z.string(),
    receivedAt: z.string(),
    dueAt: z.string().optional(),
    closedAt: z.string().optional(),
    status: z.string().optional(),
    /** Joined by ' · ', blank ones skipped; whitespace alone is blank. */
    subject: z.array(z.string()).min(1),
    content: z.array(z.string()).default([]),
    /** Category levels, widest first. */
    category: z.array(z.string()).max(4).default([]),
    unit: z.string().optional(),
    grid: z.string().optional(),
    address: z.string().optional(),
    lon: z.string().optional(),
    lat: z.string().optional(),
    caller: z.string().optional(),
    phone: z.string().optional(),
    note: z.string().optional(),
    /** 类型; read by `types`. */
    type: z.string().optional(),
    /** 是否保密: anything but blank, 否, 公开, 不保密, no, 0, n, false means that it is. */
    confidential: z.string().optional(),
  }),
  /** Where the file has no type, or one that `types` does not name. */
  type: z.enum(CASE_TYPES).default('other'),
  /** Upstream type → ours. */
  types: z.record(z.string(), z.enum(CASE_TYPES)).default({
    咨询: 'consultation',
    求助: 'help',
    投诉: 'complaint',
    举报: 'report',
    建议: 'suggestion',
    表扬: 'praise',
  }),
  /** Upstream category → ours. What is not named keeps its own words. */
  categories: Translation.default({}),
  /** Upstream grid → ours. '' where the word names no grid, so that the place decides. */
  grids: Translation.default({}),
  /** Upstream status → the event that ends the record, or `open`. What is not named is flagged. */
  statuses: z
    .record(z.string(), z.enum(['open', 'close', 'cancel', 'reject', 'merge']))
    .default({}),
  /** Coordinates that upstream writes when it has none. */
  placeholders: z.array(z.tuple([Lon, Lat])).default([]),
});
export type Mapping = z.infer<typeof Mapping>;
