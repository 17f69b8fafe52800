import type { Millis, UnitId } from '../../config/contract/ids.ts';
import { unitId } from '../../config/contract/ids.ts';
import type { HopEvent, QualityFlag } from '../../config/contract/vocabulary.ts';
import { deadlineOf, dueAfter } from '../../config/deployment/deadline.ts';
import {
  addSpan,
  isProvisionalEnd,
  type Limited,
  type Limits,
  limitsOf,
} from '../../config/deployment/limits.ts';
import type { Category, Deployment, Span } from '../../config/deployment/schema.ts';
import { createUnitFinder } from '../../config/deployment/unit-names.ts';
import type { ValidDraft } from './validate.ts';

export type CaseOf = Extract<ValidDraft, { kind: 'case' }>;

const YEAR = 366 * 86_400_000;

/** Until when something is in time, given at acceptance. */
export interface Due {
  at: Millis | null;
  /** Whether it was counted by the working days of a year whose calendar is not published yet. */
  provisional: boolean;
}

/** A deadline that somebody told; null: that there is none. */
export const toldDue = (at: Millis | null): Due => ({ at, provisional: false });
const NO_DUE = toldDue(null);

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
  /**
   * Handling deadline: the upstream's, else by the deployment's limits after all that the record tells
   * of the course of its case.
   */
  due(draft: CaseOf): Due;
  /** The deadline that a step told without its case begins anew; null: it leaves it as it was. */
  newDue(of: Limited, event: HopEvent, at: Millis): Due;
  /** Until when the step that an event begins is in time, by the deployment's limits. */
  stepDue(of: Limited, event: HopEvent, at: Millis): Due;
  /** Unit that handles a category by default; '': none named. */
  unitFor(category: readonly string[]): UnitId;
  /** What is doubtful about a case's deadline and category. */
  doubts(draft: CaseOf, dueAt: Millis | null): QualityFlag[];
}

export function createNormaliser(deployment: Deployment): Normaliser {
  const findUnit = createUnitFinder(deployment);
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

  const unit = (name: string): UnitId => findUnit(name) ?? unitId(name);
  const unitFor = (category: readonly string[]): UnitId => {
    for (let depth = category.length; depth > 0; depth--) {
      const found = handlers.get(`/${category.slice(0, depth).join('/')}`);
      if (found !== undefined) return found;
    }
    return unitId('');
  };

  const counted = (at: Millis, span: Span): Due => ({
    at,
    provisional: isProvisionalEnd(at, span, deployment),
  });
  const given = (of: Limited, at: Millis | null): Due => {
    const limits = limitsOf(deployment, of);
    return at === null || limits === null ? NO_DUE : counted(at, limits.handle);
  };

  return {
    unit,
    unitFor,
    due(draft) {
      if (draft.dueAt !== undefined) return toldDue(draft.dueAt);
      return given(draft, deadlineOf(deployment, draft, draft.hops));
    },
    newDue(of, event, at) {
      const none = { ...of, dueAt: null, suspendedAt: null };
      return given(of, dueAfter(deployment, none, event, at));
    },
    stepDue(of, event, at) {
      const begun = BEGINS[event];
      const span = begun && limitsOf(deployment, of)?.[begun];
      return span ? counted(addSpan(at, span, deployment), span) : NO_DUE;
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
