import { once } from 'node:events';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecountRow } from '../../../config/contract/picture.ts';
import { credentials } from '../../../config/credentials.ts';
import { loadDeployment } from '../../../config/deployment/load.ts';
import { BOSTON_HEADER } from '../../../config/orders.fixture.ts';
import { Running } from '../../../config/running.fixture.ts';

const FILE = join(import.meta.dirname, '../../../../shared/data/boston-311/requests_2011_q3.csv');
const ROWS = 31_828;
const present = existsSync(FILE);
if (!present) console.warn('skipped: no ../shared/data');

/**
 * A quarter of Boston's real orders. ClickHouse's own CSV reader, which shares no code with ours, counts
 * the file beside what was imported.
 */
describe.skipIf(!present)('Boston, third quarter of 2011', () => {
  let qiao: Running;
  const ask = async (query: string, body?: ReadableStream): Promise<string> => {
    const url = new URL(`http://127.0.0.1:${qiao.port + 1}/`);
    if (body) url.searchParams.set('query', query);
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'X-ClickHouse-User': 'writer',
        'X-ClickHouse-Key': credentials(qiao.data).writer,
      },
      body: body ?? query,
      ...(body ? { duplex: 'half' } : {}),
    } as RequestInit);
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return text.trim();
  };
  const counts = async (query: string, rename: (name: string) => string = String) => {
    const found: Record<string, number> = {};
    for (const line of (await ask(query)).split('\n')) {
      const [name = '', n] = line.split('\t');
      const key = rename(name.trim());
      found[key] = (found[key] ?? 0) + Number(n);
    }
    return found;
  };
  const importAll = async (): Promise<string> => {
    const run = qiao.import(FILE, '--as', 'boston-311');
    await once(run, 'exit');
    return run.text();
  };

  beforeAll(async () => {
    qiao = await Running.start({ QIAO_DEPLOYMENT: 'boston' });
  }, 60_000);
  afterAll(() => qiao?.stop());

  it('every row is stored, and a second import stores nothing', async () => {
    expect(await importAll()).toContain(
      `received ${ROWS} = stored ${ROWS} + duplicate 0 + rejected 0`,
    );
    expect(await importAll()).toContain(
      `received ${ROWS} = stored 0 + duplicate ${ROWS} + rejected 0`,
    );
    expect(await ask("SELECT count() FROM hops WHERE event = 'report'")).toBe(String(ROWS));
  }, 120_000);

  it('counts by month, department and neighbourhood equal those of the file itself', async () => {
    const columns = BOSTON_HEADER.split(',').map((name) => `${name} String`);
    await ask(
      `CREATE TABLE raw (${columns.join(', ')}) ENGINE = MergeTree ORDER BY case_enquiry_id`,
    );
    await ask(
      'INSERT INTO raw FORMAT CSVWithNames',
      Readable.toWeb(createReadStream(FILE)) as ReadableStream,
    );
    expect(await ask('SELECT count() FROM raw')).toBe(String(ROWS));

    const reports = "FROM hops WHERE event = 'report'";
    expect(
      await counts(
        `SELECT formatDateTime(at, '%Y-%m', 'America/New_York') AS m, count() ${reports} GROUP BY m`,
      ),
    ).toEqual(await counts('SELECT substring(open_dt, 1, 7) AS m, count() FROM raw GROUP BY m'));

    const deployment = loadDeployment('boston');
    const units = new Map(
      deployment.units.flatMap((unit) =>
        [unit.id, unit.name.en, ...unit.aliases].map((name) => [name.toLowerCase(), unit.id]),
      ),
    );
    expect(await counts(`SELECT unit, count() ${reports} GROUP BY unit`)).toEqual(
      await counts(
        'SELECT department, count() FROM raw GROUP BY department',
        (name) => units.get(name.toLowerCase()) ?? name,
      ),
    );

    // where the file names no neighbourhood (blank, or just Boston) the place decides
    const named = "trim(neighborhood) NOT IN ('', 'Boston')";
    const grids = new Map(
      deployment.grids.flatMap(({ properties: { id, name, aliases } }) =>
        [id, name.en, ...aliases].map((each) => [each.toLowerCase(), id]),
      ),
    );
    expect(
      await counts(
        `SELECT grid, count() ${reports} AND upstream_no IN (SELECT case_enquiry_id FROM raw WHERE ${named}) GROUP BY grid`,
      ),
    ).toEqual(
      await counts(
        `SELECT neighborhood, count() FROM raw WHERE ${named} GROUP BY neighborhood`,
        (name) => grids.get(name.toLowerCase()) ?? name,
      ),
    );

    expect(await ask("SELECT count() FROM hops WHERE event = 'close'")).toBe(
      await ask("SELECT count() FROM raw WHERE case_status = 'Closed'"),
    );
    expect(await ask("SELECT countIf(due_at IS NOT NULL) FROM hops WHERE event = 'report'")).toBe(
      await ask("SELECT count() FROM raw WHERE trim(target_dt) != ''"),
    );
  }, 60_000);

  it('the picture equals a recount of the raw rows', async () => {
    const response = await fetch(`${qiao.url}api/recount`, {
      method: 'POST',
      headers: qiao.officer,
    });
    const { differences, examples, compared } = (await response.json()) as RecountRow;
    expect({ differences, examples }).toEqual({ differences: 0, examples: [] });
    expect(compared).toBeGreaterThan(0);
  }, 60_000);
});
