import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hop, PatrolReport } from '../../config/contract/facts.ts';
import { Admission } from './admission.ts';
import { MONDAY, measured, order, type Told } from './facts.fixture.ts';

/** Says offers one after another, each in a commit of its own, an hour apart. */
function journalOf() {
  const stored = new Map<string, Buffer>();
  let now = MONDAY + 86_400_000;
  return {
    stored,
    say(offer: Parameters<Admission['admit']>[0]) {
      const admission = new Admission((group) => stored.get(group));
      const facts = admission.admit(offer, now);
      now += 3_600_000;
      for (const [group, known] of admission.changes()) {
        const bytes = Buffer.alloc(known.size);
        known.write(bytes);
        stored.set(group, bytes);
      }
      return facts;
    },
  };
}
const hops = (facts: readonly { kind: string }[]) => facts as Hop[];
const events = (facts: readonly { kind: string }[]) => hops(facts).map((hop) => hop.event);

const dispatched = { event: 'dispatch', minute: 5, unit: 'u1' } as const;
const signed = { event: 'sign', minute: 9 } as const;
const whole: Told = {
  steps: [dispatched, signed, { event: 'finish', minute: 90, note: '已清理' }],
};

describe('an order told again', () => {
  it('is a duplicate when it says the same, and one group holds it with its hops', () => {
    const { say, stored } = journalOf();
    expect(events(say(order(whole)))).toEqual(['report', 'dispatch', 'sign', 'finish']);
    expect(say(order(whole))).toEqual([]);
    expect([...stored.keys()]).toEqual(['12345:1:0']);
  });

  it('adds only the hops that are new', () => {
    const { say } = journalOf();
    say(order({ steps: [dispatched] }));
    expect(events(say(order({ steps: [signed, dispatched] })))).toEqual(['sign']);
  });

  it('says nothing new where only the list of urgent words became another', () => {
    const { say } = journalOf();
    const listed = (words: string) => {
      const offer = order(whole);
      const [report, ...more] = offer.facts as Hop[];
      return { ...offer, facts: [{ ...report!, details: { words } }, ...more] };
    };
    expect(say(order(whole))).toHaveLength(4);
    expect(say(listed('urgent:起火'))).toEqual([]);
    expect(say(listed('hot:起火'))).toEqual([]);
  });

  it('with another category, text and unit gives exactly one amendment that carries them', () => {
    const { say } = journalOf();
    const [first] = hops(say(order(whole)));
    const changed = { ...whole, category: '违法建设', subject: '违建', unit: 'u2' };
    const [amend, ...more] = hops(say(order(changed)));
    expect(more).toEqual([]);
    expect(amend).toMatchObject({
      event: 'amend',
      caseId: first?.caseId,
      category: ['违法建设', '', '', ''],
      unit: 'u2',
      text: { subject: '违建' },
    });
    // the newest word: as of its arrival, where the upstream tells no time of the version
    expect(amend?.asOf).toBeGreaterThan(MONDAY + 90 * 60_000);
    expect(say(order(changed))).toEqual([]);
    expect(say(order(whole))).toEqual([]);
  });

  it('keeps the unit to which an earlier step went, whoever has the order now', () => {
    const { say } = journalOf();
    say(order({ steps: [dispatched] }));
    const on = { event: 'dispatch', minute: 50, unit: 'u2' } as const;
    expect(events(say(order({ unit: 'u2', steps: [dispatched, on] })))).toEqual([
      'amend',
      'dispatch',
    ]);
  });

  it('with another step content gives one amendment of that step', () => {
    const { say } = journalOf();
    say(order(whole));
    const steps = [dispatched, { ...signed, note: '改派' }];
    const found = hops(say(order({ steps })));
    expect(found.map(({ event, note, text }) => [event, note, text])).toEqual([
      ['amend', '改派', null],
    ]);
    expect(say(order({ steps }))).toEqual([]);
  });

  it('with a stamp is a version of its own, even where it goes back to what it said before', () => {
    const { say } = journalOf();
    const versions = [
      { updated: 1 },
      { updated: 20, category: '违法建设' },
      { updated: 30 },
      { updated: 30 },
    ];
    const asOf = versions.map((told) => hops(say(order(told))).map((hop) => hop.asOf));
    expect(asOf).toEqual([[MONDAY + 60_000], [MONDAY + 1_200_000], [MONDAY + 1_800_000], []]);
    expect(say(order({}))).toEqual([]);
  });

  it('ends in the same newest word in whatever order its stamped versions arrive', () => {
    const versions: Told[] = ['a', 'b', 'a', 'c', 'b'].map((category, n) => ({
      category,
      subject: `${category} as told`,
      updated: n * 10,
      steps: [dispatched, signed].slice(0, n),
    }));
    fc.assert(
      fc.property(
        fc.shuffledSubarray(versions, { minLength: versions.length }),
        fc.array(fc.nat(versions.length - 1), { maxLength: 4 }),
        (shuffled, again) => {
          const { say } = journalOf();
          const told = [...shuffled, ...again.map((n) => versions[n] as Told)];
          const found = told.flatMap((version) => hops(say(order(version))));
          const texts = found.filter((hop) => hop.text !== null);
          const newest = texts.toSorted((x, y) => y.asOf - x.asOf)[0];
          expect(newest).toMatchObject({ category: ['b', '', '', ''], asOf: MONDAY + 2_400_000 });
          expect(newest?.text?.subject).toBe('b as told');
          expect(texts.length).toBe(versions.length);
          const steps = found.filter((hop) => hop.event !== 'amend');
          expect(new Set(steps.map((hop) => hop.id)).size).toBe(steps.length);
          expect(steps.map((hop) => hop.event).sort()).toEqual(['dispatch', 'report', 'sign']);
        },
      ),
    );
  });

  it('of which a step came first, alone, takes its report when that comes', () => {
    const { say } = journalOf();
    const told = order({ steps: [{ event: 'urge', minute: 30 }] });
    const urge = { ...(told.facts[1] as Hop), asOf: 0 };
    const alone = { source: told.source, rejected: false, facts: [urge], terms: ['none'] as const };
    expect(events(say(alone))).toEqual(['urge']);
    expect(events(say(told))).toEqual(['report']);
    expect(say(alone)).toEqual([]);
  });
});

describe('other facts', () => {
  it('that change are kept as further versions, and what was said before is a duplicate', () => {
    const { say } = journalOf();
    const versions = [1, 2, 1, 3].map((value) =>
      say(measured(1, value)).map((fact) => fact.kind === 'reading' && [fact.version, fact.value]),
    );
    expect(versions).toEqual([[[0, 1]], [[1, 2]], [], [[2, 3]]]);
  });

  it('of one message share a group, and a message may hold facts of several', () => {
    const { say, stored } = journalOf();
    const [one] = measured(1).facts;
    const [other] = measured(2).facts;
    const second = { ...one!, id: 'reading:1:max' };
    const message = { ...measured(1), facts: [one!, second, other!, ...order({}).facts] };
    expect(say(message)).toHaveLength(4);
    expect(say(message)).toEqual([]);
    expect(stored.size).toBe(3);
  });

  it('are the same whatever the order of their named values', () => {
    const { say } = journalOf();
    const patrol = { kind: 'patrol', id: 'p', version: 0, photos: [] } as unknown as PatrolReport;
    const told = (details: PatrolReport['details']) =>
      say({ ...measured(1), facts: [{ ...patrol, details }] });
    expect(told({ firm: 'a', hazard: 'major' })).toHaveLength(1);
    expect(told({ hazard: 'major', firm: 'a' })).toEqual([]);
    expect(told({ hazard: 'major', firm: 'b' })).toMatchObject([{ version: 1 }]);
  });

  it('are known however many share a group, which is then split into parts', () => {
    const { say, stored } = journalOf();
    const [point] = measured(1).facts;
    const track = (from: number, upTo: number) => ({
      ...measured(1),
      facts: Array.from({ length: upTo - from }, (_, n) => ({
        ...point!,
        id: `reading:1:${from + n}`,
      })),
    });
    for (let from = 0; from < 5_000; from += 1_000)
      expect(say(track(from, from + 1_000))).toHaveLength(1_000);
    expect(say(track(0, 5_000))).toEqual([]);
    expect(say(track(4_990, 5_010))).toHaveLength(10);
    const sizes = [...stored.values()].map((bytes) => bytes.length / 16);
    expect(Math.max(...sizes)).toBeLessThan(600);
    expect(sizes.reduce((sum, rows) => sum + rows, 0)).toBe(5_010);
  });

  it('that change without end are numbered without end, and cost no more than the newest', () => {
    const { say, stored } = journalOf();
    const versions = Array.from({ length: 200 }, (_, value) =>
      say(measured(1, value)).map((fact) => fact.kind === 'reading' && fact.version),
    );
    expect(versions.flat()).toEqual(Array.from({ length: 200 }, (_, n) => n));
    expect(say(measured(1, 199))).toEqual([]);
    expect(say(measured(1, 3))).toMatchObject([{ version: 200 }]);
    expect([...stored.values()].map((bytes) => bytes.length / 16)).toEqual([33]);
  });
});
