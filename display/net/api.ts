import type {
  AlertDetail,
  CaseDetail,
  CaseSummary,
  DeploymentView,
} from '../../config/contract/api.ts';
import { err, ok, type Result } from '../../config/contract/result.ts';

/** `missing`: the server does not know it; `failed`: no answer that can be used. */
export type ApiError = 'missing' | 'failed';

async function get<T>(path: string): Promise<Result<T, ApiError>> {
  try {
    const answer = await fetch(path);
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

export const getCase = (id: string): Promise<Result<CaseDetail, ApiError>> =>
  get(`/api/cases/${encodeURIComponent(id)}`);

export const getAlert = (id: string): Promise<Result<AlertDetail, ApiError>> =>
  get(`/api/alerts/${encodeURIComponent(id)}`);
