import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadWaterStandards } from '../../config/deployment/standards/standards.ts';
import { type WaterReading, waterClass } from './water-class.ts';

const standards = loadWaterStandards();
const question = {
  at: Date.parse('2026-11-23T00:00:00Z'),
  zone: 'Asia/Shanghai',
  waters: 'river' as const,
  standards,
};
const mg = (factor: string, value: number): WaterReading => ({ factor, value, unit: 'mg/L' });
const [PH, DO, NH3N, TP, TN] = ['w01001', 'w01009', 'w21003', 'w21011', 'w21001'] as const;

describe('the class of surface water', () => {
  it('is that of the worst factor', () => {
    expect(waterClass([mg(DO, 6.4), mg(NH3N, 1.2), mg(TP, 0.18)], question)).toEqual({
      ok: true,
      value: {
        class: 4,
        deciding: [NH3N],
        classes: { [DO]: 2, [NH3N]: 4, [TP]: 3 },
        standard: 'GB 3838-2002',
      },
    });
  });

  it('counts a limit to its class and what lies beyond Ⅴ as 劣Ⅴ', () => {
    const of = (...reading: [string, number]) => waterClass([mg(...reading)], question);
    expect(of(NH3N, 0.15)).toMatchObject({ value: { class: 1, deciding: [] } });
    expect(of(NH3N, 0.151)).toMatchObject({ value: { class: 2 } });
    expect(of(NH3N, 2)).toMatchObject({ value: { class: 5 } });
    expect(of(NH3N, 2.01)).toMatchObject({ value: { class: 6, deciding: [NH3N] } });
    expect(of(DO, 7.5)).toMatchObject({ value: { class: 1 } });
    expect(of(DO, 1.9)).toMatchObject({ value: { class: 6 } });
    expect(waterClass([{ factor: PH, value: 9.1, unit: '' }], question)).toMatchObject({
      value: { class: 6 },
    });
    expect(waterClass([{ factor: PH, value: 6, unit: '无量纲' }], question)).toMatchObject({
      value: { class: 1 },
    });
  });

  it('is stricter on the phosphorus of lakes, and judges nitrogen only there', () => {
    const lake = { ...question, waters: 'lake' as const };
    expect(waterClass([mg(TP, 0.1)], question)).toMatchObject({ value: { class: 2 } });
    expect(waterClass([mg(TP, 0.1)], lake)).toMatchObject({ value: { class: 4 } });
    expect(waterClass([mg(TN, 3)], lake)).toMatchObject({ value: { class: 6 } });
    expect(waterClass([mg(TN, 3)], question)).toMatchObject({ ok: false });
  });

  it('reads the unit, and refuses what it cannot judge', () => {
    const chromium = (value: number, unit: string) =>
      waterClass([{ factor: 'w20117', value, unit }], question);
    expect(chromium(50, 'μg/L')).toMatchObject({ value: { class: 2 } });
    expect(chromium(0.05, 'mg/L')).toMatchObject({ value: { class: 2 } });
    expect(chromium(5, 'NTU')).toMatchObject({ ok: false, error: /NTU/ });
    expect(chromium(Number.NaN, 'mg/L')).toMatchObject({ ok: false });
    expect(waterClass([], question)).toMatchObject({ ok: false });
    expect(waterClass([mg(DO, 8)], { ...question, at: Date.parse('2001-01-01') })).toMatchObject({
      ok: false,
    });
  });

  it('never gets better by more of what is bad, nor by one factor more', () => {
    const item = fc.constantFrom(...standards[0]!.items);
    const amount = fc.double({ min: 0, max: 50, noNaN: true });
    const classOf = (readings: WaterReading[], waters: 'river' | 'lake') => {
      const result = waterClass(readings, { ...question, waters });
      return result.ok ? result.value.class : null;
    };
    fc.assert(
      fc.property(item, item, amount, amount, (of, other, a, b) => {
        const waters = of.waters[0]!;
        const reading = (value: number) => ({ factor: of.factor, value, unit: of.unit });
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const [better, worse] = of.bound === 'most' ? [low, high] : [high, low];
        const one = classOf([reading(worse)], waters)!;
        expect(classOf([reading(better)], waters)!).toBeLessThanOrEqual(one);
        const more = { factor: other.factor, value: a, unit: other.unit };
        expect(classOf([reading(worse), more], waters)!).toBeGreaterThanOrEqual(one);
      }),
    );
  });

  it('has limits that never get stricter from Ⅰ to Ⅴ', () => {
    for (const { limits, bound } of standards[0]!.items) {
      const order = [...limits].sort((a, b) => (bound === 'most' ? a - b : b - a));
      expect(limits).toEqual(order);
    }
  });
});
