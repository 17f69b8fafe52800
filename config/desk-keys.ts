import { hash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { ROLES, type Role } from './contract/roles.ts';
import { readOrMake } from './secret-file.ts';

const Secret = z.string().min(16);

const Keys = z.object({
  /** Bearer tokens by name, each with its role: of desks, and of machines that ask. */
  tokens: z.record(
    z.string().regex(/^[^:]{1,64}$/),
    z.strictObject({ role: z.enum(ROLES), token: Secret }),
  ),
});
export type DeskKeys = z.infer<typeof Keys>;

/** Kept in `<data>/desk-keys.json`; made at first start with a duty officer's token `desk`, and `line` for gateways of the line. */
export function deskKeys(data: string): DeskKeys {
  const secret = () => randomBytes(24).toString('base64url');
  return readOrMake(data, 'desk-keys.json', Keys, () => ({
    tokens: {
      desk: { role: 'officer', token: secret() },
      line: { role: 'replica', token: secret() },
    },
  }));
}

const digest = (text: string): string => hash('sha256', text);
/** RFC 6750 §2.1. */
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/** Who bears a token. */
export interface Bearer {
  name: string;
  role: Role;
}

/**
 * Who a call is from, by its `Authorization` header; null: nobody known. Tokens are found by their
 * digests, so that the time taken tells nothing of what was right.
 */
export function createBearerFinder({ tokens }: DeskKeys): (authorization: string) => Bearer | null {
  const bearers = new Map(
    Object.entries(tokens).map(([name, { role, token }]) => [digest(token), { name, role }]),
  );
  return (authorization) => {
    const token = BEARER.exec(authorization)?.[1];
    return token === undefined ? null : (bearers.get(digest(token)) ?? null);
  };
}
