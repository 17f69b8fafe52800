import type { Channel } from '../../../config/contract/vocabulary.ts';
import type { FieldNames } from '../http/fields.ts';

/** Fields of a case: ours, and those of eGova's record (`to_rec`) in its columns and in Chinese. */
export const CASE_NAMES: FieldNames = {
  no: ['task_num', '任务号', '案件编号'],
  reportedAt: ['create_time', '上报时间'],
  stage: ['act_property_id', '活动属性', '活动属性标识'],
  origin: ['event_src_id', '问题来源', '问题来源标识'],
  originName: ['event_src_name', '问题来源名称'],
  text: ['event_desc', '问题描述'],
  address: ['地址', '地址描述'],
  large: ['main_type_name', '大类'],
  small: ['sub_type_name', '小类'],
  component: ['part_code', '部件编码'],
  grid: ['duty_grid_name', '责任网格'],
  x: ['coordinate_x', 'X坐标'],
  y: ['coordinate_y', 'Y坐标'],
  urgency: ['紧急度', '紧急程度'],
  selfHandled: ['patrol_deal_flag', '监督员自处置标识', '自处置'],
  closedAt: ['archive_time', '结案时间'],
  cancelledAt: ['cancel_time', '作废时间'],
  suspendedAt: ['hang_time', '挂账时间'],
  archive: ['archive_type_id', '结案类型'],
  caller: ['诉求人', '举报人'],
  phone: ['诉求人电话', '联系电话'],
  confidential: ['是否保密'],
  acts: ['act_inst_list', '办理过程'],
};

/** Fields of an act: ours, and those of eGova's `to_wf_act_inst`. */
export const ACT_NAMES: FieldNames = {
  id: ['act_id', '活动标识'],
  stage: ['act_property_id', '活动属性', '活动属性标识'],
  unit: ['unit_name', '部门'],
  role: ['role_name', '岗位'],
  arrivedAt: ['create_time', '达到时间', '到达时间'],
  startedAt: ['start_time', '开始时间'],
  deadline: ['deadline_time', '截止时间'],
  endedAt: ['end_time', '结束时间'],
  used: ['act_used', '活动用时'],
  overtime: ['overtime_flag', '超时标志', '是否超时'],
  opinion: ['trans_opinion', '批转意见'],
};

/** Fields of a component: ours, and those of Suzhou's component service (domain §2.2). */
export const COMPONENT_NAMES = {
  id: ['ObjID', '部件编码', '标识码'],
  name: ['ObjName', '部件名称'],
  madeAt: ['ORDate', '初始日期'],
  changedAt: ['CHDate', '变更日期'],
  large: ['LargeClass', '大类'],
  small: ['SmallClass', '小类'],
  state: ['ObjState', '部件状态'],
  cell: ['BGID', '所在单元网格'],
  grid: ['责任网格'],
  x: ['X坐标'],
  y: ['Y坐标'],
  deptCode1: ['DeptCode1'],
  deptName1: ['DeptName1'],
  deptCode2: ['DeptCode2'],
  deptName2: ['DeptName2'],
  deptCode3: ['DeptCode3'],
  deptName3: ['DeptName3'],
  dataSource: ['DataSource', '数据来源'],
} as const satisfies FieldNames;

/** 问题来源 (domain §2.2). These are the codes that count in statistics; a system may have more. */
export const ORIGINS: ReadonlyMap<number, { name: string; channel: Channel }> = new Map([
  [1, { name: '采集', channel: 'patrol' }],
  [2, { name: '考评', channel: 'staff' }],
  [11, { name: '热线', channel: 'phone' }],
  [31, { name: '媒体', channel: 'media' }],
  [33, { name: '网络', channel: 'web' }],
  [34, { name: '视频', channel: 'sensor' }],
  [36, { name: '督查', channel: 'staff' }],
  [41, { name: '智能分析', channel: 'sensor' }],
]);

/** 结案类型 (domain §1.3), by code and by name. */
export const ARCHIVE_WORDS = {
  1: '1',
  2: '2',
  3: '3',
  4: '4',
  正常: '1',
  超时: '2',
  差错: '3',
  特殊: '4',
  正常结案: '1',
  超时结案: '2',
  差错结案: '3',
  特殊结案: '4',
} as const;
