import { afterEach, beforeEach, describe, it } from 'vitest';
import { SafetySettings } from '../../../config/deployment/ports/safety.ts';
import { fuzzPosts } from '../http/json-fuzz.fixture.ts';
import { type ServedPort, servePort } from '../http/served.fixture.ts';
import { safetyRoutes } from './receive.ts';

let port: ServedPort;
beforeEach(async () => {
  port = await servePort('safety', (context) => safetyRoutes(context, SafetySettings.parse({})));
});
afterEach(() => port.close());

describe('whatever is posted to 安全生产', () => {
  it('as inspections is answered and accounted for', () =>
    fuzzPosts(
      port,
      '/safety/inspections',
      (no) => ({
        检查编号: no,
        检查时间: '2026-11-23 09:00:00',
        企业: '某电子有限公司',
        检查表: '331',
        检查项: [1, 2, 3],
        不合格项: ['331/2'],
        隐患: [
          {
            隐患编号: `${no}-1`,
            隐患级别: '一般',
            隐患描述: '堵塞出口',
            检查项: 2,
            整改期限: '2026-11-30',
          },
        ],
        复查: [{ 隐患编号: `${no}-0`, 复查结果: '不合格' }],
      }),
      3,
    ));

  it('as updates is answered and accounted for', () =>
    fuzzPosts(port, '/safety/hazards', (no) => ({
      hazard: 'H-1',
      no,
      action: 'extend',
      at: '2026-11-23 09:00:00',
      due: '2026-12-10',
      note: '设备到货延迟',
    })));
});
