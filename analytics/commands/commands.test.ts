import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { AllowedCommand, CaseSummary } from '../../config/contract/api.ts';
import type { AuditPage } from '../../config/contract/audit.ts';
import { caseId } from '../../config/contract/ids.ts';
import type { AlertRow, CaseRow, RecountRow } from '../../config/contract/picture.ts';
import type { Refusal } from '../../config/contract/refusal.ts';
import { Replica } from '../../config/contract/replica.ts';
import type { StageRow } from '../../config/contract/stage.ts';
import { DAY, HOUR, isoDay } from '../../config/contract/zone.ts';
import { deskKeys } from '../../config/desk-keys.ts';
import { portKeys } from '../../config/port-keys.ts';
import { Running } from '../../config/running.fixture.ts';
import { keepReplica } from '../../config/screen.fixture.ts';
import { connect, type HopRow, hops, type Store, storeTarget } from '../../ingest/store/index.ts';
import { hopsOfCase } from '../queries/listed-cases.ts';
import { foldOfHop, mergeFolds } from '../state/case-fold.ts';

const LEADER_TOKEN = 'a-leader-of-this-deployment';
let qiao: Running;
let store: Store;
let officer: string;

/** What a wall holds of cases, alerts and units, and what it is told to show. */
const shown = new Replica(['cases', 'alerts', 'stage', 'units']);
const stage = () => shown.rows.stage.get('all') as StageRow;
const shownCase = (no: string): CaseRow | undefined => shown.rows.cases.get(`dcm:${no}:0`);
const shownAlert = (no: string): AlertRow | undefined =>
  [...shown.rows.alerts.values()].find((row) => row.caseId === `dcm:${no}:0`);

let watching = true;
/** A wall: it comes back by itself when its line breaks. */
function watch(): void {
  const ws = new WebSocket(`${qiao.url.replace('http', 'ws')}ws`, { headers: qiao.officer });
  keepReplica(ws, shown);
  ws.on('error', () => ws.terminate());
  ws.on('close', () => watching && setTimeout(watch, 100));
}

let count = 0;
const onCase = (caseNo: string, act: string, more: object = {}) => ({
  no: `c${++count}`,
  actor: 'desk-1',
  command: { on: 'case', case: { source: 'dcm', upstreamNo: caseNo }, act, ...more },
});
const onAlert = (alert: string, act: string, more: object = {}) => ({
  no: `a${++count}`,
  actor: 'desk-1',
  command: { on: 'alert', alert, act, ...more },
});

const onWall = (act: string, more: object = {}) => ({
  no: `w${++count}`,
  actor: 'desk-1',
  command: { on: 'wall', act, ...more },
});

const told = (command: object, token = officer): Promise<Response> =>
  fetch(`${qiao.url}api/commands`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(command),
  });
const refused = async (command: object, token?: string): Promise<string> => {
  const answer = await told(command, token);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  const { reason, zh, en } = (await answer.json()) as Refusal;
  expect([zh, en]).not.toContain('');
  return reason;
};
/** As a screen does that must know: the same command again, until somebody says what became of it. */
const insist = async (command: object): Promise<number> => {
  for (;;) {
    const status = await told(command).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status !== 0 && status !== 503) return status;
    await sleep(50);
  }
};

const done = async (command: object): Promise<void> => {
  expect([command, await insist(command)]).toEqual([command, 200]);
};

async function report(caseNo: string, daysAgo: number): Promise<void> {
  const at = new Date(Date.now() + 8 * HOUR - daysAgo * DAY).toISOString();
  const answer = await fetch(`http://127.0.0.1:${qiao.port + 3}/dcm/cases`, {
    method: 'POST',
    headers: { authorization: `Bearer ${portKeys(qiao.data).clients.dcm?.upstream}` },
    body: JSON.stringify({
      task_num: caseNo,
      create_time: at.slice(0, 19).replace('T', ' '),
      event_src_id: 1,
      event_desc: '井盖破损',
      main_type_name: '公用设施',
      sub_type_name: '上水井盖',
      act_property_id: 2,
      act_inst_list: [],
    }),
  });
  expect(answer.status).toBe(200);
  await expect.poll(() => shownCase(caseNo)?.state, SOON).toBe('reported');
}

const SOON = { timeout: 60_000, interval: 25 };
const state = (caseNo: string, is: string) =>
  expect.poll(() => shownCase(caseNo)?.state, SOON).toBe(is);
const stored = async (caseNo: string) =>
  (await store.query<HopRow>(hopsOfCase(caseId('dcm', caseNo, 0)))).map(hops.fromRow);
const steps = async (caseNo: string) => (await stored(caseNo)).map(({ fact }) => fact.event);

beforeAll(async () => {
  const data = mkdtempSync(join(tmpdir(), 'qiao-desk-'));
  const keys = deskKeys(data);
  const tokens = { ...keys.tokens, deputy: { role: 'leader', token: LEADER_TOKEN } };
  writeFileSync(join(data, 'desk-keys.json'), JSON.stringify({ ...keys, tokens }));
  officer = keys.tokens.desk?.token ?? '';
  qiao = await Running.start({ QIAO_DATA: data, QIAO_CITY: 'off' });
  store = connect(
    storeTarget({ data, storePort: qiao.port + 1, clickhouseUrl: undefined }, 'reader'),
  );
  watch();
  // until the picture is whole nothing can be judged, and every command is answered 503
  await insist(onCase('nobody-has-this', 'urge'));
}, 120_000);
afterAll(async () => {
  watching = false;
  await store?.close();
  await qiao?.stop();
});

describe('commands from the desk', () => {
  // First, because of many refusals within a minute some are counted only.
  it('on record is whose token it was, from where, which desk it claims, and what was refused; its words are not', async () => {
    await report('D6', 0);
    const accept = onCase('D6', 'accept', {});
    await done({ ...accept, actor: 'root' });
    await done({ ...accept, actor: 'root' });
    const urge = onCase('D6', 'comment', { text: '已电话13812345678联系' });
    await done(urge);
    const why = await refused(onCase('D6', 'finish', { note: '已更换' }));
    expect(await refused(onCase('D6', 'accept'), LEADER_TOKEN)).toBe('role');
    const answer = await fetch(`${qiao.url}api/audit?target=dcm:D6:0`, {
      headers: { authorization: `Bearer ${LEADER_TOKEN}` },
    });
    const { rows } = (await answer.json()) as AuditPage;
    const told = rows.toReversed().map(({ act, outcome, who, role, from, reason, detail }) => {
      return [act, outcome, who, role, from, reason, detail.act, detail.actor];
    });
    const [desk, deputy] = [
      ['token:desk', 'officer', '127.0.0.1'],
      ['token:deputy', 'leader', '127.0.0.1'],
    ] as const;
    expect(told).toEqual([
      ['command', 'done', ...desk, '', 'accept', 'desk:root'],
      ['command', 'done', ...desk, '', 'comment', 'desk:desk-1'],
      ['command', 'refused', ...desk, why, 'finish', 'desk:desk-1'],
      ['command', 'refused', ...deputy, 'role', 'accept', 'deputy:desk-1'],
    ]);
    expect(JSON.stringify(rows)).not.toContain('已电话');
    await expect.poll(() => steps('D6'), SOON).toContain('file');
    const accepted = (await stored('D6')).find(({ fact }) => fact.event === 'file')?.fact;
    expect(accepted?.actor).toBe('desk:root');
  }, 120_000);

  it('an officer takes a case from its report to its end, and every step is on the wall and in the store', async () => {
    await report('D1', 0);
    await done(onCase('D1', 'accept'));
    // judged after what was just given, whether the picture has it yet or not
    await done(
      onCase('D1', 'dispatch', { unit: '综合行政执法局', coUnits: ['交通管理所', 'traffic'] }),
    );
    await done(onCase('D1', 'sign'));
    await state('D1', 'handling');
    expect(shownCase('D1')?.unit).toBe('enforcement');

    await done(onCase('D1', 'suspend', { reason: '等待材料' }));
    await state('D1', 'suspended');
    expect(await refused(onCase('D1', 'finish', { note: '已更换' }))).toBe('skipped');
    expect(await refused(onCase('D1', 'sign'))).toBe('suspended');
    await done(onCase('D1', 'resume'));
    await state('D1', 'handling');

    expect(await refused(onCase('D1', 'finish'))).toBe('no-evidence');
    expect(await refused(onCase('D1', 'visit', { solved: 1 }))).toBe('unfinished');
    await done(onCase('D1', 'finish', { note: '已更换井盖' }));
    await done(onCase('D1', 'check'));
    await done(onCase('D1', 'visit', { solved: 1 }));
    await done(onCase('D1', 'close'));
    expect(await refused(onCase('D1', 'urge'))).toBe('ended');
    await expect.poll(() => shownCase('D1'), SOON).toBeUndefined();
    // the ended case is asked of the store, and may be taken up again
    await expect.poll(() => steps('D1'), SOON).toContain('close');
    await done(onCase('D1', 'reopen', { reason: '再次破损' }));
    await state('D1', 'reopened');
    const dispatched = (await stored('D1')).find(({ fact }) => fact.event === 'dispatch')?.fact;
    expect(dispatched).toMatchObject({ actor: 'desk:desk-1', details: { coUnits: 'traffic' } });
  }, 120_000);

  it('a red alert is acknowledged, spoken of, silenced for a while, and called false, by whoever may', async () => {
    await report('D2', 60);
    await expect.poll(() => shownAlert('D2')?.level, SOON).toMatch(/red|purple/);
    const { id } = shownAlert('D2') as AlertRow;
    const later = (days: number) => ({ until: new Date(Date.now() + days * DAY).toISOString() });
    await done(onAlert(id, 'acknowledge'));
    await expect.poll(() => shownAlert('D2')?.acknowledgedAt, SOON).toBeGreaterThan(0);
    expect(await refused(onAlert(id, 'silence', later(-1)))).toBe('past');
    expect(await refused(onAlert(id, 'silence', later(30)))).toBe('too-long');
    expect(await refused(onAlert(id, 'silence', later(1)), LEADER_TOKEN)).toBe('role');
    await done(onAlert(id, 'silence', later(1)));
    expect((await told(onAlert(id, 'comment', { text: '已通知' }), LEADER_TOKEN)).status).toBe(200);
    await done(onAlert(id, 'false-alarm'));
    await expect
      .poll(() => shownAlert('D2'), SOON)
      .toMatchObject({ comments: 1, falseAlarm: true, silencedUntil: expect.any(Number) });
    expect(await refused(onAlert('no-such', 'acknowledge'))).toBe('unknown-alert');
  }, 120_000);

  it('who may do what is asked beforehand, and is what is refused or done', async () => {
    await report('D3', 0);
    const asked = async (token: string) => {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await fetch(`${qiao.url}api/commands?case=dcm:D3:0`, { headers });
      const acts = (await answer.json()) as AllowedCommand[];
      return Object.fromEntries(acts.map(({ act, refusal }) => [act, refusal?.reason ?? 'open']));
    };
    expect(await asked(officer)).toMatchObject({
      accept: 'open',
      dispatch: 'skipped',
      finish: 'skipped',
      extend: 'undispatched',
      urge: 'open',
      check: 'skipped',
    });
    expect(await asked(LEADER_TOKEN)).toMatchObject({ accept: 'role', urge: 'open' });
    expect(await refused(onCase('D3', 'dispatch', { unit: 'water' }))).toBe('skipped');
    expect(await refused(onCase('D3', 'accept'), LEADER_TOKEN)).toBe('role');
    expect(await refused(onCase('D3', 'accept'), 'nobody')).toBe('signed-out');
    expect(await refused(onCase('D0', 'accept'))).toBe('unknown-case');
    await done(onCase('D3', 'accept'));
    expect(await refused(onCase('D3', 'dispatch', { unit: '水利部' }))).toBe('unknown-unit');
    const both = { unit: 'water', coUnits: ['水务站'] };
    expect(await refused(onCase('D3', 'dispatch', both))).toBe('main-helps');
    expect(
      await refused(onCase('D3', 'merge', { into: { source: 'dcm', upstreamNo: 'D3' } })),
    ).toBe('itself');
  }, 120_000);

  it('a case is found by its number, its words and its unit, within a time', async () => {
    await report('D5', 0);
    const day = (days: number) => isoDay(Date.now() + days * DAY, 'Asia/Shanghai');
    const found = async (words: string, from = day(-2)) => {
      const asked = new URLSearchParams({ q: words, from, to: day(2), limit: '50' });
      const answer = await fetch(`${qiao.url}api/search?${asked}`, {
        headers: { authorization: `Bearer ${officer}` },
      });
      expect(answer.status).toBe(200);
      return ((await answer.json()) as CaseSummary[]).map(({ upstreamNo }) => upstreamNo);
    };
    await expect.poll(() => found('d5'), SOON).toEqual(['D5']);
    expect(await found('井盖 综合行政执法局')).toContain('D5');
    expect(await found('井盖破损 D5 没有这个词')).toEqual([]);
    expect(await found('井盖', day(1))).toEqual([]);
  }, 120_000);

  it('two desks at once: one step is done, the other is refused', async () => {
    await report('D4', 0);
    const statuses = await Promise.all(
      [onCase('D4', 'accept'), onCase('D4', 'accept')].map(
        async (command) => (await told(command)).status,
      ),
    );
    expect(statuses.toSorted()).toEqual([200, 409]);
  }, 120_000);

  it('the desk steers the walls, and all of them show it, also after whoever tells them was killed', async () => {
    expect(stage()).toMatchObject({ mode: 'duty', focus: null, incident: null });
    await report('W1', 0);
    const place = { on: 'grid', id: 'beizhuang-1' };
    const matter = { on: 'case', id: 'dcm:W1:0' };
    await done(onWall('mode', { mode: 'briefing' }));
    await done(onWall('focus', { subject: place }));
    await expect
      .poll(stage, SOON)
      .toMatchObject({ mode: 'briefing', by: 'desk:desk-1', focus: place });
    expect(await refused(onWall('focus', { subject: { on: 'grid', id: 'nowhere-9' } }))).toBe(
      'unknown-grid',
    );
    expect(await refused(onWall('mode', { mode: 'emergency' }))).toBe('no-incident');
    expect(await refused(onWall('log', { text: '到场' }))).toBe('no-incident');
    expect(await refused(onWall('clear'), LEADER_TOKEN)).toBe('role');

    const enter = onWall('enter', { subject: matter, title: '河道漂油' });
    await done(enter);
    await done(enter);
    await done(onWall('log', { text: '联系人13812345678已到场' }));
    expect(await refused(onWall('enter', { subject: place, title: '火情' }))).toBe('incident');
    await done(onWall('task', { text: '布设围油栏', unit: '水务站' }));
    await expect.poll(() => stage().incident?.tasks.length, SOON).toBe(1);
    const task = stage().incident?.tasks[0]?.id;
    await done(onWall('finish', { task }));
    await expect.poll(() => stage().incident?.tasks[0]?.doneAt, SOON).toBeGreaterThan(0);
    expect(await refused(onWall('finish', { task }))).toBe('task-done');
    const shownNow = stage();
    expect(shownNow).toMatchObject({
      mode: 'emergency',
      focus: matter,
      incident: {
        subject: matter,
        title: '河道漂油',
        log: [{ by: 'desk:desk-1', text: '联系人138****5678已到场' }],
        tasks: [{ text: '布设围油栏', unit: 'water' }],
      },
    });

    // the picture is folded anew from what the store has
    const head = async () =>
      (
        await fetch(`${qiao.url}api/recount`, { method: 'POST', headers: qiao.officer })
      ).json() as Promise<RecountRow>;
    expect((await head()).differences).toBe(0);
    process.kill(qiao.pid('analytics'), 'SIGKILL');
    await expect.poll(() => shown.rows.stage.size, SOON).toBe(1);
    await done(onWall('log', { text: '围油栏已布设' }));
    await expect.poll(() => stage().incident?.log.length, SOON).toBe(2);
    expect(stage()).toMatchObject({ ...shownNow, incident: { tasks: shownNow.incident?.tasks } });

    await done(onWall('leave'));
    await expect.poll(stage, SOON).toMatchObject({ mode: 'duty', focus: null, incident: null });
  }, 120_000);

  it('what a unit gives back (退回) counts for that unit on the wall, also when it is counted anew', async () => {
    const returned = () =>
      Object.fromEntries([...shown.rows.units.values()].map((row) => [row.unit, row.returned]));
    const before = returned();
    await report('R1', 0);
    await done(onCase('R1', 'accept'));
    for (const unit of ['水务站', 'construction']) {
      await done(onCase('R1', 'dispatch', { unit }));
      const back = onCase('R1', 'return', { reason: '不属本单位职责' });
      await done(back);
      await done(back);
    }
    await state('R1', 'returned');
    const after = {
      ...before,
      '': 0,
      water: (before.water ?? 0) + 1,
      construction: (before.construction ?? 0) + 1,
    };
    await expect.poll(returned, SOON).toEqual(after);
    expect(shownCase('R1')?.unit).toBe('');
    const givers = async () =>
      (await stored('R1')).filter((row) => row.fact.event === 'return').map((row) => row.fact.unit);
    await expect.poll(givers, SOON).toEqual(['water', 'construction']);

    // the picture is folded anew from what the store has
    process.kill(qiao.pid('analytics'), 'SIGKILL');
    await insist(onCase('R1', 'urge'));
    await expect.poll(returned, SOON).toEqual(after);
  }, 120_000);

  it('over kill -9 of whoever carries them, every command that was told again and again is done once', async () => {
    const cases = ['K1', 'K2', 'K3'];
    for (const no of cases) await report(no, 0);
    const shift = cases.map(async (no) => {
      const course = [
        onCase(no, 'accept'),
        onCase(no, 'dispatch', { unit: 'construction' }),
        onCase(no, 'sign'),
        ...Array.from({ length: 12 }, (_, n) => onCase(no, 'comment', { text: `第${n}次查看` })),
        onCase(no, 'suspend', { reason: '等待材料' }),
        onCase(no, 'resume'),
        onCase(no, 'finish', { note: '已更换' }),
      ];
      for (const command of course) {
        // nobody knows whether the first was heard
        const answers = await Promise.all([insist(command), insist(command)]);
        expect([no, command.command, answers]).toEqual([no, command.command, [200, 200]]);
      }
      return course.length;
    });
    const killing = (async () => {
      for (const name of ['ingest', 'analytics', 'ingest', 'analytics'] as const) {
        await sleep(400);
        process.kill(qiao.pid(name), 'SIGKILL');
        await sleep(700);
      }
    })();
    const given = await Promise.all(shift);
    await killing;
    for (const [n, no] of cases.entries()) {
      await state(no, 'done');
      await expect.poll(async () => (await steps(no)).length, SOON).toBe((given[n] ?? 0) + 1);
    }
  }, 120_000);

  it('in whatever order and however often its hops come back, a case stands where the desk left it', async () => {
    const told = await stored('K1');
    const folds = told.map(({ fact, accepted }) => foldOfHop(fact, accepted));
    const whole = folds.reduce(mergeFolds);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...folds, ...folds], { minLength: folds.length * 2 }),
        (shuffled) => {
          expect(shuffled.reduce(mergeFolds)).toEqual(whole);
        },
      ),
      { numRuns: 200 },
    );
    expect(whole).toMatchObject({ step: { state: 'done' }, unit: { value: 'construction' } });
    // resumed, it says itself until when it is to be handled
    const resumed = told.find(({ fact }) => fact.event === 'resume')?.fact;
    expect(resumed?.dueAt).toBeGreaterThanOrEqual(told[0]?.fact.dueAt ?? Number.NaN);
    expect(whole.due).toMatchObject({ rank: { at: resumed?.at }, value: resumed?.dueAt });
  });
});
