/*
 * Doors of homes. House, street and estate tell where a matter is, and stay; what comes below the house
 * (unit, floor, flat) tells whose home it is.
 */

const START = '(?<!\\d|\\d\\.)';
const NUMERALS = '[〇零一二三四五六七八九十百]';
const FLOOR = `(?:\\d{1,3}|${NUMERALS}{1,3})`;
/** 门牌 below the house: unit, floor and door of a flat tell a household; house, street and estate stay. */
const DOOR = new RegExp(
  `((?:\\d|[A-Za-z]|${NUMERALS})(?:幢|栋|号楼|座|号|#))[,，、 ]?(?:(?:${FLOOR}|[甲乙丙丁东西])(?:单元|门)[,，、 ]?)?(?:${FLOOR}(?:楼|层)[,，、 ]?)?(?:[A-Za-z]?-?\\d{2,4}|${NUMERALS}{2,5})(室|房|户)`,
  'g',
);
const DOOR_BARE = new RegExp(
  `((?:\\d|[A-Za-z]|${NUMERALS})(?:幢|栋|号楼|座))[,，、 ]?(?:(?:${FLOOR}|[甲乙丙丁东西])(?:单元|门)[,，、 -]?)?[A-Za-z]?\\d{3,4}(?![\\d年月日米平元个名户㎡·%.-])`,
  'g',
);
const UNIT_DOOR = new RegExp(
  `((?:\\d|${NUMERALS})单元)[,，、 -]?(?:${FLOOR}(?:楼|层)[,，、 ]?)?(?:[A-Za-z]?\\d{3,4}|${NUMERALS}{3,5})(室|房|户)?(?![\\d年月日米平元个名㎡·%.-])`,
  'g',
);
/** 12-3-501室, 12-501室. */
const DOOR_DASHED = new RegExp(`${START}(\\d{1,3})-(?:\\d{1,2}-)?[A-Za-z]?\\d{3,4}(室|房|户)`, 'g');
const DOOR_THREE = new RegExp(`${START}(?<![-/.])(\\d{1,3})-\\d{1,2}-\\d{3,4}(?![\\d/.:：-])`, 'g');

const SUSPECT =
  /[幢栋座元楼号#][,，、 -]?[A-Za-z\d〇零一二三四五六七八九十百甲乙丙丁东西]|\d-[A-Za-z\d]/;

/** Text in which no flat can be told. */
export const maskDoors = (text: string): string =>
  SUSPECT.test(text)
    ? text
        .replace(DOOR, '$1***$2')
        .replace(UNIT_DOOR, '$1***')
        .replace(DOOR_BARE, '$1***')
        .replace(DOOR_DASHED, '$1-***$2')
        .replace(DOOR_THREE, '$1-***')
    : text;
