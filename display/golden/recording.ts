import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Millis } from '../../config/contract/ids.ts';
import type { ViewName } from '../../config/contract/picture.ts';

/** A picture once shown by a real Qiao (display/record.ts), with answers of its API by path. */
export interface Recording {
  deployment: string;
  /** Machine time at which it was shown. */
  at: Millis;
  views: Partial<Record<ViewName, [key: string, row: unknown][]>>;
  answers: Record<string, unknown>;
}

export const readRecording = (): Recording =>
  JSON.parse(
    gunzipSync(readFileSync(join(import.meta.dirname, 'huangqiao.json.gz'))).toString(),
  ) as Recording;
