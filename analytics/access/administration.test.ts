import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testAccess } from './access.fixture.ts';
import { newAccount } from './accounts.ts';

const ROOT = { id: 'root', role: 'admin', address: '10.0.0.1', agent: '' } as const;

describe('an administrator keeps accounts', () => {
  let access: ReturnType<typeof testAccess>;
  const account = (id: string, password: string | null = 'phc') =>
    access.sources.book.change(
      () =>
        void access.sources.book.accounts.put(id, {
          ...newAccount(id, id, 'admin', null, 1),
          password,
        }),
    );
  const change = (id: string, of: object) =>
    access.sources.administration.changeAccount(id, of, ROOT);

  beforeEach(async () => {
    access = testAccess(8457);
    await account('root');
  });
  afterEach(() => access.close());

  it('never so that nobody could administer any more; whoever has only been invited cannot yet', async () => {
    await account('invited', null);
    for (const of of [{ disabled: true }, { role: 'officer' }])
      expect(await change('root', of)).toEqual({ ok: false, error: { reason: 'last-admin' } });
    expect((await change('invited', { disabled: true })).ok).toBe(true);
    await account('second');
    expect((await change('root', { disabled: true })).ok).toBe(true);
    expect(await change('second', { disabled: true })).toMatchObject({
      error: { reason: 'last-admin' },
    });
  });

  it('and the audit tells what was changed, and nothing that was refused', async () => {
    await change('root', { disabled: true });
    await change('root', { role: 'unit' });
    await change('nobody', { disabled: true });
    expect(access.told).toEqual([]);
    await account('second');
    await change('second', { disabled: true, secondFactor: false });
    await change('second', {
      role: 'leader',
      scope: { communities: null, grids: [], units: null },
    });
    expect(access.told).toMatchObject([
      { act: 'account', outcome: 'done', who: 'root', target: 'second' },
      { detail: { change: 'account changed', role: 'leader' } },
    ]);
    expect(access.told[0]?.detail).toEqual({
      ...{ change: 'account changed', disabled: 'true', secondFactor: 'false' },
    });
  });

  it('a wall that was removed meanwhile is not told to be paired', async () => {
    const { administration, pairing, book } = access.sources;
    const { link } = await administration.addDevice('大厅', ROOT);
    const [wall] = administration.devices();
    await book.change(() => void book.devices.remove(wall?.id ?? ''));
    access.told.length = 0;
    const paired = await pairing.pair(link.split('=')[1] ?? '', { address: '', agent: '' });
    expect(paired).toEqual({ ok: false, error: { reason: 'link' } });
    expect(access.told).toEqual([]);
  });
});
