import { createHmac } from 'node:crypto';

// 18-digit resident number first: it contains what looks like a phone number.
const RESIDENT_ID = /(?<!\d)(\d{6})(?:19|20)\d{9}[\dXx](?!\d)/g;
const MOBILE = /(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)/g;
const LANDLINE = /(?<!\d)(0\d{2,3}-?)\d{4}(\d{3,4})(?!\d)/g;
// eight digits are Suzhou's own numbers; said to be a phone, so that dates and amounts stay readable
const LOCAL = /((?:电话|座机|联系方式|[Tt]el\.?|[Pp]hone)[^\d]{0,4})\d{5,6}(\d{2})(?!\d)/g;
const NORTH_AMERICAN = /(?<!\d)(\(?\d{3}\)?[ .-])\d{3}([ .-]\d{4})(?!\d)/g;
// bounded as RFC 5321 bounds its parts: without bounds a long word costs its length squared
const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]+/g;
const PLATE =
  /([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z])[·\s]?[A-Z0-9]{4,5}([A-Z0-9])/g;

/** What every number above has in it. */
const DIGITS = /\d{3}/;
/** What all of them have in them: most texts have none of it, and are looked at once only. */
const SUSPECT = /\d{3}|[@A-Z]/;

/** Text in which resident numbers, phones, plates and mail addresses cannot be read any more. */
export function maskText(text: string): string {
  if (!SUSPECT.test(text)) return text;
  const masked = DIGITS.test(text)
    ? text
        .replace(RESIDENT_ID, '$1********')
        .replace(MOBILE, '$1****$2')
        .replace(LANDLINE, '$1****$2')
        .replace(LOCAL, '$1****$2')
        .replace(NORTH_AMERICAN, '$1***$2')
    : text;
  return masked.replace(EMAIL, '***@***').replace(PLATE, '$1****$2');
}

/** 张三 → 张*, 欧阳修 → 欧** : the first sign stays. */
export function maskName(name: string): string {
  const [first, ...rest] = [...name.trim()];
  return first === undefined ? '' : first + '*'.repeat(Math.min(rest.length, 2));
}

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
