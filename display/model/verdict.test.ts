import { describe, expect, it } from 'vitest';
import { liveClock } from '../../config/contract/clock.ts';
import { alertId, gridId, sourceId, unitId } from '../../config/contract/ids.ts';
import type { AlertRow, PortRow, SystemRow } from '../../config/contract/picture.ts';
import type { AlertLevel } from '../../config/contract/vocabulary.ts';
import { judge, type Situation } from './verdict.ts';

const system: SystemRow = {
  clock: liveClock(0),
  demo: false,
  storeUp: true,
  head: 1,
  stored: 1,
  folded: 1,
  feedUp: true,
  unheld: 0,
  backfill: null,
};
const calm: Situation = {
  now: 1_000,
  connected: true,
  system,
  overdue: { name: 'overdue', value: 0, expected: null },
  alerts: [],
  ports: [],
  recount: undefined,
};
const alert = (level: AlertLevel): AlertRow => ({
  id: alertId(level),
  rule: 'overdue',
  level,
  at: 0,
  title: { zh: '', en: '' },
  caseId: null,
  grid: gridId(''),
  unit: unitId(''),
  acknowledgedAt: null,
  acknowledgedBy: '',
  silencedUntil: null,
  falseAlarm: false,
  area: [],
  comments: 0,
  figures: null,
  to: null,
  untold: null,
  by: '',
});
const port = (state: PortRow['state']): PortRow => ({
  source: sourceId('water'),
  received: 0,
  stored: 0,
  duplicate: 0,
  rejected: 0,
  last: null,
  refused: {},
  rate: 0,
  lag: null,
  clockOffset: null,
  connections: null,
  closed: null,
  totals: [],
  state,
  today: 0,
});

describe('what the duty officer reads in two seconds', () => {
  it('is well when nothing is overdue, no alert stands and the ports are up', () => {
    expect(judge({ ...calm, ports: [port('live'), port('quiet')] })).toEqual({
      verdict: 'well',
      reasons: [],
    });
  });

  it('is blind before anything else: a picture that stands still proves nothing', () => {
    expect(judge({ ...calm, connected: false, alerts: [alert('red')] }).verdict).toBe('blind');
    expect(judge({ ...calm, system: { ...system, feedUp: false } }).reasons).toEqual([
      { kind: 'feed' },
    ]);
  });

  it('says nothing about a picture whose history is still coming in', () => {
    const overdue = { name: 'overdue', value: 3, expected: null } as const;
    expect(judge({ ...calm, overdue, system: { ...system, backfill: 0.4 } })).toEqual({
      verdict: 'filling',
      reasons: [{ kind: 'backfill', part: 0.4 }],
    });
  });

  it('asks for action on overdue cases, red and purple alerts, dead ports and recount differences', () => {
    const overdue = { name: 'overdue', value: 3, expected: null } as const;
    expect(judge({ ...calm, overdue }).verdict).toBe('act');
    expect(judge({ ...calm, alerts: [alert('purple')] }).verdict).toBe('act');
    expect(judge({ ...calm, ports: [port('down')] }).verdict).toBe('act');
    const recount = { at: 0, seq: 1, compared: 9, differences: 1, examples: [] };
    expect(judge({ ...calm, recount }).verdict).toBe('act');
  });

  it('asks for action, once, where the ports take nothing in', () => {
    const closed = { ...port('live'), closed: 'the disk is full' };
    expect(judge({ ...calm, alerts: [alert('red')], ports: [closed, closed] })).toEqual({
      verdict: 'act',
      reasons: [
        { kind: 'closed', why: 'the disk is full' },
        { kind: 'alerts', level: 'red', count: 1 },
      ],
    });
  });

  it('only asks to watch where nobody has to act yet', () => {
    expect(judge({ ...calm, alerts: [alert('yellow')] }).verdict).toBe('watch');
    expect(judge({ ...calm, system: { ...system, storeUp: false } }).verdict).toBe('watch');
  });

  it('is not kept up by a false alarm, nor by what is silenced, as long as it is', () => {
    const silenced = { ...alert('red'), silencedUntil: calm.now + 1 };
    expect(judge({ ...calm, alerts: [silenced] }).verdict).toBe('well');
    expect(judge({ ...calm, now: calm.now + 1, alerts: [silenced] }).verdict).toBe('act');
    expect(judge({ ...calm, alerts: [{ ...alert('red'), falseAlarm: true }] }).verdict).toBe(
      'well',
    );
    expect(judge({ ...calm, alerts: [{ ...alert('red'), acknowledgedAt: 0 }] }).verdict).toBe(
      'act',
    );
  });

  it('names the worst first', () => {
    const { reasons } = judge({ ...calm, alerts: [alert('blue'), alert('red'), alert('purple')] });
    expect(reasons.map((reason) => reason.kind === 'alerts' && reason.level)).toEqual([
      'purple',
      'red',
      'blue',
    ]);
  });
});
