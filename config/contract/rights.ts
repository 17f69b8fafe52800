/** What may be asked over HTTP, by the right to ask it: every route but those of signing in belongs to one. */
export const ROUTE_RIGHTS = [
  'deployment', // grids, units, categories, rules: what any page needs
  'cases', // 案件
  'alerts', // 预警
  'ground', // 网格、周边、当日明细
  'kpi', // 指标
  'recount', // 复核
  'reveal', // 查看个人信息, each time with its reason
  'audit', // 审计
  'commands', // 处置命令
  'accounts', // 账号、大屏、登录
  'metrics', // 运行指标
] as const;
export type RouteRight = (typeof ROUTE_RIGHTS)[number];

/** What a case says about people, and in free words. Who may not see one gets it empty. */
export const FIELDS = [
  'caller', // 诉求人, masked
  'phone', // 电话, masked
  'informant', // both, of 举报: hidden even from the accused unit
  'address', // 地址
  'content', // 诉求内容
  'notes', // 经办意见
] as const;
export type Field = (typeof FIELDS)[number];
