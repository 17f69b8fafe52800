import { maskName, maskPhone } from '../../pipeline/mask.ts';

const ID_NUMBER = /身份证|公民身份|证件号|id.?card|id.?no|id.?number/i;
const PHONE = /电话|手机|联系方式|phone|mobile|\btel/i;
const PERSON =
  /姓名|^(企业)?法人(代表|姓名)?$|法定代表人|联系人|负责人|经办人|户主|person|contact|full.?name/i;

/** What a column says of persons, by its heading; null: nothing. */
export function personalKind(heading: string): 'id number' | 'phone' | 'name' | null {
  if (ID_NUMBER.test(heading)) return 'id number';
  if (PHONE.test(heading)) return 'phone';
  return PERSON.test(heading) ? 'name' : null;
}

/** The value of a column as it may be kept in clear: names and phones masked, id numbers not at all. */
export function maskCell(heading: string, value: string): string {
  switch (personalKind(heading)) {
    case 'id number':
      return value === '' ? '' : '***';
    case 'phone':
      return maskPhone(value);
    case 'name':
      return maskName(value);
    case null:
      return value;
  }
}
