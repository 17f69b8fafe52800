import { describe, expect, test } from 'vitest';
import { kinship } from './kinship.ts';
import { type Known, known } from './known.ts';
import type { Report } from './report.ts';

const GARBAGE = ['城市管理', '市容环境', '暴露垃圾'];
const BURNING = ['环境保护', '大气污染', '露天焚烧'];
const HERE = { grid: 'hq-12', lon: 120.58, lat: 31.38 };
const NOWHERE = { grid: '', lon: null, lat: null };
let next = 0;
const told = (content: string, more: Partial<Report> = {}): Known =>
  known({
    id: `r${next++}`,
    source: '12345',
    at: 0,
    place: HERE,
    category: [],
    subject: '',
    content,
    address: '',
    caller: '',
    ...more,
  });

describe('at one place', () => {
  test('what fits its own category is not what fits another, though both speak of garbage', () => {
    const burnt = told('方浜村12组焚烧垃圾冒黑烟，烟雾飘进居民区', { category: BURNING });
    const heap = told('方浜村兴旺路98号附近垃圾桶满溢，周边散落垃圾', { category: GARBAGE });
    expect(kinship(burnt, heap)).toBeLessThan(0);
  });

  test('one that was put under a wrong category is found by what it says', () => {
    const lamp = told('太阳路120号路灯不亮', { category: ['交通出行', '道路设施', '路灯不亮'] });
    const wrong = told('太阳路120号门口路灯坏了，晚上漆黑一片', { category: GARBAGE });
    expect(kinship(lamp, wrong)).toBeGreaterThan(0);
  });

  test('under one category two things that have nothing in common are two matters', () => {
    const category = ['住房建设', '物业', '漏水'];
    const leak = told('锦园新村20栋楼上漏水，天花板泡了', { category });
    const again = told('锦园新村20栋外墙渗水，墙皮掉了', { category });
    const dance = told('锦园新村20栋晚上跳舞，喇叭震耳朵', { category });
    expect(kinship(leak, dance)).toBeLessThan(kinship(leak, again) - 3);
  });

  test('a common village binds less than a common road', () => {
    const litter = (where: string) => told(`${where}垃圾成堆没人清`, { category: GARBAGE });
    const road = litter('方浜村兴旺路');
    expect(kinship(road, litter('方浜村'))).toBeLessThan(kinship(road, litter('兴旺路')));
  });
});

describe('where no place is told', () => {
  const ask = (subject: string, content: string, caller: string) =>
    told(content, { place: NOWHERE, subject, caller });

  test('two who ask for the same thing have each a matter of his own, until they name something', () => {
    const words = '包工头拖欠工人工资四个月，恶意拖欠，希望领导讨薪';
    const one = ask('包工头拖欠民工工资', words, 'a');
    const other = ask('包工头拖欠民工血汗钱', `${words}，工友急等用钱`, 'b');
    const [named, again] = ['a', 'b'].map((caller) =>
      ask('佳兆业广场包工头拖欠民工工资', words, caller),
    ) as [Known, Known];
    expect(kinship(named, again) - kinship(one, other)).toBeGreaterThan(1);
  });

  test('who writes again writes of the same, rather than another', () => {
    const subject = '善化国际小区高速噪音扰民';
    const [first, again, other] = ['a', 'a', 'b'].map((caller) =>
      ask(subject, subject, caller),
    ) as [Known, Known, Known];
    expect(kinship(first, again)).toBeGreaterThan(kinship(first, other));
  });
});
