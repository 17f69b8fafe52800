import type { Hop, Reading } from '../../config/contract/facts.ts';
import { caseId, gridId, sourceId, stationId, unitId } from '../../config/contract/ids.ts';
import type { HopEvent } from '../../config/contract/vocabulary.ts';
import type { Offer } from './offer.ts';

/** 10:00 on a Monday in Suzhou. */
export const MONDAY = Date.UTC(2026, 10, 23, 2);

export const reading = (n: number, value = 1): Reading => ({
  kind: 'reading',
  id: `reading:${n}`,
  version: 0,
  source: sourceId('water'),
  station: stationId('s1'),
  factor: '39',
  at: n * 1000,
  interval: 'realtime',
  value,
  unit: 'm',
  flag: 'N',
  stat: 'value',
  flags: [],
});

export const measured = (n: number, value = 1): Offer => ({
  source: sourceId('water'),
  facts: [reading(n, value)],
  rejected: false,
});

/** An order as its upstream tells it at one time. */
export interface Told {
  no?: string;
  /** Main category. */
  category?: string;
  subject?: string;
  unit?: string;
  /** Steps after the report, minutes later; a note, and a unit where the step names one itself. */
  steps?: readonly { event: HopEvent; minute: number; note?: string; unit?: string }[];
  /** When the upstream made this version, in minutes after the report; absent: it does not tell. */
  updated?: number;
}

/** The order as the pipeline would hand it on. */
export function order(told: Told): Offer {
  const { no = '1', category = '市容环境', subject = '垃圾堆放', unit = 'u1', steps = [] } = told;
  const id = caseId('12345', no, 0);
  const source = sourceId('12345');
  const hop = (event: HopEvent, minute: number, note: string, own: string | undefined): Hop => {
    const at = MONDAY + minute * 60_000;
    return {
      kind: 'hop',
      id: `${id}/${event === 'report' ? event : `${event}@${at}`}`,
      caseId: id,
      source,
      upstreamNo: no,
      redo: 0,
      event,
      at,
      order: 0,
      asOf: told.updated === undefined ? at : MONDAY + told.updated * 60_000,
      receivedAt: MONDAY,
      dueAt: null,
      channel: 'phone',
      type: 'complaint',
      urgency: 'normal',
      category: [category, '', '', ''],
      grid: gridId('g1'),
      community: 'c1',
      unit: unitId(own ?? unit),
      actor: '',
      note,
      lon: 120.5,
      lat: null,
      solved: null,
      parent: '',
      details: note === '' ? {} : { stage: note },
      text:
        event === 'report'
          ? {
              subject,
              content: '来电人反映\n\n希望处理',
              address: '占上路',
              caller: '张*',
              phone: '',
              phoneHash: '',
              confidential: false,
            }
          : null,
      flags: [],
    };
  };
  return {
    source,
    rejected: false,
    stamped: told.updated !== undefined,
    terms: ['none', ...steps.map((step) => (step.unit === undefined ? 'none' : 'unit'))] as const,
    facts: [
      hop('report', 0, '', undefined),
      ...steps.map(({ event, minute, note = '', unit: own }) => hop(event, minute, note, own)),
    ],
  };
}
