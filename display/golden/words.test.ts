import { expect, it } from 'vitest';
import { createStrangers } from './words.ts';

const deployment = {
  grids: [],
  communities: [],
  sources: [],
  stations: [],
  urgentWords: { words: [{ words: ['燃气泄漏'] }] },
  units: [{ id: 'water', name: { zh: '水务站', en: 'Water office' } }],
} as unknown as Parameters<typeof createStrangers>[1];
const data = {
  views: [
    ['1', { subject: '北庄村路灯不亮' }],
    ['2', { title: { zh: '严重超期 · 北庄村路灯不亮', en: 'Far overdue · 北庄村路灯不亮' } }],
  ],
};

it('lets pass what was told from outside, and names of the page’s own language', () => {
  const strangers = createStrangers('en', deployment, data);
  expect(strangers(['Cases 3', '北庄村路灯不亮 · Water office', '中文 L'])).toEqual([]);
  expect(createStrangers('zh', deployment, data)(['水务站 3', 'Esc 返回', 'M'])).toEqual([]);
});

it('finds an alert that says its own words in the other language', () => {
  const strangers = createStrangers('en', deployment, data);
  expect(strangers(['Far overdue · 北庄村路灯不亮', 'Urgent 燃气泄漏 · 北庄村路灯不亮'])).toEqual(
    [],
  );
  expect(strangers(['严重超期 · 北庄村路灯不亮'])).toEqual(['严重超期 · 北庄村路灯不亮']);
  expect(createStrangers('zh', deployment, data)(['Far overdue · 北庄村路灯不亮'])).toHaveLength(1);
});

it('finds a word that was left in the other language, in the midst of data too', () => {
  expect(createStrangers('en', deployment, data)(['水务站', '北庄村路灯不亮 超期'])).toEqual([
    '水务站',
    '北庄村路灯不亮 超期',
  ]);
  expect(createStrangers('zh', deployment, data)(['Water office', 'not signed 3'])).toEqual([
    'Water office',
    'not signed 3',
  ]);
});
