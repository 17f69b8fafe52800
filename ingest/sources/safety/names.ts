import type { FieldNames } from '../http/fields.ts';

/** Fields of an inspection. */
export const INSPECTION_NAMES: FieldNames = {
  no: ['检查编号'],
  at: ['检查时间', '检查日期'],
  firm: ['企业', '企业名称', '被检查单位'],
  grid: ['网格', '所属网格'],
  address: ['地址'],
  lon: ['经度'],
  lat: ['纬度'],
  inspector: ['检查单位', '检查部门', '检查人编号'],
  checklist: ['检查表'],
  checked: ['检查项', '检查项数'],
  failed: ['不合格项'],
  hazards: ['隐患'],
  rechecks: ['复查'],
  note: ['备注', '检查情况'],
};

/** Fields of a hazard that an inspection found. */
export const HAZARD_NAMES: FieldNames = {
  no: ['隐患编号'],
  level: ['隐患级别'],
  text: ['隐患描述'],
  class: ['隐患类别'],
  item: ['检查项'],
  due: ['整改期限'],
  unit: ['监管部门', '责任单位'],
};

/** Fields of what became of a hazard. */
export const UPDATE_NAMES: FieldNames = {
  hazard: ['隐患编号'],
  action: ['操作'],
  at: ['时间', '操作时间'],
  no: ['流水号'],
  passed: ['复查结果', '是否合格'],
  due: ['整改期限'],
  by: ['操作单位', '操作岗位'],
  note: ['说明', '备注'],
};

/** Fields of a hazard that an inspection looked at again. */
export const RECHECK_NAMES: FieldNames = {
  hazard: UPDATE_NAMES.hazard ?? [],
  passed: UPDATE_NAMES.passed ?? [],
  due: UPDATE_NAMES.due ?? [],
  note: UPDATE_NAMES.note ?? [],
};

/** What is done about a hazard. */
export const ACTIONS = {
  整改完成: 'finish',
  finish: 'finish',
  复查: 'check',
  check: 'check',
  销号: 'close',
  close: 'close',
  挂牌督办: 'supervise',
  supervise: 'supervise',
  延期: 'extend',
  extend: 'extend',
} as const;
