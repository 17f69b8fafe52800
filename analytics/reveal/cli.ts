import { userInfo } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { env } from '../../config/env.ts';
import { addKey, newSecret, VaultError } from '../../config/vault/keys.ts';
import { openVault, rewrap } from '../../config/vault/vault.ts';
import { connect, storeTarget } from '../../ingest/store/index.ts';
import { AccessBook } from '../access/access-book.ts';
import { sealFactors } from '../access/sealed-factor.ts';
import { Audit } from '../audit/audit.ts';
import { keysInUse, rotate } from './rotate.ts';

/** `npm run vault -- key | status | rotate`: the keys that personal data are sealed with. */

const USAGE = `npm run vault -- key      a new key for QIAO_VAULT_KEYS
npm run vault -- status   how many rows each key seals
npm run vault -- rotate   seals everything under the newest key; with a file of keys a new one is made first`;
/** Ingest looks at its file of keys this often. */
const SEEN_MS = 2_000;

const [command = '', ...rest] = process.argv.slice(2);
if (!['key', 'status', 'rotate'].includes(command) || rest.length > 0) {
  console.error(USAGE);
  process.exit(2);
}
if (command === 'key') {
  console.log(`${new Date().toISOString().slice(0, 10)}:${newSecret()}`);
  process.exit(0);
}

const store = connect(storeTarget(env, 'writer'));
try {
  const vault = openVault(env);
  const told = async () => {
    for (const { key, rows } of await keysInUse(store)) console.log(`key ${key}: ${rows} rows`);
    console.log(`new rows: key ${vault.sealer.current.key}, ${vault.sealer.current.cipher}`);
  };
  if (command === 'rotate') {
    const newest = vault.sealer.current.key;
    const used = await keysInUse(store);
    // a rotation that was cut off goes on with the key that it made
    const begun = used.some(({ key }) => key !== newest);
    const fresh = new Date().toISOString().slice(0, 19).replaceAll(':', '');
    const audit = new Audit(env.data, Date.now, env.crypto === 'sm' ? 'sm3' : 'sha256');
    await audit.record({
      ...{ act: 'keys', outcome: 'done', who: userInfo().username, role: '', from: '' },
      ...{ target: 'vault', reason: 'npm run vault -- rotate' },
      detail: { key: begun || vault.keyFile === null ? newest : fresh },
    });
    await audit.close();
    if (!begun && vault.keyFile !== null) {
      addKey(vault.keyFile, fresh);
      await sleep(SEEN_MS);
    }
    rewrap(env, vault);
    const book = new AccessBook(env.data);
    console.log(`${await sealFactors(book, vault.sealer)} second factors sealed again`);
    await book.close();
    const done = await rotate(store, vault.sealer, (rows) => console.log(`${rows} rows`));
    console.log(
      `${done} rows sealed again. What still waits in the journal has the key it came with.`,
    );
  }
  await told();
} catch (error) {
  console.error(
    error instanceof VaultError ? error.message : `the store does not answer: ${error}`,
  );
  process.exitCode = 1;
} finally {
  await store.close();
}
