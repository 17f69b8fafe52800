import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { open } from 'lmdb';

/**
 * Does to an audit as whoever covers tracks would, in the files: changes the third row, removes the fifth, puts
 * one in before the eighth, and swaps the ninth with the eleventh.
 */
export async function tamper(data: string): Promise<void> {
  const root = open({ path: join(data, 'audit'), maxDbs: 4 });
  const links = root.openDB<{ text: string; hash: string }, number>({ name: 'links' });
  await root.transaction(() => {
    const rows = [...links.getRange({})].map(({ value }) => value);
    const text = rows[6]?.text.replace(/"seq":7,/, '"seq":8,') ?? '';
    const forged = { text, hash: createHash('sha256').update(text).digest('hex') };
    const changed = { text: rows[2]?.text.replace('"done"', '"refused"') ?? '', hash: '' };
    rows[2] = { ...changed, hash: rows[2]?.hash ?? '' };
    [rows[8], rows[10]] = [rows[10] as typeof forged, rows[8] as typeof forged];
    rows.splice(7, 0, forged);
    rows.splice(4, 1);
    for (const { key } of [...links.getRange({})]) void links.remove(key);
    for (const [n, row] of rows.entries()) void links.put(n + 1, row);
  });
  await root.close();
}
