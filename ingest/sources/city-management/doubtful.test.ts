import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServedPort } from '../http/served.fixture.ts';
import { COVER, serveCity } from './city-management.fixture.ts';

let port: ServedPort;
beforeEach(async () => {
  port = await serveCity();
});
afterEach(() => port.close());

describe('a doubtful case of 数字城管', () => {
  it('with a strange component or place is kept, and says so', async () => {
    const change = (no: string, more: object) => ({ ...COVER, task_num: no, ...more });
    await port.tell('/dcm/cases', [
      change('a', { part_code: '3205089901000001' }),
      change('b', { part_code: 'none' }),
      change('c', { coordinate_x: 0, coordinate_y: 0, duty_grid_name: null }),
      change('d', { coordinate_x: 40539512.2, coordinate_y: 3480122.7 }),
    ]);
    const flags = port
      .facts()
      .flatMap((f) => (f.kind === 'hop' && f.event === 'report' ? [f.flags] : []));
    expect(flags).toEqual([
      ['no-component'],
      ['no-component'],
      ['placeholder-location'],
      ['location-outside'],
    ]);
  });

  it('that cannot be understood is refused by field and value, and does not hold up the next', async () => {
    const { act_inst_list: acts } = COVER;
    const bad = [
      { ...COVER, task_num: ' ' },
      { ...COVER, create_time: '2026-02-30 09:00:00' },
      { ...COVER, act_property_id: 99 },
      { ...COVER, event_src_id: '热线' },
      { ...COVER, archive_time: undefined },
      { ...COVER, act_inst_list: [{ ...acts[0], start_time: 'yesterday' }] },
      { ...COVER, act_inst_list: [acts[0], acts[0]] },
      { ...COVER, act_inst_list: 'none' },
      { ...COVER, 任务号: 'another' },
      { ...COVER, create_time: '1970-01-01 08:00:00' },
      null,
      'text',
      [[]],
    ];
    const answered = await port.tell('/dcm/cases', [...bad, COVER]);
    expect(answered).toMatchObject({ received: 14, stored: 1, rejected: 13 });
    expect(answered.records.map(({ reason }) => reason)).toEqual([
      'no: empty',
      'create_time: "2026-02-30 09:00:00": not a time that exists',
      'act_property_id: 99: no stage code',
      'event_src_id: "热线": not a whole number',
      '结案时间: empty',
      'acts[0].start_time: "yesterday": not a time that exists',
      'acts[1]: act 881 is told twice',
      'act_inst_list: "none": not a list',
      'task_num and 任务号 say different things',
      expect.stringMatching(/^receivedAt: /),
      'null is not an object',
      '"text" is not an object',
      'what was sent is not an object',
      null,
    ]);
    expect(port.facts().filter(({ kind }) => kind === 'dead')).toHaveLength(13);
    expect(port.tally()).toMatchObject({ received: 14, stored: 1, duplicate: 0, rejected: 13 });
  });

  it('with fields that we do not know is taken, and says which were left', async () => {
    const [first, ...others] = COVER.act_inst_list;
    const more = {
      ...COVER,
      weather: '晴',
      备用: null,
      act_inst_list: [{ ...first, score: 5 }, ...others],
    };
    const answered = await port.tell('/dcm/cases', [more, { task_no: '17' }, COVER]);
    expect(answered.records).toEqual([
      { no: COVER.task_num, outcome: 'stored', reason: null, ignored: ['acts.score', 'weather'] },
      { no: '', outcome: 'rejected', reason: 'no: empty', ignored: ['task_no'] },
      { no: COVER.task_num, outcome: 'duplicate', reason: null },
    ]);
  });
});
