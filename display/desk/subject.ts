import {
  type Accessor,
  createEffect,
  createMemo,
  createResource,
  createSignal,
  onCleanup,
} from 'solid-js';
import type { AlertDetail, CaseDetail } from '../../config/contract/api.ts';
import type { CaseAct } from '../../config/contract/command.ts';
import type { Refusal } from '../../config/contract/refusal.ts';
import type { Model } from '../model/model.ts';
import { getAlert, getCase } from '../net/api.ts';
import { getAllowed } from '../net/commands.ts';
import type { Outbox, Sent } from './outbox.ts';

/** What the desk looks at and acts on. */
export type Subject = { on: 'alert' | 'case'; id: string };

/** What is known of it besides its row in the picture. */
export interface Chosen {
  subject: Accessor<Subject | null>;
  select(subject: Subject | null): void;
  /** null: not there yet, or no such case. */
  caseDetail: Accessor<CaseDetail | null>;
  alertDetail: Accessor<AlertDetail | null>;
  /** Whether its details, or what may be done, were asked for in vain; they are asked for again. */
  failed: Accessor<boolean>;
  /** Why each act on the case is not open; null: it is. Empty: not known yet. */
  acts: Accessor<ReadonlyMap<CaseAct, Refusal | null>>;
  /** Nobody is signed in. */
  stranger: Accessor<boolean>;
  /** Commands on it that were given here and are not among its details yet, newest first. */
  pending: Accessor<readonly Sent[]>;
}

/** The store is behind the picture by a moment. */
const STORED_WITHIN_MS = 700;
/** A store that is away is asked again. */
const AWAY_MS = 2_000;

const isUnanswered = (answer: Awaited<ReturnType<typeof getAllowed>> | undefined): boolean =>
  answer?.ok === false && answer.error === 'failed';

export function createChosen(model: Model, outbox: Outbox): Chosen {
  const [subject, setSubject] = createSignal<Subject | null>(null, {
    equals: (a, b) => a?.on === b?.on && a?.id === b?.id,
  });
  const caseId = () => (subject()?.on === 'case' ? subject()!.id : null);
  const alertId = () => (subject()?.on === 'alert' ? subject()!.id : null);
  /** Changes with whatever may have changed what is known of it. */
  const turn = createMemo(() => {
    const of = subject();
    if (of === null) return '';
    const settled = outbox.sent().filter((one) => one.subject === of.id && one.state !== 'sending');
    const row = model.row(of.on === 'case' ? 'cases' : 'alerts', of.id);
    return `${of.id} ${settled.length} ${JSON.stringify(row)}`;
  });
  const [again, setAgain] = createSignal(0);
  const asked = (id: string | null) => (id === null ? null : { id, turn: turn(), again: again() });

  const [aCase] = createResource(
    () => asked(caseId()),
    ({ id }) => getCase(id),
  );
  const [anAlert] = createResource(
    () => asked(alertId()),
    ({ id }) => getAlert(id),
  );
  const [allowed] = createResource(
    () => asked(caseId()),
    async ({ id }) => ({ id, answer: await getAllowed(id) }),
  );

  // what was known of it stands while it cannot be asked again
  const caseDetail = createMemo<CaseDetail | null>((before) => {
    const known = aCase.latest?.ok ? aCase.latest.value : before;
    return known?.id === caseId() ? known : null;
  }, null);
  const alertDetail = createMemo<AlertDetail | null>((before) => {
    const known = anAlert.latest?.ok ? anAlert.latest.value : before;
    return known?.events[0]?.alertId === alertId() ? known : null;
  }, null);
  const acts = createMemo<ReturnType<Chosen['acts']>>((before) => {
    const of = allowed.latest;
    if (of === undefined || of.id !== caseId()) return new Map();
    if (!of.answer.ok && of.answer.error === 'failed') return before;
    const open = of.answer.ok ? of.answer.value : [];
    return new Map(open.map(({ act, refusal }) => [act as CaseAct, refusal]));
  }, new Map());
  const stranger = () => {
    const answer = allowed.latest?.answer;
    return answer !== undefined && !answer.ok && answer.error === 'stranger';
  };
  const pending = createMemo(() => {
    const known = [
      ...(caseDetail()?.hops.map(({ id }) => id) ?? []),
      ...(alertDetail()?.acts.map(({ id }) => id) ?? []),
    ];
    return outbox
      .sent()
      .filter(
        ({ subject: of, state, no }) =>
          of === subject()?.id && state === 'done' && !known.some((id) => id.endsWith(`/${no}`)),
      );
  });
  const failed = () =>
    subject()?.on === 'case'
      ? aCase.latest?.ok === false || isUnanswered(allowed.latest?.answer)
      : anAlert.latest?.ok === false;
  createEffect(() => {
    if (pending().length === 0 && !failed()) return;
    again();
    const timer = setTimeout(() => setAgain((n) => n + 1), failed() ? AWAY_MS : STORED_WITHIN_MS);
    onCleanup(() => clearTimeout(timer));
  });

  return {
    subject,
    select: setSubject,
    caseDetail,
    alertDetail,
    failed,
    acts,
    stranger,
    pending,
  };
}
