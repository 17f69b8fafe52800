import { mix32, random } from '../../config/deployment/random.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import type { CaseDraft, HopDraft } from '../pipeline/draft.ts';
import type { CasePlan, Said } from './cases.ts';
import type { Step } from './course.ts';
import type { Ground } from './ground.ts';
import { callerOf, fill, orderText, type Words, wordsFor } from './words.ts';

/** Share of orders that name their grid but no place. */
const NO_PLACE = 0.08;

/** Puts a step of a case into the words of its upstream system. */
export function createTeller(of: {
  deployment: Deployment;
  ground: Ground;
  scale: number;
}): (plan: CasePlan, step: Step) => CaseDraft {
  const { deployment, ground, scale } = of;

  const wordsOf = (plan: CasePlan): Words =>
    plan.words ??
    wordsFor(plan.matter.at, ground.plots[plan.plot]!.community, random(mix32(plan.seed + 1)));

  const said = (plan: CasePlan): Said => {
    const words = wordsOf(plan);
    const rng = random(mix32(plan.seed + 2));
    const { matter } = plan;
    const grid = ground.plots[plan.plot]!.grid.properties;
    const patrol = plan.channel === 'patrol';
    const subject = fill(rng.pick(patrol ? matter.patrol : matter.subject), words);
    const detail = fill(rng.pick(matter.detail), words);
    const content = patrol
      ? `网格员巡查上报:${subject}。现场无法当场处置,上报流转。`
      : orderText(plan.channel, plan.type, subject, detail, rng);
    const caller = patrol ? { name: '', phone: '' } : callerOf(rng, scale);
    const unplaced = !patrol && rng.chance(NO_PLACE);
    return {
      grid: patrol ? grid.id : unplaced ? grid.name.zh : '',
      place: unplaced ? null : { lon: plan.place[0], lat: plan.place[1], datum: deployment.datum },
      address: `${deployment.name.zh}${words.at ?? ''}`,
      subject,
      content,
      caller: caller.name,
      phone: caller.phone,
    };
  };

  return (plan, step) => {
    plan.said ??= said(plan);
    const of = plan.said;
    const { event, at, unit, actor, note, solved, dueAt } = step;
    const hop: HopDraft = { event, at, actor, note };
    if (solved !== undefined) hop.solved = solved;
    // Written out, since copying by spread costs three times as much, and this is the hottest line.
    const draft: CaseDraft = {
      kind: 'case',
      source: plan.source,
      upstreamNo: plan.upstreamNo,
      redo: plan.redo,
      receivedAt: plan.receivedAt,
      channel: plan.channel,
      type: plan.type,
      urgency: plan.urgency,
      category: plan.matter.category,
      unit,
      grid: of.grid,
      place: of.place,
      address: of.address,
      subject: of.subject,
      content: of.content,
      caller: of.caller,
      phone: of.phone,
      confidential: plan.confidential,
      hops: [hop],
    };
    if (dueAt !== undefined) draft.dueAt = dueAt;
    return draft;
  };
}
