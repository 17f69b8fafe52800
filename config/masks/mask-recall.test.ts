import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { maskDoors } from './mask-doors.ts';
import { maskNames } from './mask-names.ts';
import { maskNumbers } from './mask-numbers.ts';
import { maskText } from './mask-text.ts';
import { createPersons, type Planted, seeded } from './persons.fixture.ts';

const random = seeded(20261124);
const among = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const digits = (count: number): string =>
  Array.from({ length: count }, () => Math.floor(random() * 10)).join('');
const two = (least: number, most: number): string =>
  String(least + Math.floor(random() * (most - least + 1))).padStart(2, '0');
const wide = (text: string): string =>
  text.replace(/[0-9]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));

const mobile = () => `1${among(['3', '5', '7', '8', '9'])}${digits(9)}`;
const grouped = (by: string) => {
  const it = mobile();
  return [it.slice(0, 3), it.slice(3, 7), it.slice(7)].join(by);
};
const birthday = () => `${two(1, 12)}${two(1, 28)}`;
function card(): string {
  const body = `62${digits(among([13, 14, 16]))}`;
  for (let last = 0; last < 10; last++) {
    const whole = body + last;
    const sum = [...whole].reverse().reduce((total, sign, n) => {
      const digit = Number(sign) * (n % 2 === 0 ? 1 : 2);
      return total + (digit > 9 ? digit - 9 : digit);
    }, 0);
    if (sum % 10 === 0) return whole;
  }
  throw new Error('unreachable: one of ten check digits fits');
}
const spelt = (text: string): string =>
  [...text].map((digit) => '零一二三四五六七八九'[Number(digit)]).join('');
const letters = (count: number): string =>
  Array.from({ length: count }, () => among([...'abcdefghjkmnpqrstuvwxyz'])).join('');
const door = () => `${two(1, 18)}${two(1, 6)}`;
const PERSONAL: Readonly<Record<string, () => string>> = {
  mobile,
  'mobile with country code': () => `${among(['86', '+86', '+86 ', '0086', '86-'])}${mobile()}`,
  'mobile in groups': () => grouped(among([' ', '-'])),
  'full-width mobile': () => wide(mobile()),
  'resident number': () =>
    `320507${two(1950, 2019)}${birthday()}${digits(3)}${among(['x', 'X', '7'])}`,
  'old resident number': () => `3205${digits(2)}${two(30, 99)}${birthday()}${digits(3)}`,
  'bank card': card,
  'bank card in groups': () => card().replace(/(\d{4})(?=\d)/g, '$1 '),
  plate: () =>
    `苏${among(['E', 'e', 'U'])}${among(['', '·'])}${digits(2)}${among(['K', 'k', '7'])}${digits(2)}`,
  'new-energy plate': () =>
    `${among(['苏', '沪'])}${among(['E', 'a'])}${among(['D', 'f'])}${digits(5)}`,
  landline: () => `${among(['0512-', '0512', '(0512)', '010-', '0512 '])}6${digits(7)}`,
  'local number': () => `6${digits(7)}`,
  'mobile in other groups': () => {
    const it = mobile();
    const cut = among([
      [4, 7],
      [4, 8],
      [3, 6],
      [5, 5],
      [7, 7],
    ]) as [number, number];
    return [it.slice(0, cut[0]), it.slice(cut[0], cut[1]), it.slice(cut[1])]
      .filter((part) => part !== '')
      .join(among([' ', '-', '.']));
  },
  'mobile, each digit apart': () => [...mobile()].join(' '),
  'mobile in Chinese digits': () =>
    among([(it: string) => it, (it: string) => `幺${it.slice(1)}`])(spelt(mobile())),
  'service number': () => `400${among(['-', ' ', ''])}${digits(3)}${among(['-', ''])}${digits(4)}`,
  'resident number in full width': () =>
    `${wide(`320507${two(1950, 2019)}${birthday()}${digits(3)}`)}Ｘ`,
  passport: () =>
    `${among(['护照', '护照号：', '护照 '])}${among(['E', 'G', 'EA', 'D'])}${digits(8)}`,
  'passport alone': () => `${among(['E', 'G', 'EB', 'P'])}${digits(8)}`,
  'chat account': () =>
    `${among(['微信', '微信号：', '加微信', 'VX:', 'vx ', 'wx：', 'QQ', 'QQ号'])}${among([letters(2), 'wx'])}${among(['_', '-', ''])}${letters(4)}${digits(3)}`,
  'chat number': () => `QQ${among(['', '：', '号码'])}${among(['2', '5', '9'])}${digits(8)}`,
  flat: () =>
    `${two(1, 30)}${among(['幢', '栋', '号楼', '座'])}${among(['', `${two(1, 4)}单元`, '二单元', '甲单元'])}${door()}${among(['室', '室', ''])}`,
  'flat in Chinese digits': () =>
    `${spelt(String(1 + Math.floor(random() * 9)))}幢${spelt(door())}室`,
  'flat by dashes': () => `${two(1, 30)}-${two(1, 4)}-${door()}${among(['室', ''])}`,
  mail: () => `${among(['wang', 'li.si'])}${digits(3)}@${among(['qq.com', '163.com'])}`,
};
const BEFORE = ['请联系', '我的号码是', '找张先生 ', '（', '回电:', '车主留了', '"', '麻烦打'];
const AFTER = ['，谢谢', '。', ' 尽快', '）', '"', '', '处理一下', '、急'];

const CLEAN: Readonly<Record<string, () => string>> = {
  'order number': () => `工单${two(20, 30)}${birthday()}000${digits(6)}已派遣`,
  'component id': () => `部件3205080${two(10, 99)}${two(10, 22)}${digits(5)}损坏`,
  date: () =>
    `于20${two(10, 30)}${birthday()}办结，${two(2020, 2030)}-${two(1, 12)}-${two(1, 28)}复查`,
  time: () =>
    `${two(2020, 2030)}-${two(1, 12)}-${two(1, 28)} ${two(0, 23)}:${two(0, 59)}:${two(0, 59)}到场`,
  stamp: () => `QN=20${two(10, 30)}${birthday()}${two(0, 23)}${digits(7)}`,
  money: () => `投入${among(['6', '8'])}${digits(7)}元，另付${digits(5)}.${digits(2)}元`,
  'house number': () => `黄桥街道兴旺路${digits(3)}号春申湖花园${two(10, 40)}幢`,
  place: () => `位置120.${digits(11)},31.${digits(11)}`,
  hotline: () => '拨打12345、110、119和96196均可',
  code: () => `编号：${among(['6', '8'])}${digits(7)}，批次A${digits(8)}`,
};

const ROUNDS = 400;

describe('what masks find, and what they leave', () => {
  for (const [what, plant] of Object.entries(PERSONAL))
    it(`finds a ${what} in at least 99 of 100 texts`, () => {
      const missed: string[] = [];
      for (let n = 0; n < ROUNDS; n++) {
        const planted = plant();
        if (maskText(among(BEFORE) + planted + among(AFTER)).includes(planted))
          missed.push(planted);
      }
      expect(missed.slice(0, Math.max(0, missed.length - ROUNDS / 100))).toEqual([]);
    });

  for (const [what, write] of Object.entries(CLEAN))
    it(`leaves a ${what} alone in at least 99 of 100 texts`, () => {
      const changed: string[] = [];
      for (let n = 0; n < ROUNDS; n++) {
        const text = write();
        if (maskText(text) !== text) changed.push(`${text} → ${maskText(text)}`);
      }
      expect(changed.slice(0, Math.max(0, changed.length - ROUNDS / 100))).toEqual([]);
    });

  const persons = createPersons(random);
  const NAMED: Readonly<Record<string, () => Planted>> = {
    'full name': persons.named,
    'name by its title': persons.titled,
    'full name with a title': persons.formal,
  };
  for (const [what, plant] of Object.entries(NAMED))
    it(`finds a ${what} in at least 99 of 100 texts`, () => {
      let planted = 0;
      const missed: string[] = [];
      for (let n = 0; n < 5 * ROUNDS; n++) {
        const { text, names } = plant();
        planted += names.length;
        const masked = maskText(text);
        for (const name of names) if (masked.includes(name)) missed.push(`${name}: ${text}`);
      }
      expect(missed.slice(0, Math.max(0, missed.length - planted / 100))).toEqual([]);
    });

  it('masks what is masked no further', () => {
    for (const plant of Object.values(PERSONAL)) {
      const once = maskText(`找${plant()}。`);
      expect(maskText(once)).toBe(once);
    }
  });

  const file = '../shared/data/citizen-messages-zh/messages-4326.csv';
  it.skipIf(!existsSync(file))(
    `touches few real messages${existsSync(file) ? '' : ' (skipped: no ../shared/data)'}`,
    () => {
      const rows: string[][] = parse(readFileSync(file), { relax_quotes: true, bom: true });
      const share = (mask: (text: string) => string) =>
        rows.filter((row) => row.slice(2).some((cell) => mask(cell) !== cell)).length / rows.length;
      expect(rows.length).toBeGreaterThan(4_000);
      // citizens do name people: of 150 masked places drawn at random 11 named nobody
      expect(share(maskNames)).toBeLessThan(0.12);
      expect(share(maskNumbers)).toBeLessThan(0.03);
      expect(share(maskDoors)).toBeLessThan(0.05);
    },
  );
});
