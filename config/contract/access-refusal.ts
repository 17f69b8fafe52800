import type { Name } from '../deployment/name.ts';

/** Why somebody was not let in, or a change was not made, in both languages of the screens. */
export const ACCESS_REFUSALS = {
  malformed: { zh: '填写有误', en: 'Not filled in as it should be' },
  // unknown, disabled and wrong are not told apart
  credentials: { zh: '账号、密码或验证码不正确', en: 'Name, password or code is not right' },
  'code-needed': { zh: '请输入动态验证码', en: 'The code of the second factor is needed' },
  wait: { zh: '尝试过于频繁，请稍后再试', en: 'Too many attempts: try again later' },
  busy: { zh: '登录人数较多，请稍后再试', en: 'Too many sign in at once: try again' },
  link: { zh: '链接无效：已使用或已过期', en: 'This link was used, has expired, or never was' },
  'signed-out': { zh: '尚未登录', en: 'Nobody is signed in' },
  forbidden: { zh: '该角色无权进行此操作', en: 'This role may not do that' },
  'second-factor': { zh: '须先启用两步验证', en: 'A second factor is to be made first' },
  short: { zh: '密码至少 12 个字符', en: 'A password has 12 characters at least' },
  long: { zh: '密码过长', en: 'The password is too long' },
  simple: { zh: '密码过于简单', en: 'The password is too simple' },
  name: { zh: '密码不得包含账号', en: 'The password holds the name of the account' },
  taken: { zh: '已存在', en: 'There is such a one already' },
  unknown: { zh: '不存在', en: 'There is no such one' },
  scope: { zh: '处置单位账号须指定单位', en: 'The account of a unit names its units' },
  'last-admin': { zh: '不能停用最后一名管理员', en: 'Nobody could administer any more' },
  'no-group': {
    zh: '统一身份认证未授予本系统角色',
    en: 'The identity service grants no role here',
  },
  service: { zh: '统一身份认证暂时无法使用', en: 'The identity service cannot be used now' },
} as const satisfies Record<string, Name>;
export type AccessReason = keyof typeof ACCESS_REFUSALS;
