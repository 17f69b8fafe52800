import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EnvironmentSettings } from '../../../config/deployment/ports/environment.ts';
import { validate } from '../../pipeline/validate.ts';
import { createDecoder, type Decoded } from './decode.ts';
import { MN } from './device.fixture.ts';
import { createTimeReader } from './device-time.ts';
import { buildFrame } from './frame.ts';
import { recordsOf } from './records.ts';

const NOW = Date.UTC(2026, 7, 1, 1);
const settings = EnvironmentSettings.parse({
  devices: [
    {
      mn: MN,
      station: 'hq-ns-01',
      factors: [
        { code: '011', as: 'w01018', unit: 'mg/L', scale: 0.001 },
        { code: 'a34004', unit: 'μg/m³' },
      ],
    },
    { mn: 'M', station: 'hq-wq-01', password: '1' },
  ],
});
const decoder = () =>
  createDecoder({
    limits: settings,
    devices: new Map(settings.devices.map((device) => [device.mn, device])),
    keys: {},
  });
const context = {
  source: 'environment',
  readTime: createTimeReader('Asia/Shanghai'),
  unitOf: (_: string, factor: string) =>
    factor === 'a34002' ? 'μg/m³' : factor === 'a21005' ? '℃' : undefined,
  clock: settings.clock,
};
const recordsIn = (events: Iterable<Decoded>) =>
  [...events].flatMap((event) =>
    event.kind === 'message' ? recordsOf(event.message, context, NOW) : [],
  );
const said = (cp: string, { cn = '2011', st = '32' } = {}) =>
  recordsIn(
    decoder().push(
      buildFrame(
        `QN=20260801090000000;ST=${st};CN=${cn};PW=1;MN=${MN};Flag=5;CP=&&DataTime=20260801090000;${cp}&&`,
      ),
      NOW,
    ),
  ).map(({ draft, refusal }) => {
    if (refusal !== undefined) return refusal;
    const valid = validate(draft);
    if (!valid.ok) throw new Error(valid.error);
    return valid.value;
  });
const values = (cp: string, of = {}) =>
  said(cp, of).flatMap((draft) =>
    typeof draft !== 'string' && draft.kind === 'reading'
      ? draft.values.map(({ factor, stat, value, unit }) => `${factor} ${stat} ${value} ${unit}`)
      : [],
  );

describe('what a message says', () => {
  it('noise: of the day, of its daytime and of its night apart', () => {
    expect(values('LA-Rtd=50.1', { st: '23' })).toEqual(['LA value 50.1 dB(A)']);
    expect(
      values('Leq-Data=50;L5-DayData=53;L5-NightData=49;Ld-DayData=52.5;Ln-NightData=48', {
        st: '23',
        cn: '2031',
      }),
    ).toEqual([
      'Leq value 50 dB(A)',
      'L5-Day value 53 dB(A)',
      'L5-Night value 49 dB(A)',
      'Ld value 52.5 dB(A)',
      'Ln value 48 dB(A)',
    ]);
  });

  it('converted values and sums of flue gas', () => {
    expect(
      values('a21026-ZsRtd=12,a21026-Rtd=10;a21026-ZsAvg=11,a21026-Cou=3', { st: '31' }),
    ).toEqual([
      'a21026 zs 12 mg/m³',
      'a21026 value 10 mg/m³',
      'a21026 zs-avg 11 mg/m³',
      'a21026 sum 3 kg',
    ]);
  });

  it("units, scales and codes are the device's own where its settings say so", () => {
    expect(values('a34004-Rtd=35;011-Rtd=21300,011-Cou=4')).toEqual([
      'a34004 value 35 μg/m³',
      'w01018 value 21.3 mg/L',
      'w01018 sum 4 kg',
    ]);
  });

  it('what the standard prints in ng is kept in the μg of the station, to the digit', () => {
    expect(values('a34002-Rtd=35100;a34001-Rtd=3', { st: '22' })).toEqual([
      'a34002 value 35.1 μg/m³',
      'a34001 value 3 ng/m³',
    ]);
    expect(said('a21005-Rtd=7;a34002-Rtd=35', { st: '22' })).toMatchObject([
      { values: [{ factor: 'a34002', value: 0.035 }] },
      'a21005 7 is in "mg/m³", which is no "℃" of hq-ns-01',
    ]);
  });

  it('a factor nobody knows is kept and flagged', () => {
    expect(said('w01018-Rtd=1;zz999-Rtd=2')).toMatchObject([
      { kind: 'reading', values: [{ factor: 'w01018' }], flags: [] },
      { kind: 'reading', values: [{ factor: 'zz999', unit: '' }], flags: ['unknown-factor'] },
    ]);
  });

  it('marks of the equipment, sample times and values left empty stay with the device', () => {
    expect(
      said(
        'w01018-SampleTime=20260801070000,w01018-Rtd=2.2,w01018-Flag=N,w01018-EFlag=A01;w01001-Rtd=,w01001-Flag=B',
      ),
    ).toMatchObject([
      { kind: 'reading', values: [{ factor: 'w01018', flag: 'N' }] },
      {
        kind: 'device',
        event: 'detail-realtime',
        values: {
          'w01018-SampleTime': '20260801070000',
          'w01018-EFlag': 'A01',
          'w01001-Rtd': '',
        },
      },
    ]);
  });

  it('a flag nobody knows makes no normal value, and is kept', () => {
    expect(said('w01018-Rtd=1,w01018-Flag=X;w01001-Rtd=7,w01001-Flag=')).toMatchObject([
      {
        values: [
          { factor: 'w01018', flag: 'D' },
          { factor: 'w01001', flag: 'N' },
        ],
      },
      { event: 'detail-realtime', values: { 'w01018-Flag': 'X', 'w01001-Flag': '' } },
    ]);
  });

  it('a value stated twice, differently, is refused by name', () => {
    expect(said('w01018-Rtd=1;w01018-Rtd=2')).toContain('w01018-Rtd is stated twice: 1 and 2');
    expect(said('w01018-Rtd=1;w01018-Rtd=1')).toHaveLength(1);
  });

  it.each([
    ['2021', 'SB1-RS=1', 'status'],
    ['2041', 'SB1-RT=1.1', 'runtime'],
    ['2081', 'RestartTime=20160801085624', 'power-on'],
    ['3015', 'VaseNo=1', 'sampling'],
    ['3019', 'PolId=w01018;w01018-SN=010000A8900016F000169DC1', 'identity:w01018'],
    ['3020', 'PolId=w01018;i11001-Info=//换试剂;已校准//', 'info:w01018:i11001-Info'],
    ['2052', 'Leq-Data=50', 'cn2052'],
  ])('CN %s tells of the device: %s', (cn, cp, event) => {
    expect(said(cp, { cn })).toMatchObject([
      { kind: 'device', event, at: NOW, station: 'hq-ns-01' },
    ]);
  });

  it('marks of production (2025, ST 45) are no numbers', () => {
    expect(said('p99101-Rtd=St,p99101-Flag=N', { st: '45' })).toMatchObject([
      { event: 'production', values: { 'p99101-Rtd': 'St' } },
    ]);
  });
});

describe('any bytes at all', () => {
  const text = `QN=20260801090000000;ST=32;CN=2011;PW=1;MN=M;Flag=7;PNUM=2;PNO=1;CP=&&DataTime=20260801090000;w01018-Rtd=1,w01018-Flag=N;LA-Rtd=50&&`;
  const mutated = fc
    .array(fc.tuple(fc.nat(), fc.constantFrom(...'0129;,=&#-\0\r\nDFZ一'.split(''))), {
      maxLength: 6,
    })
    .map((changes) => {
      const letters = [...text];
      for (const [at, letter] of changes) letters[at % letters.length] = letter;
      return buildFrame(letters.join(''));
    });

  it('become records that the pipeline can judge, or are counted; a good frame after them is read', () => {
    const pieces = fc.array(
      fc.oneof(
        mutated,
        fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes)),
        fc
          .string({ unit: 'grapheme', maxLength: 60 })
          .map((cp) =>
            buildFrame(`QN=20260801090000000;ST=32;CN=3020;PW=1;MN=M;Flag=5;CP=&&${cp}&&`),
          ),
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(pieces, (chunks) => {
        const line = decoder();
        const events = chunks.flatMap((chunk) => [...line.push(chunk, NOW)]);
        const good = buildFrame(
          'QN=20260801090000001;ST=32;CN=2021;PW=1;MN=M;Flag=5;CP=&&DataTime=20260801090001;SB1-RS=1&&',
        );
        const bytes = chunks.reduce((sum, { length }) => sum + length, 0);
        const held = () => {
          const { frames, bad, garbage, held: rest } = line.counts();
          return frames + bad + garbage + rest;
        };
        expect(held()).toBe(bytes);
        events.push(...line.push(good, NOW), ...line.due(NOW + 60_000), ...line.end());
        expect(held()).toBe(bytes + good.length);
        const records = recordsIn(events);
        for (const { draft, refusal } of records)
          if (refusal === undefined) validate(draft);
          else expect(refusal).not.toBe('');
        expect(
          records.some(
            ({ draft }) => (draft as { event?: string } | undefined)?.event === 'status',
          ),
        ).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
