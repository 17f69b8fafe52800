import { expect, test } from 'vitest';
import { loadDeployment } from '../../config/deployment/load.ts';
import { createNames } from './names.ts';

test('a gas leak is named in both languages, and what upstream calls its own way as it does', async () => {
  const names = createNames(await loadDeployment('huangqiao'));
  expect(names.category(['公用事业', '供电供气', '燃气泄漏', ''])).toEqual([
    { zh: '公用事业', en: 'Utilities' },
    { zh: '供电供气', en: 'Power and gas' },
    { zh: '燃气泄漏', en: 'Gas leak' },
  ]);
  expect(names.category(['公用事业', '别的', '燃气泄漏'])).toEqual([
    { zh: '公用事业', en: 'Utilities' },
    { zh: '别的', en: '别的' },
    { zh: '燃气泄漏', en: '燃气泄漏' },
  ]);
});
