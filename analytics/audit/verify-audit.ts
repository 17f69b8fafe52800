import type { AuditVerdict } from '../../config/contract/audit.ts';
import { readAnchors } from './anchors.ts';
import type { Audit } from './audit.ts';
import { verifyChain } from './verify.ts';

/**
 * Whether everything on record is as it was recorded, by the chain itself, its newest row kept beside it,
 * and what was told elsewhere.
 * @param elsewhere file of anchors outside the data folder; undefined: there is none
 */
export function verifyAudit(
  audit: Pick<Audit, 'anchor' | 'chain'>,
  elsewhere: string | undefined,
): AuditVerdict {
  const beside = audit.anchor();
  const own = beside ? [beside] : [];
  const told = elsewhere === undefined ? [] : readAnchors(elsewhere);
  const { rows, faults } = verifyChain(audit.chain(), [...own, ...told]);
  return { rows, outside: elsewhere === undefined ? null : told.length, faults };
}
