import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SealedValues } from '../../config/contract/facts.ts';
import { sourceId } from '../../config/contract/ids.ts';
import { newSecret, VaultKeys } from '../../config/vault/keys.ts';
import { Sealer } from '../../config/vault/seal.ts';
import { Audit } from '../audit/audit.ts';
import { startTestStore, type TestStore } from '../queries/test-store.ts';
import { Revealer } from './revealer.ts';
import { keysInUse, rotate } from './rotate.ts';

const NOW = Date.UTC(2026, 10, 23, 2);
const [first, second] = [newSecret(), newSecret()];
const sealerOf = (keys: string) =>
  new Sealer(new VaultKeys({ text: keys }), 'aes-256-gcm', 'a key of hashes');
const before = sealerOf(`a:${first}`);
const after = sealerOf(`a:${first},b:${second}`);

let store: TestStore;
let audit: Audit;
const folder = mkdtempSync(join(tmpdir(), 'qiao-reveal-'));
beforeAll(async () => {
  store = await startTestStore(7901, 'Asia/Shanghai');
  audit = new Audit(folder, () => NOW);
});
afterAll(async () => {
  await store.stop();
  await audit.close();
  rmSync(folder, { recursive: true, force: true });
});

function sealed(
  about: string,
  hop: string,
  at: number,
  values: Record<string, string>,
): SealedValues {
  const id = `sealed:${about}/${hop}`;
  return {
    ...{ kind: 'sealed', id, version: 0, source: sourceId('12345'), about, at },
    fields: Object.keys(values),
    ...before.seal(JSON.stringify(values), id),
  };
}
const by = { who: 'wang', role: 'officer', from: '10.0.0.7' };
const ask = {
  case: '12345:1:0',
  fields: ['caller', 'phone', 'notes'] as const,
  reason: '回访诉求人',
};
const wanted = { ...ask, fields: [...ask.fields] };

describe('personal values of a case', () => {
  it('are shown in clear once the reveal is on record: the newest of each field, every note', async () => {
    await store.insert(
      [
        sealed('12345:1:0', 'report', NOW, { caller: '张三', phone: '13812345678' }),
        sealed('12345:1:0', 'amend', NOW + 60_000, { caller: '张三丰', content: '请回电' }),
        sealed('12345:1:0', 'comment', NOW + 90_000, { note: '已联系 13712345678' }),
        sealed('12345:2:0', 'report', NOW, { caller: '李四' }),
      ],
      1,
    );
    const revealer = new Revealer(store.vault, after, (entry) => audit.record(entry));
    const shown = await revealer.reveal(wanted, by);
    expect(shown).toEqual({
      ok: true,
      value: {
        values: [
          { field: 'phone', value: '13812345678', at: NOW },
          { field: 'caller', value: '张三丰', at: NOW + 60_000 },
          { field: 'notes', value: '已联系 13712345678', at: NOW + 90_000 },
        ],
      },
    });
    const { rows } = audit.page(9, undefined, { target: '12345:1:0' });
    expect(rows).toMatchObject([
      {
        act: 'reveal',
        outcome: 'done',
        ...by,
        reason: '回访诉求人',
        detail: { fields: 'caller phone notes' },
      },
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/张三|1381234/);
  });

  it('are not shown where the act cannot be put on record, nor to a mere reader', async () => {
    const full = new Revealer(store.vault, after, () => Promise.reject(new Error('no space')));
    await expect(full.reveal(wanted, by)).rejects.toThrow('no space');
    const reader = new Revealer(store.reader, after, (entry) => audit.record(entry));
    expect(await reader.reveal(wanted, by)).toMatchObject({ ok: false });
    expect(audit.head()).toBe(1);
  });

  it('are sealed anew under a new key, whatever was done before it was cut off, and the old key may go', async () => {
    const many = Array.from({ length: 300 }, (_, n) =>
      sealed(`12345:m${n}:0`, 'report', NOW, { phone: `${n}` }),
    );
    await store.insert(many, 100);
    // cut off after its first slice was written
    await expect(
      rotate(store.writer, after, () => {
        throw new Error('killed');
      }),
    ).rejects.toThrow('killed');
    await store.insert([sealed('12345:late:0', 'report', NOW, { phone: '1' })], 900);
    expect(await rotate(store.writer, after, () => {})).toBe(1);
    expect(await rotate(store.writer, after, () => {})).toBe(0);
    expect(await keysInUse(store.vault)).toEqual([{ key: 'b', rows: 305 }]);
    const revealer = new Revealer(store.vault, sealerOf(`b:${second}`), (entry) =>
      audit.record(entry),
    );
    expect(await revealer.reveal(wanted, by)).toMatchObject({
      value: { values: [{ value: '13812345678', at: NOW }, { value: '张三丰' }, {}] },
    });
  });
});
