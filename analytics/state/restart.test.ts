import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { liveClock } from '../../config/contract/clock.ts';
import type { Entry, Fact, Hop } from '../../config/contract/facts.ts';
import { alertId, caseId, type Seq } from '../../config/contract/ids.ts';
import { VIEW_NAMES } from '../../config/contract/picture.ts';
import { HOUR } from '../../config/contract/zone.ts';
import { loadDeployment } from '../../config/deployment/load.ts';
import { Judge } from '../alerts/judge.ts';
import { startTestStore, type TestStore } from '../queries/test-store.ts';
import { baseFromStore } from './base-from-store.ts';
import { Picture } from './picture.ts';
import { Recaller } from './recaller.ts';
import { alert, anyHops, hop, MONDAY, Numbered } from './samples.ts';

const NOW = MONDAY + 5 * HOUR;
const deployment = loadDeployment('huangqiao');

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore(7904, deployment.zone);
});
afterAll(() => store.stop());

const journal = new Numbered();
/** The picture of a process that never ends. */
const lasting = new Picture(deployment, NOW);
/** Of the journal. */
let head: Seq = 0;

function hold(picture: Picture, stored: Seq): void {
  picture.setStatus({
    ...{ clock: liveClock(0), demo: false, head, stored, unstoredSince: null },
    ...{ storeUp: true, backfill: null, ports: [] },
  });
}

async function keep(entries: readonly Entry[]): Promise<void> {
  const facts = entries.map(({ fact }) => fact);
  if (facts.length > 0) await store.insert(facts, entries[0]!.seq);
}

/** All rows of all views, once nobody gives any time back. */
function shown(picture: Picture): string[] {
  const { pauses, cases, matters } = picture.model;
  for (const { id, seq } of pauses.askable(head, Number.POSITIVE_INFINITY)) {
    pauses.settled(id, seq);
    cases.release(id);
  }
  picture.advance(NOW);
  matters.work();
  picture.commit(NOW);
  return VIEW_NAMES.flatMap((view) =>
    [...picture.views[view].rows].map(([key, row]) => `${view} ${key} ${JSON.stringify(row)}`),
  ).sort();
}

/** Has some facts come, and gives the picture of a process that starts when the store holds so many of them. */
async function restarted(facts: readonly Fact[], cut: number): Promise<Picture> {
  const entries = facts.map((fact) => journal.entry(fact));
  const [before, after] = [entries.slice(0, cut), entries.slice(cut)];
  const stored = head + before.length;
  head += entries.length;
  lasting.take(entries);
  hold(lasting, head);
  await keep(before);
  const picture = new Picture(deployment, NOW);
  picture.restart(await baseFromStore(store.reader, stored, NOW, picture.time), NOW);
  const recaller = new Recaller(store.reader, picture);
  hold(picture, stored);
  picture.take(after);
  expect(await recaller.tick()).toBe(false);
  await keep(after);
  hold(picture, head);
  while (picture.model.cases.unheld.size > 0) expect(await recaller.tick()).toBe(true);
  return picture;
}

/** Has a story of cases come of which nobody has heard, with a restart in its midst. */
async function shownAlike(before: readonly Hop[], after: readonly Hop[]): Promise<void> {
  const story = [...before, ...after].map((one) => {
    const [upstreamNo, id] = [`${head}-${one.upstreamNo}`, `${head}-${one.id}`];
    return { ...one, id, upstreamNo, caseId: caseId(one.source, upstreamNo, 0) };
  });
  expect(shown(await restarted(story, before.length))).toEqual(shown(lasting));
}

const step = (event: Hop['event'], hours: number, of: Partial<Hop> = {}): Partial<Hop> => ({
  ...{ event, at: MONDAY + hours * HOUR, ...of },
});
const ended = [step('report', 0), step('sign', 1), step('close', 3)];
const TAKEN_UP = 'it is taken up again';
const STORIES: Record<string, Partial<Hop>[]> = {
  'an early step is told late': [...ended, step('comment', -1)],
  'its report is put right as of its receipt': [...ended, step('amend', 0)],
  'a second report has a number of its own': [...ended, step('report', 0, { id: '2' })],
  'its end is told before it': [step('close', 3, { asOf: 0 }), step('report', 0)],
  [TAKEN_UP]: [...ended, step('reopen', 4)],
  'it was taken up again, and ended since': [...ended, step('reopen', 2)],
};

test('a case that has ended is open again only where it was taken up again, wherever a restart cuts its story', async () => {
  const stories = Object.entries(STORIES).map(([no, steps]) =>
    steps.map((one) => hop({ no, ...one })),
  );
  for (let cut = 0; cut <= ended.length + 1; cut++) {
    await shownAlike(
      stories.flatMap((story) => story.slice(0, cut)),
      stories.flatMap((story) => story.slice(cut)),
    );
    expect(lasting.model.cases.open).toBe(cut + 1);
    for (const id of lasting.model.cases.openIds()) expect(id).toContain(TAKEN_UP);
  }
});

test('an alert of a case that ended is over when its case ended, though a restart came before it was judged', async () => {
  const no = 'overdue';
  const dueAt = MONDAY + HOUR;
  const report = hop({ no, dueAt });
  const { caseId: id } = report;
  const raised = alert({
    ...{ alertId: alertId(`overdue:${id}:${dueAt}`), caseId: id, phase: 'raised', at: dueAt },
  });
  const facts = [report, raised, hop({ no, event: 'close', at: MONDAY + 3 * HOUR, dueAt })];
  for (const picture of [await restarted(facts, facts.length), lasting])
    expect(new Judge().judge(picture.model).filter(({ caseId: of }) => of === id)).toMatchObject([
      { phase: 'cleared', at: MONDAY + 3 * HOUR },
    ]);
});

test('a case that was suspended for months is held until it is known what time it has back, wherever a restart cuts its story', async () => {
  for (let cut = 0; cut <= 3; cut++) {
    const no = `suspended-${cut}`;
    const story = [
      step('report', -3_000, { text: null }),
      step('suspend', -2_990),
      step('resume', -1),
    ];
    const hops = story.map((one) => hop({ no, ...one }));
    const { pauses } = (await restarted(hops, cut)).model;
    expect(pauses.holds(hops[0]!.caseId)).toBe(true);
  }
});

test('any story of some cases is shown alike, wherever a restart cuts it', async () => {
  const anyStory = fc.tuple(anyHops, fc.nat(60));
  await fc.assert(
    fc.asyncProperty(anyStory, ([story, cut]) => shownAlike(story.slice(0, cut), story.slice(cut))),
    { numRuns: 8, endOnFailure: true },
  );
});
