import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServedPort } from '../http/served.fixture.ts';
import { serveCity } from './city-management.fixture.ts';

let port: ServedPort;
beforeEach(async () => {
  port = await serveCity();
});
afterEach(() => port.close());

describe('the components of 数字城管', () => {
  const COMPONENT = {
    ObjID: '3205080101000001',
    ObjName: '上水井盖',
    DeptCode1: '320508001',
    DeptName1: '水务集团',
    BGID: '320508001001001',
    ObjState: '完好',
    ORDate: '2019-05-06',
    CHDate: '2021-03-04',
    DataSource: '普查',
    LargeClass: '01',
    SmallClass: '01',
  };

  it('are rows of a register, and a change is another row', async () => {
    await port.tell('/dcm/components', COMPONENT);
    const changed = { ...COMPONENT, ObjState: '破损', CHDate: '2026-11-20 10:00:00' };
    expect(await port.tell('/dcm/components', [COMPONENT, changed])).toMatchObject({
      stored: 1,
      duplicate: 1,
    });
    expect(port.facts()).toMatchObject([
      {
        kind: 'register',
        register: 'components',
        key: '3205080101000001',
        name: '上水井盖',
        validFrom: '2021-03-04',
        validTo: '',
        values: { state: '完好', deptName1: '水务集团', madeAt: '2019-05-06' },
        flags: [],
      },
      { key: '3205080101000001', validFrom: '2026-11-20', values: { state: '破损' } },
    ]);
  });

  it('of another area or without a date are refused; of an unknown kind, flagged', async () => {
    const { CHDate: _, ORDate: _o, ...undated } = COMPONENT;
    const answered = await port.tell('/dcm/components', [
      { ...COMPONENT, ObjID: '3301080101000001' },
      { ...COMPONENT, ObjID: '320508010100000' },
      undated,
      { ...COMPONENT, ObjID: '3205080701000001', LargeClass: '' },
      { ...COMPONENT, ObjID: '3205080301000001', LargeClass: '' },
    ]);
    expect(answered.records.map(({ outcome, reason }) => reason ?? outcome)).toEqual([
      'id: "3301080101000001": area 330108 is none of 3205',
      'id: "320508010100000": not a component id of 16 digits',
      'CHDate and ORDate: empty',
      'stored',
      'stored',
    ]);
    const rows = port.facts().filter((fact) => fact.kind === 'register');
    expect(rows.map(({ flags, values }) => [flags, values.large])).toEqual([
      [['no-component'], undefined],
      [[], '市容环境'],
    ]);
  });
});
