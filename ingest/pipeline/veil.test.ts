import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Fact, SealedValues } from '../../config/contract/facts.ts';
import { loadDeployment } from '../../config/deployment/load.ts';
import { newSecret, VaultKeys } from '../../config/vault/keys.ts';
import { Sealer } from '../../config/vault/seal.ts';
import { Journal } from '../journal/journal.ts';
import { createPipeline } from './pipeline.ts';

const NOW = Date.UTC(2026, 10, 23, 2);
const [first, second] = [newSecret(), newSecret()];
const sealerOf = (text: string) => new Sealer(new VaultKeys({ text }), 'aes-256-gcm', 'hash');
const sealer = sealerOf(`a:${first}`);
const pipelineOf = (by: Sealer | null) =>
  createPipeline(loadDeployment('huangqiao'), 'hash', undefined, by);
const pipeline = pipelineOf(sealer);

const data = mkdtempSync(join(tmpdir(), 'qiao-veil-'));
const journal = new Journal(join(data, 'journal'));
afterAll(async () => {
  await journal.close();
  rmSync(data, { recursive: true, force: true });
});

const order = (more: object = {}) => ({
  kind: 'case',
  source: '12345',
  upstreamNo: '250101000770102',
  receivedAt: NOW,
  channel: 'phone',
  type: 'complaint',
  urgency: 'normal',
  category: [],
  unit: '',
  grid: '',
  place: null,
  address: '兴旺路88号',
  subject: '垃圾堆放',
  content: '请回电13912345678',
  caller: '张三丰',
  phone: '13812345678',
  confidential: false,
  hops: [
    { event: 'report', at: NOW },
    { event: 'comment', at: NOW + 1, note: '已联系 13712345678' },
  ],
  ...more,
});
const origin = { source: '12345', place: 'test', raw: () => '{"诉求人电话":"13612345678"}' };
const sealedOf = (facts: readonly Fact[]) =>
  facts.filter((fact): fact is SealedValues => fact.kind === 'sealed');
const open = (fact: SealedValues): Record<string, string> =>
  JSON.parse(sealer.open(fact as SealedValues & { cipher: 'aes-256-gcm' }, fact.id));

describe('what masks hide', () => {
  it('is sealed beside the fact that it belongs to, and only that', () => {
    const { facts } = pipeline.take(order(), origin, NOW);
    expect(facts.map(({ kind }) => kind)).toEqual(['hop', 'hop', 'sealed', 'sealed']);
    const [text, note] = sealedOf(facts);
    expect(text).toMatchObject({
      id: 'sealed:12345:250101000770102:0/report',
      about: '12345:250101000770102:0',
      fields: ['content', 'caller', 'phone'],
    });
    expect(open(text!)).toEqual({
      content: '请回电13912345678',
      caller: '张三丰',
      phone: '13812345678',
    });
    expect(open(note!)).toEqual({ note: '已联系 13712345678' });
    expect(JSON.stringify(facts)).not.toMatch(/1[36789][0-9]12345678|张三丰/);
  });

  it('of a confidential order and of a dead letter is sealed too', () => {
    const hidden = pipeline.take(order({ confidential: true }), origin, NOW).facts;
    expect(hidden[0]).toMatchObject({ text: { caller: '', phone: '' } });
    expect(open(sealedOf(hidden)[0]!)).toMatchObject({ caller: '张三丰', phone: '13812345678' });
    const { facts } = pipeline.refuse('no order', origin, NOW);
    expect(facts[0]).toMatchObject({ kind: 'dead', raw: '{"诉求人电话":"00000000000"}' });
    expect(open(sealedOf(facts)[0]!)).toEqual({ raw: origin.raw() });
  });

  it('is all that a field says of a person: inspectors, desks, columns by their headings, passwords', () => {
    const take = (draft: object) => pipeline.take(draft, origin, NOW).facts[0];
    const inspection = {
      kind: 'inspection',
      source: 'safety',
      inspectionNo: 'J1',
      at: NOW,
      grid: '',
      place: null,
      firm: '某模具厂 13812345678',
      checklist: '',
      inspector: '王建国、欧阳修远、安监所三组、A012',
      failed: [],
      checked: 1,
      hazards: [],
      note: '',
    };
    expect(take(inspection)).toMatchObject({
      firm: '某模具厂 138****5678',
      inspector: '王**、欧阳**、安监所三组、A012',
    });
    const register = {
      kind: 'register',
      source: 'registers',
      register: 'firms',
      key: '1',
      name: '某厂',
      grid: '',
      place: null,
      validFrom: '2026-01-01',
      validTo: '',
      at: NOW,
      values: {
        房东: '李四',
        业主电话: '65461234',
        身份证号: '320507199001011234',
        行业: '线路板',
      },
      flags: [],
    };
    expect(take(register)).toMatchObject({
      values: { 房东: '李*', 业主电话: '****34', 身份证号: '', 行业: '线路板' },
    });
    const device = {
      kind: 'device',
      source: 'environment',
      station: 's1',
      event: 'info',
      at: NOW,
      values: { PW: '123456', 'i12001-Info': '13812345678' },
      flags: [],
    };
    expect(take(device)).toMatchObject({ values: { PW: '', 'i12001-Info': '13812345678' } });
    const acted = order({ hops: [{ event: 'sign', at: NOW, actor: '李四', note: '' }] });
    expect(take(acted)).toMatchObject({ actor: '李*' });
  });

  it('of a confidential order tells no open order of its caller, but another confidential one', () => {
    const hashOf = (more: object) => {
      const [hop] = pipeline.take(order(more), origin, NOW).facts;
      return hop?.kind === 'hop' ? hop.text?.phoneHash : undefined;
    };
    const open = hashOf({});
    const hidden = hashOf({ confidential: true });
    expect(hidden).toBe(hashOf({ type: 'report' }));
    expect(open).toBe(hashOf({ upstreamNo: '2' }));
    expect(hidden).not.toBe(open);
  });

  it('is not kept at all where that is the setting', () => {
    expect(sealedOf(pipelineOf(null).take(order(), origin, NOW).facts)).toEqual([]);
  });

  it('is known when told again, also under a new key; a change that masks hide is a new version', async () => {
    const take = async (by: Sealer, more: object = {}) =>
      (await journal.append([pipelineOf(by).take(order(more), origin, NOW)], NOW))[0];
    const turned = sealerOf(`a:${first},b:${second}`);
    expect(await take(sealer)).toBe('stored');
    expect(await take(sealer)).toBe('duplicate');
    expect(await take(turned)).toBe('duplicate');
    expect(await take(sealer, { caller: '张四海' })).toBe('stored');
    const kept = sealedOf(journal.read(0, 100).map(({ fact }) => fact));
    expect(kept.map(({ version, about }) => [about, version])).toEqual([
      ['12345:250101000770102:0', 0],
      ['12345:250101000770102:0', 0],
      ['12345:250101000770102:0', 1],
    ]);
    expect(open(kept[2]!).caller).toBe('张四海');
    for (const name of readdirSync(join(data, 'journal')))
      expect(readFileSync(join(data, 'journal', name)).toString('latin1')).not.toMatch(
        /1[36789][0-9]12345678/,
      );
  });
});
