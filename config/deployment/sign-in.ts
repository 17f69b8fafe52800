import { z } from 'zod';
import { MACHINE_ROLES, ROLES } from '../contract/roles.ts';
import { Name } from './name.ts';

const Role = z.enum(ROLES).exclude(MACHINE_ROLES);

/** A city's own identity service, spoken to by OpenID Connect. Its client secret stands in `QIAO_OIDC_SECRET`. */
export const IdentityService = z.strictObject({
  /** As people call it; stands on the button. */
  name: Name,
  /** https, or http on loopback; `/.well-known/openid-configuration` stands below it. */
  issuer: z.url(),
  clientId: z.string().min(1),
  scopes: z.array(z.string()).default(['openid', 'profile']),
  /** Claim that names the account; letters, digits, dot, dash and underscore. */
  accountClaim: z.string().default('preferred_username'),
  /** Claim that holds one group or a list of them. */
  roleClaim: z.string().default('groups'),
  /** By group: what its members may be here. The first that one has counts; who has none is refused. */
  roles: z
    .array(
      z.strictObject({
        group: z.string().min(1),
        role: Role,
        /** Absent: everywhere. */
        communities: z.array(z.string()).min(1).optional(),
        grids: z.array(z.string()).min(1).optional(),
        units: z.array(z.string()).min(1).optional(),
      }),
    )
    .min(1),
});
export type IdentityService = z.infer<typeof IdentityService>;

/** How people sign in: `sign-in.json` of the data folder or beside `deployment.json`. All of it has defaults. */
export const SignInSettings = z.strictObject({
  /** Signed out after so long without a request and without an open page. */
  idleMinutes: z.number().positive().default(120),
  /** Signed out after so long in any case: a shift of twelve hours and its handover. */
  longestMinutes: z
    .number()
    .positive()
    .default(14 * 60),
  /** Roles that may do nothing before they have a second factor; with the synthetic city on loopback it is offered only. */
  secondFactor: z.array(Role).default(['admin']),
  identityService: IdentityService.optional(),
});
export type SignInSettings = z.infer<typeof SignInSettings>;
