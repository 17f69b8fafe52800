import type { Millis, UnitId } from '../../config/contract/ids.ts';
import { unitId } from '../../config/contract/ids.ts';
import type { HopEvent, QualityFlag } from '../../config/contract/vocabulary.ts';
import { addSpan, type Limited, type Limits, limitsOf } from '../../config/deployment/limits.ts';
import type { Category, Deployment } from '../../config/deployment/schema.ts';
import type { ValidDraft } from './validate.ts';

export type CaseOf = Extract<ValidDraft, { kind: 'case' }>;

const YEAR = 366 * 86_400_000;

/** The limit of the step that an event begins (domain §1.3). */
const BEGINS: Readonly<Partial<Record<HopEvent, keyof Limits>>> = {
  verify: 'verify',
  dispatch: 'sign',
  rework: 'sign',
  sign: 'contact',
  finish: 'check',
  check: 'visit',
};

/** Brings names, deadlines and categories of a case to the deployment's own. */
export interface Normaliser {
  /** Id of the unit that a record calls by id, name or alias; what is not ours stays as it is called. */
  unit(name: string): UnitId;
  /** Handling deadline: the upstream's, else by the deployment's limits; null: none. */
  due(draft: CaseOf): number | null;
  /** Until when the step that an event begins is in time, by the deployment's limits; null: it has none. */
  stepDue(of: Limited, event: HopEvent, at: Millis): Millis | null;
  /** Unit that handles a category by default; '': none named. */
  unitFor(category: readonly string[]): UnitId;
  /** What is doubtful about a case's deadline and category. */
  doubts(draft: CaseOf, dueAt: number | null): QualityFlag[];
}

export function createNormaliser(deployment: Deployment): Normaliser {
  const units = new Map<string, UnitId>();
  for (const unit of deployment.units)
    for (const name of [unit.id, unit.name.zh, unit.name.en, ...unit.aliases])
      units.set(name.toLowerCase(), unitId(unit.id));

  const handlers = new Map<string, UnitId>();
  const walk = (nodes: readonly Category[], path: string, inherited: string) => {
    for (const node of nodes) {
      const unit = node.unit ?? inherited;
      for (const name of [node.name.zh, node.name.en]) {
        handlers.set(`${path}/${name}`, unitId(unit));
        if (node.children) walk(node.children, `${path}/${name}`, unit);
      }
    }
  };
  walk(deployment.categories, '', '');

  const unit = (name: string): UnitId => units.get(name.toLowerCase()) ?? unitId(name);
  const unitFor = (category: readonly string[]): UnitId => {
    for (let depth = category.length; depth > 0; depth--) {
      const found = handlers.get(`/${category.slice(0, depth).join('/')}`);
      if (found !== undefined) return found;
    }
    return unitId('');
  };

  return {
    unit,
    unitFor,
    due(draft) {
      if (draft.dueAt !== undefined) return draft.dueAt;
      const limit = limitsOf(deployment, draft);
      return limit === null ? null : addSpan(draft.receivedAt, limit.handle, deployment);
    },
    stepDue(of, event, at) {
      const begun = BEGINS[event];
      const span = begun && limitsOf(deployment, of)?.[begun];
      return span ? addSpan(at, span, deployment) : null;
    },
    doubts(draft, dueAt) {
      const flags: QualityFlag[] = [...draft.flags];
      if (dueAt !== null && dueAt < draft.receivedAt) flags.push('due-before-received');
      if (dueAt !== null && dueAt > draft.receivedAt + 2 * YEAR) flags.push('due-far');
      if (draft.category[0] && !handlers.has(`/${draft.category[0]}`))
        flags.push('unknown-category');
      return flags;
    },
  };
}
