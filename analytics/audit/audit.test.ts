import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../config/contract/audit.ts';
import { Audit } from './audit.ts';
import { NONE } from './chain.ts';
import { verifyChain } from './verify.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'qiao-audit-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const login = (who: string, more: Partial<AuditEntry> = {}): AuditEntry => ({
  act: 'login',
  outcome: 'done',
  who,
  role: 'officer',
  from: '10.0.0.7',
  target: '',
  reason: '',
  detail: {},
  ...more,
});

describe('the audit', () => {
  it('keeps acts in a chain and shows them newest first, page by page', async () => {
    let now = 1_000;
    const audit = new Audit(data, () => now++);
    await audit.record(login('wang'));
    await audit.record(login('li', { outcome: 'refused', role: '', reason: 'wrong password' }));
    await audit.record(login('wang', { act: 'reveal', target: '12345/1', reason: '回访' }));
    const { rows, head } = audit.page(2);
    expect(head).toBe(3);
    expect(rows.map(({ seq, act, who }) => [seq, act, who])).toEqual([
      [3, 'reveal', 'wang'],
      [2, 'login', 'li'],
    ]);
    const [first] = audit.page(2, 2).rows;
    expect(first).toMatchObject({ seq: 1, at: 1_000, who: 'wang', previous: NONE });
    expect(rows[1]?.previous).toBe(first?.hash);
    expect(audit.page(9, undefined, { who: 'wang' }).rows.map(({ seq }) => seq)).toEqual([3, 1]);
    expect(audit.page(9, undefined, { act: 'reveal' }).rows).toHaveLength(1);
    expect(audit.page(9, undefined, { target: '12345/1' }).rows).toHaveLength(1);
    expect(audit.page(2).next).toBe(2);
    expect(audit.page(3).next).toBeNull();
    const of = { from: 1_001, to: 1_002 };
    expect(audit.page(9, undefined, of).rows.map(({ seq }) => seq)).toEqual([2]);
    await audit.close();
  });

  it('goes on with its chain after a restart, and over to another hash', async () => {
    const before = new Audit(data, () => 1);
    await before.record(login('wang'));
    await before.close();
    const after = new Audit(data, () => 2, 'sm3');
    await after.record(login('li'));
    const head = after.anchor();
    expect(verifyChain(after.chain(), head ? [head] : [])).toEqual({
      rows: 2,
      anchored: 1,
      faults: [],
    });
    await after.close();
  });

  it('keeps an act that is told twice once', async () => {
    const audit = new Audit(data, () => 1);
    const [a, b] = await Promise.all([
      audit.record(login('wang', { act: 'command' }), 'cmd-1'),
      audit.record(login('wang', { act: 'command' }), 'cmd-1'),
    ]);
    expect(b).toEqual(a);
    expect(audit.head()).toBe(1);
    await audit.close();
  });

  it('holds everything it acknowledged after kill -9 of two processes that share it, once each, in one chain', async () => {
    const said = new Map<string, number>();
    for (let round = 0; round < 3; round++) {
      const children = [0, 1].map(() =>
        spawn(
          process.execPath,
          ['--import', 'tsx', join(import.meta.dirname, 'record-until-killed.fixture.ts'), data],
          { stdio: ['ignore', 'pipe', 'inherit'] },
        ),
      );
      const goal = said.size + 40;
      await Promise.all(
        children.map(async (child) => {
          let text = '';
          child.stdout.on('data', (bytes: Buffer) => {
            text += bytes;
            const lines = text.split('\n');
            text = lines.pop() ?? '';
            for (const line of lines) said.set(line.split(' ')[1] ?? '', Number.parseInt(line, 10));
            if (said.size >= goal) for (const each of children) each.kill('SIGKILL');
          });
          await once(child, 'close');
        }),
      );
    }
    const audit = new Audit(data, Date.now);
    const rows = audit.page(Number.MAX_SAFE_INTEGER).rows;
    expect(verifyChain(audit.chain(), []).faults).toEqual([]);
    expect(new Set(rows.map(({ target }) => target)).size).toBe(rows.length);
    const kept = new Map(rows.map(({ target, seq }) => [target, seq]));
    for (const [act, seq] of said) expect(kept.get(act)).toBe(seq);
    await audit.close();
  });
});
