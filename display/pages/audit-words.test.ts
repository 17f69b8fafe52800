import { describe, expect, it } from 'vitest';
import type { AuditRow } from '../../config/contract/audit.ts';
import { accessEn } from '../text/access-en.ts';
import { accessZh } from '../text/access-zh.ts';
import { detailsOf } from './audit-words.ts';

const ofAccount = (detail: Record<string, string>): AuditRow => ({
  ...{ seq: 1, at: 0, act: 'account', outcome: 'done', who: 'root', role: 'admin' },
  ...{ from: '10.0.0.1', target: 'li.na', reason: '', detail, previous: '', hash: '' },
});
const said = (detail: Record<string, string>, text = accessZh) =>
  detailsOf(ofAccount(detail), { text: () => text, name: ({ zh }) => zh }).map(
    ({ name, value }) => text.audit.detail(name) + value,
  );

describe('what the audit tells of an account', () => {
  it('is what was changed of it, in the words of the page', () => {
    const changed = { change: 'account changed', disabled: 'true', secondFactor: 'false' };
    expect(said(changed)).toEqual(['变更：修改账号', '停用：是', '两步验证：未启用']);
    expect(said(changed, accessEn)).toEqual([
      ...['change: account changed', 'disabled: true', 'secondFactor: Off'],
    ]);
  });

  it('is where its work lies, by the ids on record', () => {
    const scope = { communities: ['zhanghua', 'beizhuang'], grids: null, units: ['water'] };
    const added = { change: 'account added', role: 'officer', scope: JSON.stringify(scope) };
    expect(said(added)).toEqual([
      ...['变更：新建账号', '角色：值班员', '社区：zhanghua beizhuang', '单位：water'],
    ]);
    const nowhere = JSON.stringify({ communities: null, grids: null, units: null });
    for (const scope of ['null', nowhere]) expect(said({ scope })).toEqual(['范围：全部']);
  });

  it('is shown as it stands where somebody meddled with it', () => {
    expect(said({ scope: '{"communities":' })).toEqual(['范围：{"communities":']);
    expect(said({ scope: '7' })).toEqual(['范围：7']);
  });
});
