/** Who may be at the other end. */
export const ROLES = [
  'officer', // 值班员
  'leader', // 领导
  'subscriber', // 订阅人
  'admin', // 管理员
  'unit', // 处置单位
  'wall', // 大屏
  'monitor', // 监控程序: bears a token, and is no person
  'replica', // 副本网关: the same
] as const;
export type Role = (typeof ROLES)[number];

/** Roles that no account has. */
export const MACHINE_ROLES = ['wall', 'monitor', 'replica'] as const satisfies readonly Role[];
