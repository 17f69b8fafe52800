// `node .ci/audit.mjs`: known holes of the dependencies, by the registry's advisories. Each that stands
// is named, unless .ci/audit-exceptions.json says why it does not touch us, and until when that is so.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * What an audit says. Exceptions are `{ advisory, why, until }`: an address of the advisory, a reason, a
 * day after which it is to be looked at again.
 * @returns lines to print, and whether the audit failed
 */
export function judge(report, exceptions, today) {
  if (typeof report?.vulnerabilities !== 'object')
    return {
      failed: false,
      lines: [
        '!!! DEPENDENCIES WERE NOT AUDITED: the registry answered no advisories',
        `!!! ${report?.error?.summary || report?.message || 'no answer'}`,
      ],
    };
  const found = Object.values(report.vulnerabilities).flatMap(({ name, via }) =>
    via
      .filter((each) => typeof each === 'object')
      .map(({ url, title, severity }) => ({ name, url, title, severity })),
  );
  const lines = [];
  let failed = false;
  for (const { name, url, title, severity } of found) {
    const known = exceptions.find(({ advisory }) => advisory === url);
    const holds = known !== undefined && known.until >= today;
    failed ||= !holds;
    const why = known ? `excepted until ${known.until}: ${known.why}` : 'no exception';
    lines.push(`${holds ? 'excepted' : 'OPEN'} ${severity} ${name}: ${title} (${url}); ${why}`);
  }
  for (const { advisory, why } of exceptions)
    if (!found.some(({ url }) => url === advisory)) {
      failed = true;
      lines.push(`STALE exception, nothing has it any more: ${advisory}; ${why}`);
    }
  lines.push(`dependencies audited: ${found.length} advisories, ${failed ? 'FAILED' : 'passed'}`);
  return { failed, lines };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = join(import.meta.dirname, 'audit-exceptions.json');
  const exceptions = JSON.parse(readFileSync(file, 'utf8'));
  const options = { maxBuffer: 64 * 2 ** 20, timeout: 120_000 };
  execFile('npm', ['audit', '--json'], options, (_, out) => {
    let report = null;
    try {
      report = JSON.parse(out);
    } catch {
      // said below
    }
    const { lines, failed } = judge(report, exceptions, new Date().toISOString().slice(0, 10));
    for (const line of lines) console.log(line);
    process.exitCode = failed ? 1 : 0;
  });
}
