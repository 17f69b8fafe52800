import type {
  AlertDetail,
  CaseDetail,
  CaseSummary,
  DeploymentView,
} from '../../config/contract/api.ts';
import type {
  Counted,
  CountedRow,
  GridLines,
  Near,
  RegisteredRow,
} from '../../config/contract/ground.ts';
import type { KpiItem, KpiRow } from '../../config/contract/kpi.ts';
import { err, ok, type Result } from '../../config/contract/result.ts';
import type { RegisterName } from '../../config/contract/vocabulary.ts';
import { request } from './request.ts';

/** `missing`: the server does not know it; `failed`: no answer that can be used. */
export type ApiError = 'missing' | 'failed';

async function get<T>(path: string): Promise<Result<T, ApiError>> {
  try {
    const answer = await request(path);
    if (answer.status === 404) return err('missing');
    if (!answer.ok) return err('failed');
    return ok((await answer.json()) as T);
  } catch {
    return err('failed'); // the line says what is wrong with the server; here it is one state
  }
}

export const getDeployment = (): Promise<Result<DeploymentView, ApiError>> =>
  get('/api/deployment');

/** Newest cases of a grid, open and ended. */
export const getCasesOfGrid = (grid: string): Promise<Result<CaseSummary[], ApiError>> =>
  get(`/api/cases?grid=${encodeURIComponent(grid)}&limit=100`);

/** Cases received from one local day to before another in which all words of a query are found, newest first. */
export const searchCases = (
  words: string,
  from: string,
  to: string,
  limit: number,
): Promise<Result<CaseSummary[], ApiError>> =>
  get(`/api/search?${new URLSearchParams({ q: words, from, to, limit: String(limit) })}`);

export const getCase = (id: string): Promise<Result<CaseDetail, ApiError>> =>
  get(`/api/cases/${encodeURIComponent(id)}`);

export const getAlert = (id: string): Promise<Result<AlertDetail, ApiError>> =>
  get(`/api/alerts/${encodeURIComponent(id)}`);

export const nearPath = ({ lon, lat }: { lon: number; lat: number }, metres: number): string =>
  `/api/near?lon=${lon}&lat=${lat}&metres=${metres}`;

/** What is near a place. */
export const getNear = (
  place: { lon: number; lat: number },
  metres: number,
): Promise<Result<Near, ApiError>> => get(nearPath(place, metres));

/** Everything of the registers that stands round a place, and every patroller seen lately: what maps show. */
export const getStanding = (
  ...of: Parameters<typeof standingPath>
): Promise<Result<Near, ApiError>> => get(standingPath(...of));

export const standingPath = (
  { lon, lat }: { lon: number; lat: number },
  metres: number,
  registers: readonly RegisterName[],
  most: number,
): string =>
  `/api/near?lon=${lon}&lat=${lat}&metres=${metres}&registers=${registers.join()}&most=${most}`;

/** What is known of a grid beside its cases. */
export const getGrid = (id: string): Promise<Result<GridLines, ApiError>> =>
  get(`/api/grids/${encodeURIComponent(id)}`);

/** KPIs of a grid; local days yyyy-MM-dd, `to` exclusive. */
export const getGridKpis = (
  grid: string,
  from: string,
  to: string,
): Promise<Result<KpiRow[], ApiError>> =>
  get(`/api/kpi?grid=${encodeURIComponent(grid)}&from=${from}&to=${to}`);

/** By what the rows of a figure may be narrowed. */
const NARROWED = ['hour', 'from', 'to', 'grid', 'unit', 'source'];

export const countedPath = (of: Counted, by: Readonly<Record<string, string>>): string => {
  const told = Object.entries(by).filter(([name]) => NARROWED.includes(name));
  const query = new URLSearchParams(told).toString();
  return `/api/counted/${of}${query === '' ? '' : `?${query}`}`;
};

/** The rows that a figure counts. */
export const getCounted = (
  ...of: Parameters<typeof countedPath>
): Promise<Result<CountedRow[], ApiError>> => get(countedPath(...of));

export const registeredPath = (grid: string, register: string): string =>
  `/api/grids/${encodeURIComponent(grid)}/registers/${encodeURIComponent(register)}`;

/** The entries of a register that stand in a grid. */
export const getRegistered = (
  ...of: Parameters<typeof registeredPath>
): Promise<Result<RegisteredRow[], ApiError>> => get(registeredPath(...of));

export const kpiItemsPath = (id: string, grid: string, from: string, to: string): string =>
  `/api/kpi/${id}?${new URLSearchParams({ grid, from, to, limit: '1000' })}`;

/** What a KPI of a grid rests on; local days yyyy-MM-dd, `to` exclusive. */
export const getKpiItems = (
  ...of: Parameters<typeof kpiItemsPath>
): Promise<Result<KpiItem[], ApiError>> => get(kpiItemsPath(...of));
