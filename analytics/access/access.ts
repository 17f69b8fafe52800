import type { Millis } from '../../config/contract/ids.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import type { SignInSettings } from '../../config/deployment/sign-in.ts';
import { createRateLimit } from '../../config/rate-limit.ts';
import type { AccessBook } from './access-book.ts';
import type { AccessSources } from './access-sources.ts';
import { Administration } from './administration.ts';
import { createCookies, type Site } from './cookies.ts';
import { Door, type DoorOptions, type Tell } from './door.ts';
import { Doorkeeper, type DoorkeeperOptions } from './doorkeeper.ts';
import { createAccess } from './identity.ts';
import { IdentityService } from './identity-service.ts';
import { newLink } from './links.ts';
import { OwnAccount } from './own-account.ts';
import { Pairing } from './pairing.ts';
import { SignIns } from './sign-ins.ts';

const MINUTE: Millis = 60_000;
/** Attempts of signing in from one address: a second, and at once. People of one office share theirs. */
const ATTEMPTS = [0.5, 20] as const;
/** Lists of rows that somebody may take: a second, and at once. Each is a row of the audit. */
const LISTS = [2, 200] as const;

export interface AccessOptions {
  book: AccessBook;
  deployment: Deployment;
  settings: SignInSettings;
  /** Of this client at the identity service. */
  serviceSecret: string | undefined;
  site: Site;
  bearerOf: DoorkeeperOptions['bearerOf'];
  /** The secret of the demo's link; null: this is no demo. */
  demo: string | null;
  sealer: DoorOptions['sealer'];
  /** Makes durable what was done, before it is. */
  tell: Tell;
  /** Machine time. */
  now: () => Millis;
}

/** Everything of who may come in, wired together. */
export function createAccessSources(options: AccessOptions): AccessSources {
  const { book, deployment, settings, site, bearerOf, demo, sealer, tell, now } = options;
  const lifetimes = {
    idle: settings.idleMinutes * MINUTE,
    longest: settings.longestMinutes * MINUTE,
  };
  const signIns = new SignIns(book, lifetimes, now);
  const cookies = createCookies(site);
  const accessOf = createAccess(deployment);
  const of = { book, signIns, sealer, tell, now };
  const door = new Door(of);
  const { identityService } = settings;
  return {
    ...{ book, signIns, door, cookies, demo },
    own: new OwnAccount(of, door, `Qiao ${deployment.id}`),
    administration: new Administration(of),
    pairing: new Pairing(of),
    doorkeeper: new Doorkeeper({
      ...{ book, signIns, cookies, accessOf, settings, bearerOf, now },
      demo: demo !== null,
    }),
    shown: {
      title: deployment.title,
      language: deployment.language,
      identityService: identityService?.name ?? null,
    },
    service: identityService
      ? new IdentityService(identityService, options.serviceSecret, site.origin)
      : null,
    attempt: createRateLimit(...ATTEMPTS, () => performance.now()),
    taking: createRateLimit(...LISTS, () => performance.now()),
  };
}

/** What to say on the console once the screens are served: where they are, and by which links people come in. */
export async function greeting(
  { book, door, demo, shown }: AccessSources,
  { origin }: Site,
  now: Millis,
): Promise<string[]> {
  const chinese = shown.language === 'zh';
  const lines = [`${chinese ? '登录' : 'Sign in'}  ${origin}/`];
  if (demo !== null)
    lines.unshift(`${chinese ? '演示大屏' : 'Demo wall'}  ${origin}/#demo=${demo}`);
  if (door.isUnclaimed()) {
    const link = await book.change(() => newLink(book, 'admin', '', now));
    const words = chinese
      ? '首位管理员 (一小时内、一次有效)'
      : 'First administrator (within an hour, once)';
    lines.push(`${words}  ${origin}/${link}`);
  }
  return lines;
}
