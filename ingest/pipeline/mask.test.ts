import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskText } from '../../config/masks/mask-text.ts';
import { hashPhone, maskName, maskPhone } from './mask.ts';

describe('masking', () => {
  it('hides what names a person inside free text', () => {
    expect(
      maskText(
        '请联系13812345678，身份证320507198001011234，车牌苏E12345，座机0512-65751234，a.b@qq.com',
      ),
    ).toBe('请联系138****5678，身份证320507********，车牌苏E****5，座机0512-****1234，***@***');
    expect(maskText('回电话65461234，电话：6546123')).toBe('回电话****34，电话：****23');
    expect(maskText('Call (617) 555-0123 or 617-555-0123')).toBe(
      'Call (617) ***-0123 or 617-***-0123',
    );
  });

  it('leaves order numbers, dates and amounts alone', () => {
    const text = '工单250101000770102，2026年11月23日，金额12000元，编号3205080101000001';
    expect(maskText(text)).toBe(text);
  });

  it('keeps the family name only', () => {
    expect([maskName('张三'), maskName('欧阳修远'), maskName('')]).toEqual(['张*', '欧**', '']);
    expect([
      maskPhone('138 1234 5678'),
      maskPhone('65461234'),
      maskPhone('110'),
      maskPhone('无'),
    ]).toEqual(['138****5678', '****34', '****', '']);
  });

  it('never lets a mobile number through, wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[^0-9]{0,12}$/),
        fc.stringMatching(/^1[3-9]\d{9}$/),
        fc.stringMatching(/^[^0-9]{0,12}$/),
        (before, phone, after) => {
          expect(maskText(before + phone + after)).not.toContain(phone);
        },
      ),
    );
  });

  it('finds the same caller again only with the key', () => {
    expect(hashPhone('138-1234-5678', 'k')).toBe(hashPhone('13812345678', 'k'));
    expect(hashPhone('13812345678', 'k')).not.toBe(hashPhone('13812345678', 'other'));
  });
});
