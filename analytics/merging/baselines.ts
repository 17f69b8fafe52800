import { featuresOf } from './features.ts';
import type { Report } from './report.ts';

/** The same text in the same grid, and nothing else: what exact comparison finds. Report id → group. */
export function sameText(reports: readonly Report[]): Map<string, string> {
  const groups = new Map<string, string>();
  const found = new Map<string, string>();
  for (const { id, place, subject, content } of reports) {
    const key = `${place.grid}\n${subject}\n${content}`.replace(/\s+/g, '');
    const group = groups.get(key) ?? id;
    groups.set(key, group);
    found.set(id, group);
  }
  return found;
}

const HASHES = 128;
const BANDS = 32;

/**
 * MinHash over pairs of characters with 32 bands of 4 rows (a pair of likeness 0.42 meets once in two times),
 * near in time, joined where the estimated Jaccard likeness reaches the threshold; connected components. The
 * plain method of near-duplicate detection (Broder 1997), which knows neither place nor category.
 */
export function minHash(
  reports: readonly Report[],
  threshold: number,
  window: number,
): Map<string, string> {
  const parent = new Map<string, string>();
  const root = (id: string): string => {
    const up = parent.get(id);
    return up === undefined ? id : root(up);
  };
  const bands = new Map<string, { report: Report; signature: Uint32Array }[]>();
  for (const report of reports) {
    const { grams } = featuresOf(report.subject, `${report.content}\n${report.address}`);
    const signature = new Uint32Array(HASHES).fill(0xffffffff);
    for (const gram of grams)
      for (let i = 0; i < HASHES; i++) {
        let h = Math.imul(gram ^ Math.imul(i + 1, 0x9e3779b1), 0x85ebca6b);
        h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
        h = (h ^ (h >>> 16)) >>> 0;
        if (h < signature[i]!) signature[i] = h;
      }
    for (let band = 0; band < BANDS; band++) {
      const rows = HASHES / BANDS;
      const key = `${band}:${signature.subarray(band * rows, (band + 1) * rows).join()}`;
      const bucket = bands.get(key) ?? [];
      for (const other of bucket) {
        if (Math.abs(report.at - other.report.at) > window) continue;
        let equal = 0;
        for (let i = 0; i < HASHES; i++) if (signature[i] === other.signature[i]) equal++;
        const [a, b] = [root(report.id), root(other.report.id)];
        if (equal / HASHES >= threshold && a !== b) parent.set(a, b);
      }
      bucket.push({ report, signature });
      bands.set(key, bucket);
    }
  }
  return new Map(reports.map(({ id }) => [id, root(id)]));
}
