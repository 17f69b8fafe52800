import { createHmac } from 'node:crypto';

/*
 * The rule: a number is hidden by its form alone where the form is a person's beyond reasonable doubt
 * (mobile, area code and landline, resident number with a date of birth, card with its check digit,
 * plate, mail address), and by the word before it, or by standing alone, where it is only a local
 * number. Digits that belong to a longer number or follow a decimal point are none of these.
 */
const START = '(?<!\\d|\\d\\.)';
const END = '(?!\\d)';
const DAY_OF_YEAR = '(?:0[1-9]|1[0-2])[ -]?(?:0[1-9]|[12]\\d|3[01])';
const PROVINCE = '(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|[78][1-3])';

/** GB 11643: eighteen digits, or any seventeen and an X. */
const RESIDENT_ID = new RegExp(
  `${START}(\\d{6})[ -]?(?:(?:19|20)\\d{2}${DAY_OF_YEAR}[ -]?\\d{3}[\\dXx]|\\d{11}[Xx])(?![\\dA-Za-z])`,
  'g',
);
/** Fifteen digits, issued until 1999; order numbers of that length hold serials where the birthday is. */
const OLD_RESIDENT_ID = new RegExp(
  `${START}(${PROVINCE}\\d{4})[2-9]\\d${DAY_OF_YEAR}\\d{3}${END}`,
  'g',
);
/** Sixteen to nineteen digits of an issuer of bank cards (ISO/IEC 7812). */
const CARD = new RegExp(
  `${START}(?:6[02]|4\\d|5[1-5])\\d{2}(?:[ -]?\\d{4}){3}(?:[ -]?\\d{1,3})?${END}`,
  'g',
);
const MOBILE = new RegExp(
  `${START}((?:(?:\\+|00)?86[ -]?)?1[3-9]\\d)[ -]?\\d{4}[ -]?(\\d{4})${END}`,
  'g',
);
const LANDLINE = new RegExp(
  `${START}((?:010|02\\d|0[3-9]\\d{2})[)）]?[ -]?)[2-9]\\d{2,3}[ -]?(\\d{4})${END}`,
  'g',
);
/** Seven or eight digits that are said to be a phone. */
const LOCAL =
  /((?:电话|座机|手机|回电|来电|联系方式|致电|拨打|[Tt]el\.?|[Pp]hone)[^\d]{0,4})\d{5,6}(\d{2})(?!\d)/g;
/** Suzhou's own eight digits begin with 6 or 8: no date does. Not within a code, an amount or after 号. */
const ALONE =
  /(?<![\w.#:：/¥￥$=*-])(?<![编单号第]|编号为|工单)[68]\d{5}(\d{2})(?![\w.%％/*-]|[元万亿号吨米件条户次])/g;
const NORTH_AMERICAN = new RegExp(`${START}(\\(?\\d{3}\\)?[ .-])\\d{3}([ .-]\\d{4})${END}`, 'g');
// bounded as RFC 5321 bounds its parts: without bounds a long word costs its length squared
const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]+/g;
const PLACES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';
/** GA 36: five signs after the letter, six of new-energy cars, at least two of them digits. */
const PLATE = new RegExp(
  `([${PLACES}][A-Za-z])[·•\\s-]?(?=(?:[A-Za-z]*\\d){2})(?:[A-Za-z0-9]{4,5}([A-Za-z0-9])|[A-Za-z0-9]{4}([挂学警港澳]))(?![A-Za-z0-9])`,
  'g',
);

/** What every text with one of these in it has in it: most have none, and are looked at once only. */
const SUSPECT = new RegExp(
  `[\\d０-９]{6}|[\\d０-９]{3}[)）]?[ .－-]{1,2}[\\d０-９]{3}|[@＠]|[${PLACES}][A-Za-zＡ-Ｚａ-ｚ]`,
);
const DIGITS = /\d{3}/;
/** Full-width forms of ASCII. */
const WIDE = /[！-～]/;
const narrow = (text: string): string =>
  text.replace(/[＋－．０-９＠Ａ-Ｚａ-ｚ]/g, (sign) =>
    String.fromCharCode(sign.charCodeAt(0) - 0xfee0),
  );

/** Check digit of ISO/IEC 7812. */
function isCard(digits: string): boolean {
  let sum = 0;
  for (let n = 0; n < digits.length; n++) {
    const digit = Number(digits[digits.length - 1 - n]);
    sum += n % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}
const hideCard = (card: string): string =>
  isCard(card.replace(/\D/g, '')) ? `${card.slice(0, 4)}****${card.slice(-4)}` : card;

/** Text in which resident numbers, phones, bank cards, plates and mail addresses cannot be read any more. */
export function maskText(text: string): string {
  if (!SUSPECT.test(text)) return text;
  const plain = WIDE.test(text) ? narrow(text) : text;
  let masked = plain;
  if (DIGITS.test(plain))
    masked = plain
      .replace(RESIDENT_ID, '$1********')
      .replace(OLD_RESIDENT_ID, '$1*********')
      .replace(CARD, hideCard)
      .replace(MOBILE, '$1****$2')
      .replace(LANDLINE, '$1****$2')
      .replace(LOCAL, '$1****$2')
      .replace(ALONE, '****$1')
      .replace(NORTH_AMERICAN, '$1***$2');
  masked = masked.replace(EMAIL, '***@***').replace(PLATE, '$1****$2$3');
  return masked === plain ? text : masked;
}

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

/** Keyed hash of a phone's digits (HMAC-SHA-256, 128 bits), so that repeats are found without it. */
export function hashPhone(phone: string, key: string): string {
  const digits = phone.replace(/\D/g, '');
  return digits === ''
    ? ''
    : createHmac('sha256', key).update(digits).digest('base64url').slice(0, 22);
}
