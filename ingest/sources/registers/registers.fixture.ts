import { RegistersSettings } from '../../../config/deployment/ports/registers.ts';
import { type ServedPort, servePort } from '../http/served.fixture.ts';
import { registersRoutes } from './receive.ts';
import type { TableAnswer } from './take-table.ts';

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export const FIRMS = [
  '统一社会信用代码,企业名称,所属网格,经度,纬度,坐标系,法定代表人,联系电话,行业,生效日期,有效期至,更新时间',
  '91320507MA1X0A2B3C,苏州某电子有限公司,北庄村第一网格,120.5965,31.4066,CGCS2000,张三丰,13812345678,线路板,2026-01-01,,2026-10-08 09:00:00',
  '91320507MA1X0A2B4D,苏州某机械厂,,120.5965,31.4066,,李四,,装备制造,2025年3月1日,2026-12-31,',
].join('\r\n');

export const serveRegisters = (settings: object = {}): Promise<ServedPort> =>
  servePort('registers', (context) => registersRoutes(context, RegistersSettings.parse(settings)), {
    sealed: true,
  });

/** Sends a table as a known client, and gives the answer. */
export async function putTable(
  port: ServedPort,
  path: string,
  body: string | Buffer,
  type = 'text/csv',
) {
  const response = await fetch(`http://127.0.0.1:${port.port}/registers/${path}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${port.token}`, 'content-type': type },
    body: new Uint8Array(Buffer.from(body)),
  });
  const told = (await response.json()) as TableAnswer & { error?: string };
  return { status: response.status, ...told };
}
