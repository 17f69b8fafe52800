import type { Me } from '../../config/contract/access.ts';
import { read } from '../net/access.ts';

/** A line that breaks may mean that whoever sat here is signed out: then the page begins anew, with signing in. */
export async function reloadWhenSignedOut(): Promise<void> {
  const known = await read<Me | null>('/api/me');
  if (known.ok && known.value === null) location.reload();
}
