import { env } from '../../config/env.ts';
import { Audit } from './audit.ts';
import { verifyChain } from './verify.ts';

/** `npm run audit -- verify`: finds what is not as it was recorded; exit 1 where something is. */

const [command, ...rest] = process.argv.slice(2);
if (command !== 'verify' || rest.length > 0) {
  console.error('npm run audit -- verify');
  process.exit(2);
}

const audit = new Audit(env.data, Date.now);
const anchor = audit.anchor();
const { rows, anchored, faults } = verifyChain(audit.chain(), anchor ? [anchor] : []);
await audit.close();
for (const { seq, what, why } of faults) console.log(`row ${seq}: ${what} (${why})`);
console.log(`${rows} rows, ${anchored} anchors hold, ${faults.length} faults`);
process.exit(faults.length > 0 ? 1 : 0);
