import type { Hop } from '../../config/contract/facts.ts';
import type { GivenBack } from '../../config/contract/feed.ts';
import type { Millis } from '../../config/contract/ids.ts';
import { dueAfterPauses, pausesOf, type Ruled } from '../../config/deployment/deadline.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import { dueOf, foldOfHop, mergeFolds } from '../state/case-fold.ts';
import { compareRank } from '../state/rank.ts';

/** What its number begins with: so the deadlines that we gave back are told from those of others. */
const OURS = 'given-back/';
const NOTE = {
  zh: '挂账期间不计时, 时限顺延',
  en: 'Time suspended does not count: deadline moved',
};

interface Told {
  fact: Hop;
  /** When the journal took it in. */
  accepted: Millis;
}

const isOurs = ({ fact: { id, caseId } }: Told): boolean => id.startsWith(`${caseId}/${OURS}`);

/**
 * The step that gives a case back the time in which it was suspended (domain §1.4), where its suspension and
 * what ended it were told apart, so that no record could count the deadline. Null: it has it, or there is none.
 * Hops in any order, and told twice, give the same.
 * @param hops all of one case
 */
export function givenBack(
  rules: Ruled & Pick<Deployment, 'language'>,
  hops: readonly Told[],
): GivenBack | null {
  const folds = hops.map((told) => ({ told, fold: foldOfHop(told.fact, told.accepted) }));
  const others = folds.filter(({ told }) => !isOurs(told));
  const [first] = others;
  if (first === undefined) return null;
  const known = others.map(({ fold }) => fold).reduce(mergeFolds);
  const { due, dimensions } = known;
  if (due === null || due.value === null) return null;
  const steps = others
    .flatMap(({ told: { fact }, fold: { step } }) =>
      step === null ? [] : [{ event: fact.event, at: step.rank.at, rank: step.rank }],
    )
    .sort((a, b) => compareRank(a.rank, b.rank));
  const pauses = pausesOf(steps);
  const { type, urgency, receivedAt } = dimensions;
  const of = {
    ...{ source: known.source, type, urgency, receivedAt },
    category: dimensions.category.split(' / '),
  };
  const dueAt = dueAfterPauses(rules, of, { dueAt: due.value, asOf: due.rank.asOf }, pauses);
  const now = folds.map(({ fold }) => fold).reduce(mergeFolds);
  if (dueAt === dueOf(now)) return null;
  const at = Math.max(now.due?.rank.asOf ?? 0, pauses.at(-1)?.to ?? 0) + 1;
  const { source, upstreamNo, redo } = first.told.fact;
  return {
    kind: 'step',
    case: { source, upstreamNo, redo },
    hops: [{ event: 'amend', at, no: `${OURS}${at}`, dueAt, note: NOTE[rules.language] }],
  };
}
