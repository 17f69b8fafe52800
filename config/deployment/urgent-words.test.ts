import { describe, expect, test } from 'vitest';
import { loadDeployment } from './load.ts';
import { createWordFinder, readWords, UrgentWords, writeWords } from './urgent-words.ts';

const huangqiao = loadDeployment('huangqiao').urgentWords;

describe('the words of Huangqiao', () => {
  const find = createWordFinder(huangqiao);

  test.each([
    ['永方路7号厂房二楼起火，有人被困', 'urgent:起火,被困'],
    ['小区三号楼有煤气泄漏,味道很大', 'urgent:煤气泄漏'],
    ['老板跑路,拖欠工资三个月,工人拉横幅', 'urgent:拉横幅,跑路,拖欠工资'],
    ['整个小区停水两天', 'hot:停水'],
    ['楼道堆物,消防通道被堵', 'plain:消防通道'],
    ['路灯不亮', ''],
  ])('find in "%s": %s', (text, found) => expect(find(text)).toBe(found));

  test.each([
    ['街道组织消防演练,模拟厂房起火演练'],
    ['咨询办理死亡证明'],
    ['路口一起火锅店油烟扰民'],
    ['希望开展防溺水宣传'],
    ['路边看着火车经过'],
  ])('find nothing that happened in "%s"', (text) =>
    expect(readWords(find(text))?.tag ?? 'none').not.toMatch(/urgent|hot/),
  );

  test('what may happen is noted, and not urgent', () => {
    expect(find('电动车进楼充电,一旦起火后果严重')).toBe('plain:起火');
    expect(find('昨天起火了,一旦再起火怎么办')).toBe('urgent:起火');
    expect(find('一旦出事谁负责?昨天已经起火了')).toBe('urgent:起火');
  });

  test('are some two hundred, each once, each short of a sentence', () => {
    const words = huangqiao.words.flatMap((group) => group.words);
    expect(words.length).toBeGreaterThan(170);
    expect(new Set(words).size).toBe(words.length);
    expect(Math.max(...words.map((word) => word.length))).toBeLessThan(10);
  });
});

describe('a list of words', () => {
  const list = UrgentWords.parse({
    words: [
      { about: '燃气', tag: 'urgent', words: ['泄漏', '燃气泄漏', 'LNG泄漏'] },
      { about: '多', tag: 'plain', words: ['甲甲', '乙乙', '丙丙', '丁丁', '戊戊', '己己'] },
    ],
    harmless: ['泄漏报警器'],
  });
  const find = createWordFinder(list);

  test('finds the longest word at a place, each once, in any width and case of letters', () => {
    expect(find('燃气泄漏!泄漏,燃气泄漏')).toBe('urgent:燃气泄漏,泄漏');
    expect(find('ＬＮＧ泄漏')).toBe('urgent:lng泄漏');
    expect(find('泄漏报警器坏了')).toBe('');
  });

  test('tells few of many, the worst first', () => {
    expect(find('己己戊戊丁丁丙丙乙乙甲甲泄漏')).toBe('urgent:泄漏,己己,戊戊,丁丁,丙丙');
  });

  test('that is empty finds nothing', () => {
    expect(createWordFinder(UrgentWords.parse({}))('起火')).toBe('');
  });

  test('with one word under two tags is refused', () => {
    const twice = { ...list, harmless: ['泄漏'] };
    expect(UrgentWords.safeParse(twice).error?.issues[0]?.message).toBe('"泄漏" stands twice');
  });

  test('is read as it was written', () => {
    const found = { tag: 'hot', words: ['停水', '停电'] } as const;
    expect(readWords(writeWords(found))).toEqual(found);
    expect([readWords(''), readWords('old:停水')]).toEqual([null, null]);
  });
});
