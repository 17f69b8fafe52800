import { afterEach, beforeEach, describe, it } from 'vitest';
import { fuzzPosts } from '../http/json-fuzz.fixture.ts';
import type { ServedPort } from '../http/served.fixture.ts';
import { serveCity } from './city-management.fixture.ts';

let port: ServedPort;
beforeEach(async () => {
  port = await serveCity();
});
afterEach(() => port.close());

const act = (id: number, stage: number, start: string, end: string) => ({
  act_id: id,
  act_property_id: stage,
  unit_name: '建设管理局',
  start_time: `2026-11-23 ${start}:00`,
  end_time: `2026-11-23 ${end}:00`,
  deadline_time: '2026-11-23 18:00:00',
  overtime_flag: 0,
});

describe('whatever is posted to 数字城管', () => {
  it('as cases is answered and accounted for', () =>
    fuzzPosts(port, '/dcm/cases', (no) => ({
      task_num: no,
      create_time: '2026-11-23 09:00:00',
      act_property_id: 101,
      event_src_id: 11,
      event_desc: '路面破损',
      main_type_name: '道路交通',
      part_code: '3205080201000001',
      coordinate_x: 120.6,
      coordinate_y: 31.41,
      archive_time: '2026-11-23 17:00:00',
      act_inst_list: [
        act(1, 2, '09:00', '09:10'),
        act(2, 7, '09:10', '12:00'),
        act(3, 13, '12:00', '17:00'),
      ],
    })));

  it('as components is answered and accounted for', () =>
    fuzzPosts(port, '/dcm/components', (no) => ({
      ObjID: `3205080101${no === 'spoiled' ? '000000' : String(Number(no.slice(5)) + 1).padStart(6, '0')}`,
      ObjName: '上水井盖',
      ORDate: '2019-05-06',
      CHDate: '2021-03-04',
      ObjState: '完好',
    })));
});
