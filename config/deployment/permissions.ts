import { z } from 'zod';
import { CASE_ACTS, type Command } from '../contract/command.ts';
import { VIEW_NAMES, type ViewName } from '../contract/picture.ts';
import { FIELDS, type Field, ROUTE_RIGHTS, type RouteRight } from '../contract/rights.ts';
import { ROLES, type Role } from '../contract/roles.ts';
import { WALL_ACTS } from '../contract/stage.ts';
import { ALERT_ACTS } from '../contract/vocabulary.ts';

const Allowed = z.strictObject({
  routes: z.array(z.enum(ROUTE_RIGHTS)).default([]),
  views: z.array(z.enum(VIEW_NAMES)).default([]),
  fields: z.array(z.enum(FIELDS)).default([]),
  case: z.array(z.enum(CASE_ACTS)).default([]),
  alert: z.array(z.enum(ALERT_ACTS)).default([]),
  wall: z.array(z.enum(WALL_ACTS)).default([]),
});

/**
 * The one table of who may what: routes of HTTP, views of the line, fields of a case, and what is done to
 * cases, about alerts and with the walls, by role. What is not named is refused. Rows are a matter of the account's scope.
 */
export const Permissions = z
  .partialRecord(z.enum(ROLES), Allowed)
  .refine(({ wall: of }) => !of || of.case.length + of.alert.length + of.wall.length === 0, {
    error: 'a wall stands where anybody may reach it: it reads only',
    path: ['wall'],
  });
export type Permissions = z.output<typeof Permissions>;

/**
 * The duty officer acts for units that have no screen of their own; a unit does what is its own part of a
 * case. Whoever administers accounts sees no case.
 */
export const DEFAULT_PERMISSIONS: z.input<typeof Permissions> = {
  wall: {
    routes: ['deployment', 'cases', 'alerts', 'ground', 'kpi'],
    views: [...VIEW_NAMES],
    fields: ['address', 'content', 'notes'],
  },
  officer: {
    routes: ['deployment', 'cases', 'alerts', 'ground', 'kpi', 'recount', 'commands', 'reveal'],
    views: [...VIEW_NAMES],
    fields: [...FIELDS],
    case: [...CASE_ACTS],
    alert: [...ALERT_ACTS],
    wall: [...WALL_ACTS],
  },
  leader: {
    routes: ['deployment', 'cases', 'alerts', 'ground', 'kpi', 'commands', 'audit'],
    views: [...VIEW_NAMES],
    fields: ['address', 'content', 'notes'],
    case: ['urge', 'supervise', 'comment'],
    alert: ['acknowledge', 'comment'],
    wall: ['log', 'task', 'finish'],
  },
  subscriber: {
    routes: ['deployment', 'cases', 'alerts', 'commands'],
    views: ['system', 'alerts', 'ports'],
    fields: ['address', 'content', 'notes'],
    alert: ['acknowledge', 'comment'],
  },
  unit: {
    routes: ['deployment', 'cases', 'alerts', 'commands'],
    views: ['system', 'cases', 'due', 'alerts', 'units', 'ports'],
    fields: ['caller', 'phone', 'address', 'content', 'notes'],
    case: ['sign', 'return', 'contact', 'finish', 'comment'],
  },
  admin: { routes: ['deployment', 'accounts', 'audit', 'metrics'] },
  monitor: { routes: ['metrics'] },
  replica: { views: [...VIEW_NAMES] },
};

/** Whether a role may do so. */
export function mayDo(
  permissions: Permissions,
  role: Role,
  of: Pick<Command['command'], 'on' | 'act'>,
): boolean {
  const acts: readonly string[] = permissions[role]?.[of.on] ?? [];
  return acts.includes(of.act);
}

export const mayAsk = (permissions: Permissions, role: Role, right: RouteRight): boolean =>
  permissions[role]?.routes.includes(right) ?? false;

export const viewsOf = (permissions: Permissions, role: Role): ViewName[] =>
  VIEW_NAMES.filter((view) => permissions[role]?.views.includes(view));

export const maySee = (permissions: Permissions, role: Role, field: Field): boolean =>
  permissions[role]?.fields.includes(field) ?? false;
