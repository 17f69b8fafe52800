import { env } from '../../config/env.ts';
import { Audit } from './audit.ts';
import { verifyAudit } from './verify-audit.ts';

/** `npm run audit -- verify`: finds what is not as it was recorded; exit 1 where something is. `--json` for programs. */

const [command, form, ...rest] = process.argv.slice(2);
if (command !== 'verify' || rest.length > 0 || ![undefined, '--json'].includes(form)) {
  console.error('npm run audit -- verify [--json]');
  process.exit(2);
}

const audit = new Audit(env.data, Date.now);
const verdict = verifyAudit(audit, env.auditAnchor);
await audit.close();
const { rows, outside, faults } = verdict;
if (form === '--json') console.log(JSON.stringify(verdict));
else {
  for (const { seq, what, why } of faults) console.log(`row ${seq}: ${what} (${why})`);
  const by =
    outside === null
      ? 'held against nothing outside (QIAO_AUDIT_ANCHOR)'
      : `held against ${outside} anchors outside`;
  console.log(`${rows} rows, ${by}, ${faults.length} faults`);
}
if (outside === 0 && rows > 0) console.error(`${env.auditAnchor}: tells of no row of this audit`);
process.exit(faults.length > 0 || (outside === 0 && rows > 0) ? 1 : 0);
