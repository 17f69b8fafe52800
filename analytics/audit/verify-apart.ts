import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { AuditVerdict } from '../../config/contract/audit.ts';
import { err, ok, type Result } from '../../config/contract/result.ts';

const CLI = join(import.meta.dirname, 'cli.ts');
const TIMEOUT_MS = 120_000;
const MOST_BYTES = 64 * 2 ** 20;

/**
 * Verifies the audit of this installation in a process of its own: a long chain holds up no screen.
 * Whoever asks while one is under way is told what that one finds.
 */
export function verifierApart(): () => Promise<Result<AuditVerdict>> {
  let under: Promise<Result<AuditVerdict>> | null = null;
  const run = () =>
    new Promise<Result<AuditVerdict>>((resolve) => {
      const args = ['--import', 'tsx', CLI, 'verify', '--json'];
      const limits = { timeout: TIMEOUT_MS, maxBuffer: MOST_BYTES };
      // it exits with 1 where it finds something; what it says counts
      const child = execFile(process.execPath, args, limits, (_, said) => {
        process.off('exit', end);
        try {
          resolve(ok(AuditVerdict.parse(JSON.parse(said))));
        } catch {
          resolve(err('the audit could not be verified'));
        }
      });
      // a Qiao that was stopped leaves nothing running that reads its data
      const end = () => child.kill('SIGKILL');
      process.once('exit', end);
    });
  return () => {
    under ??= run().finally(() => {
      under = null;
    });
    return under;
  };
}
