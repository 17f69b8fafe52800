import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditEntry } from '../../config/contract/audit.ts';
import { loadDeployment } from '../../config/deployment/load.ts';
import { SignInSettings } from '../../config/deployment/sign-in.ts';
import { newSecret, VaultKeys } from '../../config/vault/keys.ts';
import { Sealer } from '../../config/vault/seal.ts';
import { siteOf } from '../gateway/site.ts';
import { type AccessOptions, createAccessSources } from './access.ts';
import { AccessBook } from './access-book.ts';

/** The real thing in a folder of its own, for a gateway on a port of this machine. Whoever comes is a duty officer unless told otherwise. */
export function testAccess(port: number, options: Partial<AccessOptions> = {}) {
  const data = mkdtempSync(join(tmpdir(), 'qiao-access-'));
  const book = options.book ?? new AccessBook(data);
  const site = siteOf({ host: '127.0.0.1', port, tls: false }, undefined);
  const told: AuditEntry[] = [];
  const sources = createAccessSources({
    book,
    deployment: loadDeployment('huangqiao'),
    settings: SignInSettings.parse({}),
    serviceSecret: undefined,
    site,
    bearerOf: () => ({ name: 'desk', role: 'officer' }),
    demo: null,
    sealer: new Sealer(new VaultKeys({ text: `a:${newSecret()}` }), 'aes-256-gcm', 'hash'),
    tell: async (entry) => told.push(entry),
    now: Date.now,
    ...options,
  });
  const close = async () => {
    await book.close();
    rmSync(data, { recursive: true });
  };
  return { data, sources, site: options.site ?? site, told, close };
}
