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
const GAP = '[ .·—-]';
const MOBILE = new RegExp(
  `${START}((?:(?:\\+|00)?86[ -]?)?1[3-9]\\d)${GAP}?\\d{4}${GAP}?(\\d{4})${END}`,
  'g',
);
/** Eleven digits in any groups; which are taken for a phone says GROUPS. */
const MOBILE_APART = new RegExp(`${START}1${GAP}?[3-9](?:${GAP}?\\d){9}${END}`, 'g');
const GROUPS = new Set([
  '4-3-4',
  '4-4-3',
  '3-3-5',
  '3-8',
  '7-4',
  '5-6',
  '6-5',
  '3-2-2-4',
  '1-1-1-1-1-1-1-1-1-1-1',
]);
const hideApart = (found: string): string => {
  const groups = found.split(new RegExp(GAP)).map((group) => group.length);
  return GROUPS.has(groups.join('-')) ? `${found.slice(0, 3)}****` : found;
};
/** In Chinese digits: 一三八…, 幺三八…. */
const MOBILE_WORDS = /[一幺壹][三四五六七八九叁肆伍陆柒捌玖][〇零一二三四五六七八九幺两]{9}/g;
const SERVICE = new RegExp(
  `${START}([48]00)${GAP}?(?:\\d{3}${GAP}?\\d{4}|\\d{4}${GAP}?\\d{3})${END}`,
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
/** By the word before them: what they look like is nobody's alone. */
const ACCOUNT =
  /((?:微信|[Ww]e[Cc]hat|[Ww]ei[Xx]in|[Vv][Xx]|[Ww][Xx]|威信|薇信|QQ|qq|扣扣|抖音|支付宝)(?:号码?|[Ii][Dd]|账号|帐号)?[\s:：是为]{0,3})[A-Za-z0-9][\w-]{4,19}/g;
/** Passports and permits (ICAO 9303; GA 38). */
const PASSPORT =
  /((?:护照|通行证|居留证|军官证|港澳证|台胞证)[^\dA-Za-z]{0,6})[A-Za-z]{0,2}\d{6,10}(?![\dA-Za-z])/g;
const PASSPORT_ALONE = /(?<![\w-])(?<![号次])[EGDSP][A-HJ-NP-Z]?\d{7,8}(?![\w-])/g;
const PLACES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';
/** GA 36: five signs after the letter, six of new-energy cars, at least two of them digits. */
const PLATE = new RegExp(
  `([${PLACES}][A-Za-z])[·•\\s-]?(?=(?:[A-Za-z]*\\d){2})(?:[A-Za-z0-9]{4,5}([A-Za-z0-9])|[A-Za-z0-9]{4}([挂学警港澳]))(?![A-Za-z0-9])`,
  'g',
);

/** What every text with one of these in it has in it: most have none, and are looked at once only. */
const SUSPECT = new RegExp(
  `[\\d０-９]{6}|[一幺壹][三四五六七八九叁肆伍陆柒捌玖][〇零一二三四五六七八九幺两]|[\\d０-９][ ．·—][\\d０-９]|微信|[威薇]信|[VvWw][Xx]|[Ww]e[Cc]|QQ|qq|扣扣|抖音|护照|行证|[\\d０-９]{3}[)）]?[ .－-]{1,2}[\\d０-９]{3}|[@＠]|[${PLACES}][A-Za-zＡ-Ｚａ-ｚ]`,
);
const DIGITS = /\d{3}|\d[ .·—-]\d/;
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

/** Text without resident numbers, phones, bank cards, plates, accounts and passports. */
export function maskNumbers(text: string): string {
  if (!SUSPECT.test(text)) return text;
  const plain = WIDE.test(text) ? narrow(text) : text;
  let masked = plain;
  if (DIGITS.test(plain))
    masked = plain
      .replace(RESIDENT_ID, '$1********')
      .replace(OLD_RESIDENT_ID, '$1*********')
      .replace(CARD, hideCard)
      .replace(MOBILE, '$1****$2')
      .replace(MOBILE_APART, hideApart)
      .replace(SERVICE, '$1****')
      .replace(LANDLINE, '$1****$2')
      .replace(LOCAL, '$1****$2')
      .replace(ALONE, '****$1')
      .replace(NORTH_AMERICAN, '$1***$2');
  masked = masked
    .replace(MOBILE_WORDS, '***')
    .replace(ACCOUNT, '$1***')
    .replace(PASSPORT, '$1***')
    .replace(PASSPORT_ALONE, '***')
    .replace(EMAIL, '***@***')
    .replace(PLATE, '$1****$2$3');
  return masked === plain ? text : masked;
}
