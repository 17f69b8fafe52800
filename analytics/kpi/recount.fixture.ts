import type { Hop, PatrolReport } from '../../config/contract/facts.ts';
import type { Millis } from '../../config/contract/ids.ts';
import type { KpiId } from '../../config/contract/kpi.ts';
import { rankedTime } from '../../config/contract/told-time.ts';
import { type HopEvent, STATE_AFTER } from '../../config/contract/vocabulary.ts';
import { DAY } from '../../config/contract/zone.ts';
import type { KpiRules } from '../../config/deployment/kpi.ts';
import type { KpiFilter } from '../queries/kpi-cases.ts';
import { type CaseFold, dueOf, foldOfHop, mergeFolds, unitOf } from '../state/case-fold.ts';

export interface Raw<F> {
  accepted: Millis;
  fact: F;
}

/** One step of a case in the order in which it counts. */
interface Step {
  at: Millis;
  hop: Hop;
  event: HopEvent;
  /** Until when it is in time; null: no limit. */
  limit: Millis | null;
}

/** One case as its raw rows tell it. */
interface Case {
  id: string;
  fold: CaseFold;
  category: readonly string[];
  steps: Step[];
  moves: Step[];
}

/** An order, with the case that it repeats within the window of the rules; null: none. */
interface Order {
  at: Millis;
  of: Case;
  repeats: string | null;
}

/** Raw rows brought into order once, to be counted many times. */
export interface Ledger {
  cases: Case[];
  orders: Order[];
  patrols: PatrolReport[];
  rules: KpiRules;
}

const LONGEST = 92 * DAY;

function stepOf({ fact: hop, accepted }: Raw<Hop>): Step {
  const at = rankedTime(hop.at, hop.flags, accepted);
  const due = Date.parse(hop.details.stepDue ?? '');
  const sound = due >= at && due <= at + LONGEST;
  return { at, hop, event: hop.event, limit: sound ? due : null };
}

const inOrder = (a: Step, b: Step): number =>
  a.at - b.at || a.hop.order - b.hop.order || (a.hop.id < b.hop.id ? -1 : 1);

function caseOf(id: string, rows: readonly Raw<Hop>[]): Case {
  const folds = rows.map(({ fact, accepted }) => foldOfHop(fact, accepted));
  const fold = folds.reduce(mergeFolds);
  const word = rows[folds.findIndex(({ dimensions }) => dimensions === fold.dimensions)]!;
  const steps = rows.map(stepOf).sort(inOrder);
  const moves = steps.filter(({ event }) => STATE_AFTER[event] !== null);
  return { id, fold, category: word.fact.category, steps, moves };
}

/** Orders, and of each the newest earlier one of the same matter and caller or place. */
function ordersOf(cases: readonly Case[], { repeatDays }: KpiRules): Order[] {
  const orders = cases
    .flatMap((of) => {
      const first = of.steps.find(
        ({ event, hop }) => event === 'report' && hop.channel !== 'patrol',
      );
      return first ? [{ at: first.at, of, text: first.hop.text, matter: first.hop.category }] : [];
    })
    .sort((a, b) => a.at - b.at || (a.of.id < b.of.id ? -1 : 1));
  const last = new Map<string, { at: Millis; id: string }>();
  return orders.map(({ at, of, text, matter }) => {
    const marks = [
      text?.phoneHash && `caller ${text.phoneHash}`,
      text?.address && `at ${text.address}`,
    ]
      .filter((mark): mark is string => Boolean(mark) && matter[0] !== '')
      .map((mark) => JSON.stringify([mark, ...matter]));
    const earlier = marks
      .map((mark) => last.get(mark))
      .find((one) => one !== undefined && at - one.at <= repeatDays * DAY);
    for (const mark of marks) last.set(mark, { at, id: of.id });
    return { at, of, repeats: earlier?.id ?? null };
  });
}

/** @param hops in any order, any of them more than once */
export function ledgerOf(
  hops: readonly Raw<Hop>[],
  patrols: readonly Raw<PatrolReport>[],
  rules: KpiRules,
): Ledger {
  const once = new Map(hops.map((row) => [row.fact.id, row]));
  const byCase = new Map<string, Raw<Hop>[]>();
  for (const row of once.values()) {
    const rows = byCase.get(row.fact.caseId);
    if (rows) rows.push(row);
    else byCase.set(row.fact.caseId, [row]);
  }
  const cases = [...byCase].map(([id, rows]) => caseOf(id, rows));
  const first = patrols.map(({ fact }) => fact).filter(({ version }) => version === 0);
  const reports = [...new Map(first.map((report) => [report.id, report])).values()];
  return { cases, orders: ordersOf(cases, rules), patrols: reports, rules };
}

/** Whether a case is one of a filter, of whatever unit. */
function isOf({ fold, category }: Case, filter: KpiFilter): boolean {
  const { grid, community, urgency } = fold.dimensions;
  return (
    (filter.grid ?? grid) === grid &&
    (filter.community ?? community) === community &&
    (filter.source ?? fold.source) === fold.source &&
    (filter.urgency ?? urgency) === urgency &&
    (filter.category ?? []).every((level, n) => level === category[n])
  );
}

/**
 * The KPI of raw rows, counted step by step, case by case: what the store's questions are held against.
 * @param inside grids of the filter
 */
export function recountKpis(
  { cases, orders, patrols, rules }: Ledger,
  filter: KpiFilter,
  inside: ReadonlySet<string>,
): Map<KpiId, [numerator: number, denominator: number]> {
  const counted = new Map<KpiId, [number, number]>();
  const add = (id: KpiId, numerator: number | boolean, denominator: number | boolean) => {
    const [n, d] = counted.get(id) ?? [0, 0];
    counted.set(id, [n + Number(numerator), d + Number(denominator)]);
  };
  const inPeriod = (at: Millis | null): at is Millis =>
    at !== null && at >= filter.from && at < filter.to;

  for (const one of cases.filter((each) => isOf(each, filter))) {
    countSteps(one, filter.unit);
    if ((filter.unit ?? unitOf(one.fold)) === unitOf(one.fold)) countCase(one);
  }

  /** What counts for the unit that the step names. */
  function countSteps({ steps, moves }: Case, unit: string | undefined): void {
    for (const [i, { at, event, hop, limit }] of moves.entries()) {
      if ((unit ?? hop.unit) !== hop.unit) continue;
      if (event === 'rework' && inPeriod(at)) add('reworks', 1, 0);
      if (!inPeriod(limit)) continue;
      const next = moves[i + 1];
      const onward = next !== undefined && next.at <= limit;
      const contacts = steps.filter((step) => step.event === 'contact').map((step) => step.at);
      const waits = event === 'sign' || event === 'resume';
      add('overtime', waits ? !contacts.some((then) => then <= limit) : !onward, 0);
      if (event !== 'dispatch' && event !== 'rework') continue;
      if (onward && next.event !== 'sign') continue;
      const until = next?.limit ?? Number.POSITIVE_INFINITY;
      const answered = contacts.some((then) => then >= at && then <= until);
      add('signedInTime', onward, 1);
      add('responded', onward && answered, 1);
    }
  }

  /** What counts for the unit that has the case. */
  function countCase({ fold, steps, moves }: Case): void {
    const last = moves.at(-1)?.event;
    let closedAt: Millis | null = null;
    for (const { at, event } of moves) closedAt = event === 'close' ? (closedAt ?? at) : null;
    const due = dueOf(fold);
    const { urgency, receivedAt } = fold.dimensions;
    if (inPeriod(due) && last !== 'cancel' && last !== 'reject' && last !== 'merge') {
      if (moves.findLast(({ at }) => at <= due)?.event !== 'suspend') {
        const inTime = closedAt !== null && closedAt <= due;
        add('closed', closedAt !== null, 1);
        add('closedInTime', inTime, 1);
        if (urgency !== 'normal') add('urgentInTime', inTime, 1);
        add('overdue', !inTime, 0);
      }
    }
    if (inPeriod(closedAt)) {
      const end = closedAt;
      const handed = moves.filter(
        ({ at, event }) => at <= end && (event === 'dispatch' || event === 'rework'),
      ).length;
      add('firstTime', handed <= 1, 1);
      add('secondTime', handed === 2, 1);
      add('thirdTime', handed === 3, 1);
      const again = moves.findLast(({ event }) => event === 'reopen')?.at ?? receivedAt;
      const begun = due !== null && again < due ? Math.max(receivedAt, again) : receivedAt;
      if (due !== null && end > due && due > begun) add('overrun', (end - due) / (due - begun), 1);
    }
    const seen = steps.filter(({ at }) => inPeriod(at));
    for (const { event, hop } of seen) {
      if (event === 'reject') add('rejected', 1, 0);
      if (event !== 'visit') continue;
      if (hop.solved === 0 || hop.solved === 1) add('solved', hop.solved, 1);
      const word = hop.details.satisfaction ?? '';
      if (word !== '' && !rules.unjudged.includes(word))
        add('satisfied', rules.satisfied.includes(word), 1);
    }
    const tags = new Set(
      seen.flatMap(({ hop }) =>
        (hop.details.tags ?? '').split(/[,，;；、]/).map((tag) => tag.trim()),
      ),
    );
    add(
      'unreasonable',
      rules.unreasonable.some((tag) => tags.has(tag)),
      0,
    );
    add(
      'appealed',
      rules.appealed.some((tag) => tags.has(tag)),
      0,
    );
    const done = seen.find(({ event }) => event === 'finish');
    if (done)
      add(
        'reworked',
        steps.some(({ at, event }) => event === 'rework' && at >= done.at),
        1,
      );
    const dispatches = moves.filter(({ event }) => event === 'dispatch');
    const [first] = dispatches;
    if (first && inPeriod(first.at))
      add('dispatchedRight', first.hop.unit === dispatches.at(-1)!.hop.unit, 1);
    if (seen.some(({ event }) => event === 'report')) {
      const shut = new Set<HopEvent>(['verify', 'reject', 'merge', 'cancel']);
      add('validReports', last !== 'cancel' && moves.some(({ event }) => !shut.has(event)), 1);
    }
  }

  const came = orders.filter(
    ({ at, of }) =>
      inPeriod(at) && isOf(of, filter) && (filter.unit ?? unitOf(of.fold)) === unitOf(of.fold),
  );
  for (const { repeats } of came) add('repeated', repeats !== null, 1);
  add('perTenThousand', came.length, 0);

  if (filter.unit !== undefined || filter.category || filter.urgency !== undefined) return counted;
  const reports = patrols.filter(
    ({ at, grid, community, source }) =>
      inPeriod(at) &&
      (filter.grid ?? grid) === grid &&
      (filter.community ?? community) === community &&
      (filter.source ?? source) === source,
  );
  for (const { selfHandled } of reports) add('selfHandled', selfHandled, 1);
  if (filter.source !== undefined) return counted;
  const visited = new Set<string>(reports.map(({ grid }) => grid));
  add('foundFirst', reports.length, reports.length + came.length);
  add('covered', [...inside].filter((grid) => visited.has(grid)).length, inside.size);
  return counted;
}
