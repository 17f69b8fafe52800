import type { AccountScope, Me } from '../../config/contract/access.ts';
import type { Role } from '../../config/contract/roles.ts';
import { type Permissions, viewsOf } from '../../config/deployment/permissions.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import type { Account } from './access-book.ts';
import type { Access, Scope } from './scope.ts';

/** Who is at the other end of a request or line, and what that rests on. */
export interface Identity {
  kind: Me['kind'];
  /** Of the account, wall or token. */
  id: string;
  name: string;
  role: Role;
  scope: AccountScope | null;
  access: Access;
  /** A second factor is still to be made, and nothing else may be done. */
  due: boolean;
  /** Of the sign-in or wall. */
  key: string;
}

/** As the audit and the history of a case name somebody: no account's name holds a colon, so no token or wall passes for one. */
export const recordedAs = ({ kind, id }: Pick<Identity, 'kind' | 'id'>): string =>
  kind === 'account' ? id : `${kind}:${id}`;

/** Grids of a scope by what the deployment says of communities; null: it does not narrow. */
function gridsOf(
  { communities, grids }: AccountScope,
  deployment: Pick<Deployment, 'grids'>,
): string[] | null {
  if (communities === null && grids === null) return null;
  const ofCommunities = deployment.grids
    .filter(({ properties }) => communities?.includes(properties.community))
    .map(({ properties }) => properties.id);
  return [...new Set([...ofCommunities, ...(grids ?? [])])].sort();
}

/** A unit sees its own cases: one whose account names none sees no case. */
const NO_UNIT: AccountScope = { communities: null, grids: null, units: [] };

function scopeOf(
  role: Role,
  told: AccountScope | null,
  deployment: Pick<Deployment, 'grids'>,
): Scope | null {
  const scope =
    role === 'unit' && (told?.units ?? null) === null ? { ...NO_UNIT, ...told, units: [] } : told;
  if (scope === null) return null;
  const grids = gridsOf(scope, deployment);
  const units = scope.units && [...new Set(scope.units)].sort();
  if (grids === null && units === null) return null;
  return {
    key: JSON.stringify([grids, units]),
    grids: grids && new Set(grids),
    units: units && new Set(units),
  };
}

/** Gives what a role may see within a scope; equal ones are one object, however many screens hold it. */
export function createAccess(
  deployment: Pick<Deployment, 'grids'> & { permissions: Permissions },
): (role: Role, scope: AccountScope | null) => Access {
  const known = new Map<string, Access>();
  return (role, of) => {
    const key = `${role} ${of === null ? '' : JSON.stringify([of.communities, of.grids, of.units])}`;
    let access = known.get(key);
    if (!access) {
      const views = new Set(viewsOf(deployment.permissions, role));
      access = { views, scope: scopeOf(role, of, deployment) };
      known.set(key, access);
    }
    return access;
  };
}

/** Whoever asks, as its own page is told. */
export function meOf(
  { kind, id, name, role, scope, due }: Identity,
  permissions: Permissions,
  account: Pick<Account, 'secondFactor' | 'subject'> | undefined,
): Me {
  const may = permissions[role];
  return {
    ...{ kind, id, name, role, scope },
    views: due ? [] : viewsOf(permissions, role),
    routes: due ? [] : (may?.routes ?? []),
    case: due ? [] : (may?.case ?? []),
    alert: due ? [] : (may?.alert ?? []),
    wall: due ? [] : (may?.wall ?? []),
    external: (account?.subject ?? null) !== null,
    secondFactor: due ? 'due' : (account?.secondFactor ?? null) !== null ? 'on' : 'off',
  };
}
