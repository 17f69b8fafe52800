import { err, ok, type Result } from '../../config/contract/result.ts';

/** A 部件 id (GB/T 30428.2): 16 digits, 6 area + 2 大类 + 2 小类 + 6 serial. */
export interface ComponentId {
  /** Administrative area (GB/T 2260), e.g. 320508. */
  area: string;
  large: string;
  small: string;
  serial: string;
}

/** 部件大类 (domain §2.2). Of the numbers only 01 is confirmed by a published record; 小类 are the system's to name. */
export const LARGE_CLASSES: ReadonlyMap<string, string> = new Map([
  ['01', '公用设施'],
  ['02', '道路交通'],
  ['03', '市容环境'],
  ['04', '园林绿化'],
  ['05', '其他'],
]);

const PARTS = /^(?<area>\d{6})(?<large>\d{2})(?<small>\d{2})(?<serial>\d{6})$/;

/**
 * The parts of a component id.
 * @param areas digits with which its area code may begin
 * @returns an error where it is not 16 digits, or of an area that is not ours
 */
export function readComponentId(text: string, areas: readonly string[]): Result<ComponentId> {
  const parts = PARTS.exec(text)?.groups;
  if (!parts) return err('not a component id of 16 digits');
  const { area = '', large = '', small = '', serial = '' } = parts;
  if (!areas.some((prefix) => area.startsWith(prefix)))
    return err(`area ${area} is none of ${areas.join(', ')}`);
  return ok({ area, large, small, serial });
}

/** True where the id names a 大类 that the standard has. */
export const isKnownKind = (id: ComponentId): boolean => LARGE_CLASSES.has(id.large);
