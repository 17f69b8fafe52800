import { createHmac } from 'node:crypto';
import { maskText } from '../../config/masks/mask-text.ts';

/** 张三 → 张*, 欧阳修 → 欧** : the first sign stays. */
export function maskName(name: string): string {
  const [first, ...rest] = [...name.trim()];
  return first === undefined ? '' : first + '*'.repeat(Math.min(rest.length, 2));
}

/** The hundred commonest family names, nine of ten people's, and those of two signs. */
const FAMILY =
  '欧阳|上官|司马|诸葛|皇甫|尉迟|公孙|慕容|令狐|东方|[王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严武施孔汤]';
const NAME = new RegExp(`^(?:${FAMILY})\\p{Script=Han}{1,2}$`, 'u');
/** What desks and places are called by. */
const OFFICE = /[局科室站队组所办员席长岗处委部班台院司桥区村街路镇乡市县园线格厂店]$/;
const BETWEEN = /([\s、,，;；/]+)/;

/** Who did something: 张三、A012 → 张*、A012. Desks, badges and roles stay. */
export const maskPerson = (text: string): string =>
  maskText(text)
    .split(BETWEEN)
    .map((part) => (NAME.test(part) && !OFFICE.test(part) ? maskName(part) : part))
    .join('');

const KEY = /("(?:[^"\\]|\\.){1,64}"\s*:)/;
const shape = (text: string): string =>
  text
    .replace(/\p{N}/gu, '0')
    .replace(/(?!\p{Script=Han})\p{L}/gu, 'x')
    .replace(/\p{Script=Han}/gu, '某');

/** The shape of an input: digits as 0, letters as x and 某. Its signs stay, and the keys of JSON. */
export const maskInput = (raw: string): string =>
  raw
    .split(KEY)
    .map((part, n) => (n % 2 === 1 ? maskText(part) : shape(part)))
    .join('');

/** 13812345678 → 138****5678; of a shorter number the last two digits at most are left. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  if (digits.length === 0) return '';
  if (digits.length >= 11) return `${digits.slice(0, 3)}****${digits.slice(-4)}`;
  return digits.length >= 7 ? `****${digits.slice(-2)}` : '****';
}

/** Keyed hash (HMAC-SHA-256, 128 bits), so that repeats are found without what is hashed. */
export const hashText = (text: string, key: string): string =>
  createHmac('sha256', key).update(text).digest('base64url').slice(0, 22);

/** Keyed hash of a phone's digits; '' where there are none. */
export function hashPhone(phone: string, key: string): string {
  const digits = phone.replace(/\D/g, '');
  return digits === '' ? '' : hashText(digits, key);
}
