import type { AccessText } from './access-zh.ts';

/** Words of signing in, of one's own account and of administering in English. */
export const accessEn: AccessText = {
  product: 'Qiao · command centre',
  away: 'The server does not answer; try again soon',
  waitSeconds: (seconds) => `Wait ${seconds} s`,
  language: '中文',
  required: 'needed',

  signIn: 'Sign in',
  signingIn: 'Signing in',
  account: 'Account',
  password: 'Password',
  code: 'Code',
  codeHint: 'Six digits from your authenticator, or a recovery code',
  byService: (name) => `Sign in with ${name}`,
  noAccount: 'No account? Ask your administrator, who pairs walls too.',

  claimTitle: 'Make the first administrator',
  claimHint:
    'This link works once, within an hour. An administrator keeps accounts and walls, and sees no cases.',
  yourName: 'Name or post',
  accountHint: 'Small letters, digits, dots, dashes; every act is recorded under it',
  newPassword: 'New password',
  passwordHint: '12 characters at least',
  repeat: 'Password again',
  differ: 'The two are not the same',
  create: 'Make',
  invitedTitle: (name) => `${name}, choose a password`,
  choose: 'Choose and sign in',
  chosen: 'The password is set; sign in',
  linkFailed: 'This link cannot be used',
  linkFailedHint:
    'Ask your administrator for a new one; that of the first administrator is printed on the console at every start.',
  toSignIn: 'Go to sign-in',

  ownTitle: 'My account',
  back: 'Back',
  administration: 'Accounts and walls',
  signOut: 'Sign out',
  changePassword: 'Change password',
  currentPassword: 'Current password',
  changed: 'Changed; every other sign-in has ended',
  noScreen: 'There is no screen for this role yet',

  factor: 'Second factor',
  factorOn: 'On',
  factorOff: 'Off',
  factorDue: 'This role needs a second factor before it goes on',
  factorBegin: 'Set up a second factor',
  factorScan:
    'Scan this with an authenticator, or type the key, then enter the six digits that it shows.',
  factorKey: 'Key',
  factorConfirm: 'Turn on',
  factorRemove: 'Turn off',
  recoveryTitle: 'Recovery codes',
  recoveryHint:
    'Without your telephone each replaces a code once. Write them down and keep them safe: they are shown only now.',
  recoveryKept: 'Kept; go on',

  accounts: 'Accounts',
  walls: 'Walls',
  signIns: 'Sign-ins',
  newAccount: 'New account',
  newWall: 'New wall',
  wallName: 'Name of the wall',
  role: 'Role',
  scope: 'Scope',
  everywhere: 'Everywhere',
  communities: 'Communities',
  units: 'Units',
  state: 'State',
  actions: 'Actions',
  roleName: {
    officer: 'Duty officer',
    leader: 'Leader',
    subscriber: 'Subscriber',
    admin: 'Administrator',
    unit: 'Unit',
    wall: 'Wall',
    monitor: 'Monitoring',
    replica: 'Replica gateway',
  },
  accountState: (of) =>
    of.disabled
      ? 'Disabled'
      : of.external
        ? 'Identity service'
        : of.claimed
          ? of.secondFactor
            ? 'Active · second factor'
            : 'Active'
          : 'No password yet',
  disable: 'Disable',
  enable: 'Enable',
  invite: 'New password link',
  forgetFactor: 'Reset second factor',
  pair: 'Pairing link',
  remove: 'Remove',
  end: 'End',
  confirm: (what, of) => `${what}: ${of}?`,
  cancel: 'Cancel',
  paired: 'Paired',
  unpaired: 'Not paired',
  demoWall: 'Demo',
  lastSeen: 'Last seen',
  never: 'Never',
  since: 'Since',
  from: 'From',
  by: {
    password: 'Password',
    'second-factor': 'Second factor',
    'identity-service': 'Identity service',
  },
  linkReady: (of) => `Give this link to ${of}; it works once`,
  linkUntil: (at) => `until ${at}`,
  copy: 'Copy link',
  copied: 'Copied',
  close: 'Close',
  none: 'None',
};
