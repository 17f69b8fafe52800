import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { AccessBook } from './access-book.ts';
import { SignIns } from './sign-ins.ts';

it('what was said to be done outlives kill -9, and nobody else may read the file', async () => {
  const data = mkdtempSync(join(tmpdir(), 'qiao-book-'));
  const script = join(import.meta.dirname, 'sign-in-until-killed.fixture.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, data]);
  let said = '';
  child.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString();
    if (said.split('\n').length > 30) child.kill('SIGKILL');
  });
  await once(child, 'close');
  const book = new AccessBook(data);
  const signIns = new SignIns(book, { idle: 1e9, longest: 1e9 }, Date.now);
  const done = said.split('\n').slice(0, -1);
  expect(done.length).toBeGreaterThanOrEqual(30);
  for (const line of done) {
    const [id, secret = ''] = line.split(' ');
    expect(signIns.find(secret)?.account.id).toBe(id);
  }
  for (const file of ['access.mdb', 'access.mdb-lock'])
    expect(statSync(join(data, file)).mode & 0o777).toBe(0o600);
  await book.close();
  rmSync(data, { recursive: true });
});
