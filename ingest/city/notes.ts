import type { HopEvent } from '../../config/contract/vocabulary.ts';

/** The desk or role that makes each hop. */
export const ACTORS: Readonly<Record<HopEvent, string>> = {
  report: '受理席',
  verify: '监督员',
  reject: '审核席',
  file: '审核席',
  merge: '审核席',
  dispatch: '派遣席',
  sign: '承办单位',
  contact: '承办单位',
  return: '承办单位',
  extend: '指挥长',
  suspend: '指挥长',
  resume: '指挥长',
  finish: '承办单位',
  rework: '核查员',
  check: '核查员',
  visit: '回访员',
  close: '值班长',
  reopen: '回访员',
  cancel: '值班长',
  urge: '受理席',
  supervise: '督办员',
  comment: '值班员',
  amend: '受理席',
};

/** What stands beside each hop. Events not named carry no note. */
export const NOTES: Readonly<Partial<Record<HopEvent, readonly string[]>>> = {
  verify: ['请网格员现场核实后反馈', '位置不详,先行核实'],
  reject: [
    '超出街道职责范围,已告知诉求人向相关部门反映',
    '诉求已进入司法程序,不予受理',
    '信息不全且无法联系诉求人',
  ],
  merge: ['与在办工单为同一事项,并单处理', '同一地点同一问题,并入前单'],
  return: ['不属于本单位职责,申请改派', '点位不在本单位管辖范围,退回', '权属单位有误,请重新派遣'],
  contact: ['已电话联系诉求人,告知办理时限', '已与诉求人约定现场查看时间', '已上门联系诉求人'],
  extend: ['需协调多个单位,申请延期', '材料采购需要时间,申请延期', '当事人外出,申请延期办理'],
  suspend: ['需待汛期结束后施工,挂账处理', '列入年度改造计划,挂账', '等待权属单位资金到位'],
  resume: ['具备施工条件,恢复办理', '挂账期满,恢复办理'],
  finish: [
    '已现场处置完毕,照片附后',
    '已约谈当事人并整改到位',
    '已修复,恢复正常',
    '已清理完毕并加强巡查',
    '已向诉求人解释政策,表示理解',
    '已责令整改,复查合格',
  ],
  rework: ['现场核查未整改到位,请重新处置', '照片与点位不符,返工', '问题反弹,返工处理'],
  check: ['现场核查属实,已整改', '照片比对通过', '核查通过'],
  visit: ['电话回访'],
  reopen: ['诉求人反映问题仍未解决,重新办理'],
  cancel: ['诉求人撤回', '重复录入,作废'],
  urge: ['诉求人来电催办', '诉求人再次来电询问进度'],
  supervise: ['请加快办理,及时反馈', '列入督办,请主要负责人关注', '超期未办结,督办'],
};
