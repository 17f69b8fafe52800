import { HotlineSettings } from '../../../config/deployment/ports/hotline.ts';
import type { Random } from '../../../config/deployment/random.ts';
import type { Received } from '../../intake/intake.ts';
import { createOrderParser } from '../hotline/parse-order.ts';
import { readJson } from '../http/records.ts';
import { type Call, HttpError } from '../http/route.ts';
import type { PortContext } from '../port.ts';
import { deviceTime, type Target, tokensOf, Unaccounted } from './target.ts';

const LAST = 'the last order';
const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  'orderNo',
  'hops',
  '地址',
];
const DEPTH = 5_000;
/** Values as JSON text, hostile each in its way. */
const VALUES: readonly string[] = [
  ...[
    'null',
    '{}',
    '[]',
    '-1',
    '1e308',
    '1e400',
    '9007199254740993',
    'true',
    '"\\u0000"',
    '"\\ud800"',
  ],
  ...['"__proto__"', '"constructor"', '"2026-02-30 00:00:00"', '"9999-99-99 99:99:99"', '""'],
  ...['{"__proto__":{"orderNo":"1"}}', '[{"__proto__":{"at":1}}]', '[null,1,"2",[]]'],
  ...[JSON.stringify('张'.repeat(300)), JSON.stringify('x'.repeat(40_000))],
  '['.repeat(DEPTH) + ']'.repeat(DEPTH),
];
const STEPS = ['受理', '派遣', '退回', '签收', '联系', '催办', '办结', '回访', '重办', '结案'];

const quoted = (value: unknown): string => JSON.stringify(value);
/** Names may stand twice, and `__proto__` is a name like any other. */
const objectText = (entries: readonly (readonly [string, string])[]): string =>
  `{${entries.map(([name, value]) => `${quoted(name)}:${value}`).join(',')}}`;

function order(random: Random): [string, string][] {
  const time = () => {
    const digits = deviceTime(random);
    return quoted(digits.replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3 $4:$5:$6'));
  };
  const steps = Array.from({ length: random.below(4) }, (_, n) =>
    objectText([
      ['序号', String(n + 1)],
      ['环节', quoted(random.pick(STEPS))],
      ['时间', time()],
      ['意见', quoted('已到现场')],
    ]),
  );
  return [
    ['orderNo', quoted(`2501010007${10_000 + random.below(90_000)}`)],
    ['诉求主题', quoted('路灯不亮')],
    ['诉求内容', quoted(`黄桥街道旺盛路${random.below(200)}号东侧第二盏,电话13812345678`)],
    ['类型', quoted(random.pick(['咨询', '求助', '投诉', '举报', '建议']))],
    ['诉求人', quoted('张三')],
    ['联系电话', quoted('13812345678')],
    ['受理时间', time()],
    ['承办单位', quoted('综合执法局')],
    ['经度', String(120.5 + random.next() / 10)],
    ['纬度', String(31.4 + random.next() / 10)],
    ['办理过程', `[${steps.join(',')}]`],
  ];
}

/** 12345: bodies in UTF-8 → JSON → orders. Every body is a refused one or tells of each of its records. */
export function ordersTarget(zone: string): Target {
  const source = '12345';
  const parser = createOrderParser(HotlineSettings.parse({}), source, zone);
  let refused = 0;
  const context = { health: { refuse: () => refused++ } } as unknown as PortContext;
  const good = (random: Random): Buffer => {
    const orders = Array.from({ length: random.chance(0.2) ? 3 : 1 }, () =>
      objectText(order(random)),
    );
    return Buffer.from(orders.length === 1 ? (orders[0] as string) : `[${orders.join(',')}]`);
  };

  return {
    name: 'JSON of 12345',
    share: 1,
    most: 64,
    stream: false,
    tokens: [
      ...tokensOf('"', '{', '}', '[', ']', ',', ':', '\\', '\\u0000', 'null', '1e999', '__proto__'),
      ...tokensOf(
        '"__proto__":{"orderNo":"1"},',
        '{"constructor":{"prototype":1}}',
        '\ufeff',
        '张',
      ),
      Buffer.from([0xc0, 0x80]),
      Buffer.from([0xed, 0xa0, 0x80]),
    ],
    head: Buffer.alloc(0),
    last: Buffer.from(
      objectText([
        ['orderNo', quoted(LAST)],
        ['subject', quoted('路灯')],
        ['receivedAt', quoted('2026-11-23 08:00:00')],
      ]),
    ),
    saysLast: ({ draft }) => (draft as { upstreamNo?: string } | undefined)?.upstreamNo === LAST,
    good,
    spoiled(random) {
      const entries = order(random);
      const at = random.below(entries.length);
      const [name, value] = entries[at] as [string, string];
      const hostile = random.pick(VALUES);
      const entry: [string, string] = random.chance(0.6)
        ? [name, hostile]
        : [random.pick(NAMES), random.chance(0.5) ? value : hostile];
      entries.splice(at, random.below(2), entry);
      return Buffer.from(objectText(entries));
    },
    async read(reads) {
      const records: Received[] = [];
      for (const body of reads) {
        const before = refused;
        let value: unknown;
        try {
          value = readJson(context, { body } as Call);
        } catch (error) {
          if (!(error instanceof HttpError) || error.status !== 400) throw error;
          if (refused !== before + 1) throw new Unaccounted('a body refused and not counted');
          continue;
        }
        const origin = { source, place: 'fuzz', raw: () => body.toString() };
        for (const record of Array.isArray(value) ? value : [value]) {
          const parsed = parser.order(record);
          if (parsed.length !== 1) throw new Unaccounted(`${parsed.length} outcomes of an order`);
          for (const { draft, refusal } of parsed)
            records.push(refusal === undefined ? { origin, draft } : { origin, refusal });
        }
      }
      if (Object.keys(Object.prototype).length > 0 || 'orderNo' in {})
        throw new Error('the prototype of all objects was changed');
      return records;
    },
  };
}
