import type { AccountView, SignInView } from '../../config/contract/access.ts';
import type { Role } from '../../config/contract/roles.ts';

/** Words of signing in, of one's own account and of administering in Chinese; their type is what English must provide. */
export const accessZh = {
  product: '桥 · 集成指挥',
  away: '服务器暂无应答，请稍后再试',
  waitSeconds: (seconds: string) => `请等待 ${seconds} 秒`,
  language: 'English',
  required: '必填',

  signIn: '登录',
  signingIn: '正在登录',
  account: '账号',
  password: '密码',
  code: '动态验证码',
  codeHint: '认证应用中的六位数字，或一个恢复码',
  byService: (name: string) => `通过${name}登录`,
  noAccount: '没有账号？请联系管理员。大屏请由管理员配对。',

  claimTitle: '创建首位管理员',
  claimHint: '该链接一小时内有效，仅可使用一次。管理员管理账号与大屏，不查看案件。',
  yourName: '姓名或岗位',
  accountHint: '小写字母、数字、点、横线；每次操作都以此记录',
  newPassword: '新密码',
  passwordHint: '至少 12 个字符',
  repeat: '再次输入密码',
  differ: '两次输入不一致',
  create: '创建',
  invitedTitle: (name: string) => `${name}，请设置密码`,
  choose: '设置密码并登录',
  chosen: '密码已设置，请登录',
  linkFailed: '链接无法使用',
  linkFailedHint: '请向管理员索取新链接；首位管理员的链接在每次启动时打印于控制台。',
  toSignIn: '前往登录',

  ownTitle: '我的账号',
  back: '返回',
  administration: '账号管理',
  signOut: '退出登录',
  changePassword: '修改密码',
  currentPassword: '当前密码',
  changed: '已修改，其他登录已全部退出',
  noScreen: '该角色暂无可显示的画面',

  factor: '两步验证',
  factorOn: '已启用',
  factorOff: '未启用',
  factorDue: '该角色须先启用两步验证，方可继续',
  factorBegin: '启用两步验证',
  factorScan: '用认证应用扫描二维码，或手工输入密钥，再填入应用显示的六位数字。',
  factorKey: '密钥',
  factorConfirm: '确认启用',
  factorRemove: '停用两步验证',
  recoveryTitle: '恢复码',
  recoveryHint: '手机丢失时，每个恢复码可代替一次动态验证码。请抄写并妥善保管，此处仅显示一次。',
  recoveryKept: '已保管，继续',

  accounts: '账号',
  walls: '大屏',
  signIns: '登录',
  newAccount: '新建账号',
  newWall: '新建大屏',
  wallName: '大屏名称',
  role: '角色',
  scope: '范围',
  everywhere: '全部',
  communities: '社区',
  units: '处置单位',
  state: '状态',
  actions: '操作',
  roleName: {
    officer: '值班员',
    leader: '领导',
    subscriber: '订阅人',
    admin: '管理员',
    unit: '处置单位',
    wall: '大屏',
    monitor: '监控程序',
  } as Record<Role, string>,
  accountState: (of: AccountView): string =>
    of.disabled
      ? '已停用'
      : of.external
        ? '统一认证'
        : of.claimed
          ? of.secondFactor
            ? '正常 · 两步验证'
            : '正常'
          : '待设置密码',
  disable: '停用',
  enable: '启用',
  invite: '重设密码链接',
  forgetFactor: '重置两步验证',
  pair: '配对链接',
  remove: '移除',
  end: '结束',
  confirm: (what: string, of: string) => `确认${what}：${of}`,
  cancel: '取消',
  paired: '已配对',
  unpaired: '待配对',
  demoWall: '演示',
  lastSeen: '最近在线',
  never: '从未',
  since: '登录时间',
  from: '来源',
  by: {
    password: '密码',
    'second-factor': '两步验证',
    'identity-service': '统一认证',
  } as Record<SignInView['by'], string>,
  linkReady: (of: string) => `请将此链接交给 ${of}，仅可使用一次`,
  linkUntil: (at: string) => `${at} 前有效`,
  copy: '复制链接',
  copied: '已复制',
  close: '关闭',
  none: '暂无',
};
export type AccessText = typeof accessZh;
