import { CityManagementSettings } from '../../../config/deployment/ports/city-management.ts';
import { servePort } from '../http/served.fixture.ts';
import { cityManagementRoutes } from './receive.ts';

/** The port of 数字城管, served. */
export const serveCity = () =>
  servePort('dcm', (context) => cityManagementRoutes(context, CityManagementSettings.parse({})));

/** A manhole cover: found by a patroller, dispatched, mended late, sent back once, closed. */
export const COVER = {
  task_num: '2026112300017',
  create_time: '2026-11-23 09:00:00',
  act_property_id: 101,
  event_src_id: 1,
  event_src_name: '采集',
  event_desc: '永方路上水井盖破损',
  address: '永方路 18 号门前',
  main_type_name: '公用设施',
  sub_type_name: '上水井盖',
  part_code: '3205080101000001',
  duty_grid_name: '北庄村第一网格',
  coordinate_x: 120.592,
  coordinate_y: 31.407,
  archive_time: '2026-11-23 16:30:00',
  archive_type_id: 2,
  act_inst_list: [
    act(881, 2, '09:00', '09:05', { role_name: '受理员', trans_opinion: '属实，请立案' }),
    act(882, 4, '09:05', '09:10', { role_name: '值班长' }),
    act(883, 6, '09:10', '09:20', { role_name: '派遣员', unit_name: '指挥中心' }),
    act(884, 8, '09:40', '13:45', {
      role_name: '处置部门',
      unit_name: '建设管理局',
      deadline_time: '2026-11-23 13:20:00',
      act_used: 245,
      overtime_flag: 1,
    }),
    act(885, 13, '13:45', '14:00', { role_name: '核查员', trans_opinion: '未修复到位' }),
    act(886, 8, '14:10', '15:30', {
      unit_name: '建设管理局',
      deadline_time: '2026-11-23 18:00:00',
      overtime_flag: 0,
    }),
    act(887, 13, '15:30', '16:10', {}),
    act(888, 14, '16:10', '16:30', { role_name: '值班长' }),
  ],
};
export function act(id: number, stage: number, start: string, end: string, more: object) {
  const at = (time: string) => `2026-11-23 ${time}:00`;
  return {
    act_id: id,
    act_property_id: stage,
    start_time: at(start),
    end_time: at(end),
    ...more,
  };
}
