import { expect, test } from 'vitest';
import { placesOf } from './place-words.ts';

test('a road is a name, however common its words, where a number or a crossing follows', () => {
  expect(placesOf('苏埭路238号附近垃圾桶满溢')).toMatchObject({
    names: ['路苏埭'],
    numbers: ['号238'],
  });
  expect(placesOf('太阳路238号附近垃圾桶满溢')).toMatchObject({
    names: ['路太阳'],
    numbers: ['号238'],
  });
  expect(placesOf('我们小区门口').names).toEqual([]);
});

test('a crossing is a spot of its own, named by two roads', () => {
  expect(placesOf('太阳路与永青路路口井盖松动')).toMatchObject({
    names: ['路太阳', '路永青'],
    numbers: ['口'],
  });
});

test('rivers have names, estates by a river have their own', () => {
  expect(placesOf('胡湾河春旺路桥段河面漂浮垃圾').names).toEqual(['河胡湾', '路春旺']);
  expect(placesOf('伊景园滨河苑捆绑销售车位').names).toEqual(['苑滨河']);
});

test.each([
  '废料丢在路旁',
  '老人走夜路害怕',
  '停在路边',
  '这条马路',
  '柏油路',
  '走投无路',
  '断头路',
])('%s names no road', (text) => {
  expect(placesOf(text).names).toEqual([]);
});
