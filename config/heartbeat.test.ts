import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { endWhenSilent } from './heartbeat.ts';

it('a process that hangs is ended, one that comes round is not', async () => {
  const child = fork(join(import.meta.dirname, 'heartbeat.fixture.ts'), {
    execArgv: ['--import', 'tsx'],
  });
  const exit = once(child, 'exit');
  let silent = 0;
  endWhenSilent(child, () => silent++, { every: 20, missed: 50 });
  await once(child, 'message');
  for (let n = 0; n < 20; n++) await once(child, 'message');
  await sleep(200);
  expect([child.exitCode, child.signalCode, silent]).toEqual([null, null, 0]);
  child.send('hang');
  expect(await exit).toEqual([null, 'SIGKILL']);
  expect(silent).toBe(1);
});
