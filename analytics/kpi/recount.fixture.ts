import type { Hop, PatrolReport } from '../../config/contract/facts.ts';
import type { Millis } from '../../config/contract/ids.ts';
import type { KpiId } from '../../config/contract/kpi.ts';
import { rankedTime } from '../../config/contract/told-time.ts';
import { STATE_AFTER } from '../../config/contract/vocabulary.ts';
import { DAY } from '../../config/contract/zone.ts';
import type { KpiFilter } from '../queries/kpi-cases.ts';
import { dueOf, foldOfHop, mergeFolds, unitOf } from '../state/case-fold.ts';

export interface Raw<F> {
  accepted: Millis;
  fact: F;
}

/** One step in the order in which it counts. */
interface Step {
  at: Millis;
  hop: Hop;
  due: Millis | null;
}

const stepsOf = (hops: readonly Raw<Hop>[]): Step[] =>
  hops
    .map(({ fact: hop, accepted }) => ({
      at: rankedTime(hop.at, hop.flags, accepted),
      hop,
      due: hop.details.stepDue === undefined ? null : Date.parse(hop.details.stepDue),
    }))
    .sort((a, b) => a.at - b.at || a.hop.order - b.hop.order || (a.hop.id < b.hop.id ? -1 : 1));

/** The KPI of raw facts, counted step by step, case by case: what the store's one question is held against. */
export function recountKpis(
  hops: readonly Raw<Hop>[],
  patrols: readonly Raw<PatrolReport>[],
  filter: KpiFilter,
  grids: ReadonlySet<string>,
): Map<KpiId, [number, number]> {
  const { from, to } = filter;
  const counted = new Map<KpiId, [number, number]>();
  const add = (id: KpiId, numerator: number, denominator: number) => {
    const [n, d] = counted.get(id) ?? [0, 0];
    counted.set(id, [n + numerator, d + denominator]);
  };
  const inPeriod = (at: Millis | null): at is Millis => at !== null && at >= from && at < to;

  const byCase = new Map<string, Raw<Hop>[]>();
  for (const each of hops) {
    const of = byCase.get(each.fact.caseId) ?? [];
    of.push(each);
    byCase.set(each.fact.caseId, of);
  }
  const orders: Hop[] = [];
  for (const of of byCase.values()) {
    const fold = of.map(({ fact, accepted }) => foldOfHop(fact, accepted)).reduce(mergeFolds);
    const { grid, community, category, urgency, receivedAt } = fold.dimensions;
    if (filter.unit !== undefined && filter.unit !== unitOf(fold)) continue;
    if (filter.grid !== undefined && filter.grid !== grid) continue;
    if (filter.community !== undefined && filter.community !== community) continue;
    if (filter.source !== undefined && filter.source !== fold.source) continue;
    if (filter.urgency !== undefined && filter.urgency !== urgency) continue;
    if (filter.category !== undefined && filter.category !== category.split(' / ')[0]) continue;

    const steps = stepsOf(of);
    const moves = steps.filter(({ hop }) => STATE_AFTER[hop.event] !== null);
    const last = moves.at(-1)?.hop.event;
    let closedAt: Millis | null = null;
    for (const { at, hop } of moves) {
      if (hop.event !== 'close') closedAt = null;
      else closedAt ??= at;
    }
    const due = dueOf(fold);
    if (inPeriod(due) && last !== 'cancel' && last !== 'reject' && last !== 'merge') {
      const then = moves.filter(({ at }) => at <= due).at(-1)?.hop.event;
      if (then !== 'suspend') {
        const inTime = closedAt !== null && closedAt <= due;
        add('closed', Number(closedAt !== null), 1);
        add('closedInTime', Number(inTime), 1);
        if (urgency !== 'normal') add('urgentInTime', Number(inTime), 1);
        add('overdue', Number(!inTime), 0);
      }
    }
    if (closedAt !== null && inPeriod(closedAt)) {
      const handed = moves.filter(
        ({ at, hop }) => at <= closedAt && (hop.event === 'dispatch' || hop.event === 'rework'),
      ).length;
      add('firstTime', Number(handed <= 1), 1);
      add('secondTime', Number(handed === 2), 1);
      add('thirdTime', Number(handed === 3), 1);
      if (due !== null && closedAt > due && due > receivedAt)
        add('overrun', (closedAt - due) / (due - receivedAt), 1);
    }
    for (const [i, { hop, due: stepDue }] of moves.entries()) {
      if (!inPeriod(stepDue)) continue;
      const next = moves[i + 1];
      const onward = next !== undefined && next.at <= stepDue;
      const contacted = steps.some((step) => step.hop.event === 'contact' && step.at <= stepDue);
      const waits = hop.event === 'sign' || hop.event === 'resume';
      add('overtime', Number(!(waits ? contacted : onward)), 0);
      if (hop.event !== 'dispatch' && hop.event !== 'rework') continue;
      if (onward && next.hop.event !== 'sign') continue;
      const signed = onward;
      const limit = next?.due ?? null;
      const answered =
        signed &&
        steps.some(
          (step) =>
            step.hop.event === 'contact' &&
            step.at >= moves[i]!.at &&
            (limit === null || step.at <= limit),
        );
      add('signedInTime', Number(signed), 1);
      add('responded', Number(answered), 1);
    }
    for (const { at, hop } of steps) {
      if (!inPeriod(at)) continue;
      if (hop.event === 'visit') {
        if (hop.solved === 0 || hop.solved === 1) add('solved', hop.solved, 1);
        const word = hop.details.satisfaction ?? '';
        if (word !== '') add('satisfied', Number(/^(非常满意|满意|基本满意)$/.test(word)), 1);
      }
      if (hop.event === 'rework') add('reworks', 1, 0);
      if (hop.event === 'reject') add('rejected', 1, 0);
      if (hop.event === 'report' && hop.channel !== 'patrol') orders.push(hop);
    }
    const finished = steps.find(({ at, hop }) => hop.event === 'finish' && inPeriod(at));
    if (finished)
      add(
        'reworked',
        Number(
          steps.some(({ at, hop }) => hop.event === 'rework' && inPeriod(at) && at >= finished.at),
        ),
        1,
      );
    const dispatches = moves.filter(({ hop }) => hop.event === 'dispatch');
    if (dispatches.length > 0 && inPeriod(dispatches[0]!.at))
      add('dispatchedRight', Number(dispatches[0]!.hop.unit === dispatches.at(-1)!.hop.unit), 1);
    if (steps.some(({ at, hop }) => hop.event === 'report' && inPeriod(at))) {
      const shut = new Set<string>(['verify', 'reject', 'merge', 'cancel']);
      const taken = moves.some(({ hop }) => !shut.has(hop.event));
      add('validReports', Number(taken && last !== 'cancel'), 1);
    }
  }

  const reports = hops
    .map(({ fact }) => fact)
    .filter(({ event, channel }) => event === 'report' && channel !== 'patrol');
  for (const order of orders) {
    const repeated = reports.some(
      (other) =>
        other.id !== order.id &&
        (other.at < order.at || (other.at === order.at && other.id < order.id)) &&
        order.at - other.at <= 90 * DAY &&
        other.at >= from - 90 * DAY &&
        other.category.join('/') === order.category.join('/') &&
        ((order.text !== null &&
          order.text.phoneHash !== '' &&
          other.text?.phoneHash === order.text.phoneHash) ||
          (order.text !== null &&
            order.text.address !== '' &&
            other.text?.address === order.text.address)),
    );
    add('repeated', Number(repeated), 1);
  }

  if (filter.unit === undefined && filter.category === undefined && filter.urgency === undefined) {
    const visited = new Set<string>();
    let found = 0;
    for (const { fact } of patrols) {
      if (fact.version > 0 || !inPeriod(fact.at)) continue;
      if (filter.grid !== undefined && filter.grid !== fact.grid) continue;
      if (filter.community !== undefined && filter.community !== fact.community) continue;
      if (filter.source !== undefined && filter.source !== fact.source) continue;
      visited.add(fact.grid);
      found++;
      add('selfHandled', Number(fact.selfHandled), 1);
    }
    add('foundFirst', found, found + orders.length);
    add('covered', [...grids].filter((grid) => visited.has(grid)).length, grids.size);
  }
  return counted;
}
