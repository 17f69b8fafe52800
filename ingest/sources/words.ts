import type { Urgency } from '../../config/contract/vocabulary.ts';
import type { Datum } from '../../config/deployment/ports/pushed.ts';

/** 紧急度, as upstream systems write it. */
export const URGENCY_WORDS: Readonly<Record<string, Urgency>> = {
  一般: 'normal',
  普通: 'normal',
  normal: 'normal',
  紧急: 'urgent',
  urgent: 'urgent',
  特急: 'critical',
  critical: 'critical',
};

/** 隐患级别 (Order 16, art. 3). */
export const HAZARD_WORDS: Readonly<Record<string, 'general' | 'major'>> = {
  一般: 'general',
  一般隐患: 'general',
  general: 'general',
  重大: 'major',
  重大隐患: 'major',
  major: 'major',
};

/** 坐标系. CGCS2000 differs from WGS 84 by centimetres. */
export const DATUM_WORDS: Readonly<Record<string, Datum>> = {
  WGS84: 'WGS84',
  'WGS-84': 'WGS84',
  CGCS2000: 'WGS84',
  国家2000: 'WGS84',
  GCJ02: 'GCJ02',
  'GCJ-02': 'GCJ02',
  高德: 'GCJ02',
  BD09: 'BD09',
  'BD-09': 'BD09',
  百度: 'BD09',
};
