import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { DateTime } from 'luxon';
import type { Report } from './report.ts';

const FILE = join(
  import.meta.dirname,
  '../../../shared/data/citizen-messages-zh/messages-4326.csv',
);

/**
 * Real messages of citizens, in order of time, without place or category; null where the data is not there.
 * A few hundred of them tell of a matter that another tells of, too.
 */
export function realMessages(): Report[] | null {
  if (!existsSync(FILE)) return null;
  const rows = parse(readFileSync(FILE), { columns: true, bom: true }) as Record<string, string>[];
  return rows
    .map((row): Report => {
      const time = row.留言时间!.trim().replaceAll('/', '-');
      const at = DateTime.fromFormat(time, 'yyyy-M-d H:mm:ss', { zone: 'Asia/Shanghai' });
      return {
        id: row.留言编号!.trim(),
        source: 'messages',
        at: at.toMillis(),
        place: { grid: '', lon: null, lat: null },
        category: [],
        subject: row.留言主题!.trim(),
        content: row.留言详情!.replaceAll('_x000D_', '').replace(/\s+/g, ' ').trim(),
        address: '',
        caller: row.留言用户!.trim(),
      };
    })
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}
