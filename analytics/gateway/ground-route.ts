import {
  COUNTED,
  type Counted,
  type CountedRow,
  type GridLines,
  type Near,
  type RegisteredRow,
} from '../../config/contract/ground.ts';
import type { Result } from '../../config/contract/result.ts';
import { REGISTERS, type RegisterName } from '../../config/contract/vocabulary.ts';
import { isWithin, type Scope } from '../access/scope.ts';
import { NEAR_REGISTERS, type Place } from '../queries/ground.ts';
import { type CountedBy, readCountedQuery } from './counted-query.ts';
import { failure, json } from './headers.ts';
import type { HttpRequest, HttpResponse } from './transport.ts';

/** What stands and happened where. A failure says why the store cannot answer. */
export interface GroundSources {
  /** At most `most` of each kind. */
  near(
    place: Place,
    metres: number,
    registers: readonly RegisterName[],
    most: number,
  ): Promise<Result<Near>>;
  grid(id: string): Promise<Result<GridLines>>;
  registered(grid: string, register: RegisterName): Promise<Result<RegisteredRow[]>>;
  /** By no time: of today; what is rejected of all time. */
  counted(of: Counted, by: CountedBy): Promise<Result<CountedRow[]>>;
}

const METRES_DEFAULT = 1000;
const METRES_MOST = 20_000;
/** Of each kind; more is for maps. */
const COUNT = { default: 12, most: 20_000 };

/** A number of the query within bounds; null where it is none. */
function numberOf(query: URLSearchParams, name: string, least: number, most: number) {
  const given = query.get(name);
  const value = Number(given);
  return given !== null && given !== '' && value >= least && value <= most ? value : null;
}

const answer = (found: Result<unknown>): HttpResponse =>
  found.ok ? json(200, found.value) : failure(503, found.error);

/** `lon`, `lat`, `metres` up to 20 km, `registers` with commas, `most` of each kind: what is near a place. */
export async function answerNear(
  { query }: HttpRequest,
  sources: GroundSources,
): Promise<HttpResponse> {
  const lon = numberOf(query, 'lon', -180, 180);
  const lat = numberOf(query, 'lat', -90, 90);
  if (lon === null || lat === null) return failure(400, 'lon and lat: degrees');
  const metres = query.has('metres') ? numberOf(query, 'metres', 1, METRES_MOST) : METRES_DEFAULT;
  if (metres === null) return failure(400, `metres: from 1 to ${METRES_MOST}`);
  const most = query.has('most') ? numberOf(query, 'most', 1, COUNT.most) : COUNT.default;
  if (most === null) return failure(400, `most: from 1 to ${COUNT.most}`);
  const asked = query.get('registers')?.split(',');
  const registers = asked ? REGISTERS.filter((name) => asked.includes(name)) : NEAR_REGISTERS;
  if (asked && registers.length < asked.length)
    return failure(400, `registers: of ${REGISTERS.join(', ')}`);
  return answer(await sources.near({ lon, lat }, metres, registers, Math.floor(most)));
}

/** The rows that a figure counts (counted-query.ts), within a scope; null: all. */
export async function answerCounted(
  { query }: HttpRequest,
  sources: GroundSources,
  rest: string,
  zone: string,
  scope: Scope | null,
): Promise<HttpResponse> {
  const of = COUNTED.find((known) => known === rest);
  if (of === undefined) return failure(404, 'nothing is counted by that name');
  const by = readCountedQuery(query, zone);
  if (!by.ok) return failure(400, by.error);
  const found = await sources.counted(of, by.value);
  if (!found.ok || scope === null) return answer(found);
  // rows name no unit: whoever sees its own unit's cases alone sees none of them
  return json(
    200,
    found.value.filter(({ grid }) => isWithin(scope, { grid, unit: '' })),
  );
}

/**
 * What is known of one grid beside its cases, or by `registers/NAME` the entries of a register there.
 * `known`: whether the deployment has it.
 */
export async function answerGrid(
  sources: GroundSources,
  rest: string,
  known: (id: string) => boolean,
): Promise<HttpResponse> {
  const [id = '', line, name, ...more] = rest.split('/');
  if (!known(id) || more.length > 0) return failure(404, 'no such grid');
  if (line === undefined) return answer(await sources.grid(id));
  const register = REGISTERS.find((one) => one === name);
  return line === 'registers' && register !== undefined
    ? answer(await sources.registered(id, register))
    : failure(404, `registers: of ${REGISTERS.join(', ')}`);
}
