import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AuditEntry } from '../../config/contract/audit.ts';
import { AnchorFile, readAnchors } from './anchors.ts';
import { Audit } from './audit.ts';
import { verifyAudit } from './verify-audit.ts';

let folder: string;
let data: string;
let elsewhere: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qiao-anchors-'));
  data = join(folder, 'data');
  elsewhere = join(folder, 'other-disk', 'anchors');
});
afterEach(() => rmSync(folder, { recursive: true }));

const login = (who: string): AuditEntry => ({
  ...{ act: 'login', outcome: 'done', who, role: 'officer', from: '', target: '', reason: '' },
  detail: {},
});
/** Records acts and tells the newest elsewhere, as the gateway does. */
async function shift(...who: string[]) {
  const audit = new Audit(data, () => 1);
  const anchors = new AnchorFile(audit, elsewhere);
  for (const each of who) {
    await audit.record(login(each));
    anchors.tell(0);
    anchors.tell(0);
  }
  await audit.close();
}
async function verdict() {
  const audit = new Audit(data, () => 1);
  const found = verifyAudit(audit, elsewhere);
  await audit.close();
  return found;
}

it('a chain that was written anew as a whole, or put back to an older one, is found by what lies elsewhere', async () => {
  await shift('wang', 'li');
  cpSync(data, join(folder, 'backup'), { recursive: true });
  await shift('zhao');
  expect(readFileSync(elsewhere, 'utf8').trim().split(/\n+/)).toHaveLength(3);
  expect(await verdict()).toMatchObject({ rows: 3, outside: 3, faults: [] });

  // everything in the data folder agrees with itself
  rmSync(data, { recursive: true });
  const forged = new Audit(data, () => 1);
  for (const each of ['wang', 'nobody', 'zhao']) await forged.record(login(each));
  await forged.close();
  expect(await verdict()).toMatchObject({ faults: [{ seq: 2, what: 'rewritten' }] });

  rmSync(data, { recursive: true });
  cpSync(join(folder, 'backup'), data, { recursive: true });
  expect(await verdict()).toMatchObject({ outside: 3, faults: [{ seq: 3, what: 'cut off' }] });

  rmSync(data, { recursive: true });
  expect(await verdict()).toMatchObject({ rows: 0, faults: [{ seq: 1, what: 'cut off' }] });
});

it('a line that a loss of power cut short hides none after it', async () => {
  await shift('wang');
  appendFileSync(elsewhere, '{"seq":1,"ha');
  await shift('li');
  expect(readAnchors(elsewhere).map(({ seq }) => seq)).toEqual([1, 2]);
  expect(await verdict()).toMatchObject({ outside: 2, faults: [] });
});

it('where nothing was told elsewhere yet, that is said', async () => {
  const audit = new Audit(data, () => 1);
  await audit.record(login('wang'));
  expect(verifyAudit(audit, elsewhere)).toMatchObject({ outside: 0, faults: [] });
  expect(verifyAudit(audit, undefined)).toMatchObject({ outside: null, faults: [] });
  await audit.close();
});
