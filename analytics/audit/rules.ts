import { createHmac } from 'node:crypto';
import type { Audit } from './audit.ts';

const DIGITS = 16;

/**
 * Puts on record that rules or settings are not those of the last start, and which parts: they are files,
 * changed where no program looks on. Kept are digests under a key, so that a short password among the
 * settings cannot be guessed from them.
 * @param place id of the deployment
 * @param parts settings by what they are called
 */
export async function recordRules(
  audit: Pick<Audit, 'page' | 'record'>,
  key: string,
  place: string,
  parts: Readonly<Record<string, unknown>>,
): Promise<void> {
  const digests = Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [
      name,
      createHmac('sha256', key)
        .update(JSON.stringify(part) ?? '')
        .digest('hex')
        .slice(0, DIGITS),
    ]),
  );
  const before = audit.page(1, undefined, { act: 'rules', target: place }).rows[0]?.detail;
  const names = Object.keys({ ...before, ...digests }).filter((name) => name !== 'changed');
  const changed = names.filter((name) => before?.[name] !== digests[name]);
  if (changed.length === 0) return;
  await audit.record({
    ...{ act: 'rules', outcome: 'done', who: '', role: '', from: '', target: place, reason: '' },
    detail: { changed: before ? changed.join(' ') : 'first start', ...digests },
  });
}
