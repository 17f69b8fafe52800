import { env } from '../../config/env.ts';
import { Audit } from '../audit/audit.ts';
import { siteOf } from '../gateway/site.ts';
import { AccessBook } from './access-book.ts';
import { newLink } from './links.ts';

/**
 * `npm run admin-link`: a link by which one more administrator comes in, once, within the hour. For whoever
 * has the machine, when no administrator can sign in any more.
 */
const book = new AccessBook(env.data);
const audit = new Audit(env.data, Date.now, env.crypto === 'sm' ? 'sm3' : 'sha256');
await audit.record({
  ...{ act: 'account', outcome: 'done', who: 'console', role: '', from: '', target: '' },
  reason: '',
  detail: { change: 'link for an administrator' },
});
const link = await book.change(() => newLink(book, 'admin', '', Date.now()));
const { host, port, tls, origin } = env;
console.log(`${siteOf({ host, port, tls: tls !== null }, origin).origin}/${link}`);
await Promise.all([book.close(), audit.close()]);
