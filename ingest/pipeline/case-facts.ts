import type { CaseText, Details, Hop } from '../../config/contract/facts.ts';
import { type CaseId, gridId, type Millis, sourceId, unitId } from '../../config/contract/ids.ts';
import { clockFlags } from '../../config/contract/told-time.ts';
import type { QualityFlag } from '../../config/contract/vocabulary.ts';
import { identifyCase, identifyHop, orderOf } from './identify.ts';
import type { Locate } from './locate.ts';
import { hashPhone } from './mask.ts';
import { type CaseOf, type Due, type Normaliser, toldDue } from './normalise.ts';
import type { ValidDraft } from './validate.ts';

type StepOf = Extract<ValidDraft, { kind: 'step' }>;
type Reference = NonNullable<CaseOf['parent']>;

/** A case of which only the source is known has the limits of that source, whatever it is about. */
const UNKNOWN = { type: 'other', urgency: 'normal', category: [] } as const;

/** What a hop states besides its columns; the deadline of its step is the upstream's where it tells one. */
function detailsOf(details: Details, stepDue: Due): Details {
  if (stepDue.at === null || details.stepDue !== undefined) return details;
  return { ...details, stepDue: new Date(stepDue.at).toISOString() };
}

/** Flags of a hop whose own step, or whose case, has a deadline that may still move. */
const withProvisional = (flags: readonly QualityFlag[], ...dues: Due[]): readonly QualityFlag[] =>
  dues.some(({ provisional }) => provisional) ? [...flags, 'due-provisional'] : flags;

const idOf = (of: Reference): CaseId => identifyCase(of.source, of.upstreamNo, of.redo);

/**
 * Makes the hops that a case, or steps of a case, state: in clear, for `veil`.
 * @param findWords the urgent words in a text, as `writeWords` writes them; '': none
 */
export function createCaseFacts(
  normaliser: Normaliser,
  locate: Locate,
  phoneKey: string,
  findWords: (text: string) => string,
) {
  const textOf = (draft: CaseOf): CaseText => {
    const hidden = draft.confidential || draft.type === 'report';
    return {
      subject: draft.subject,
      content: draft.content,
      address: draft.address,
      caller: draft.caller,
      phone: draft.phone,
      // by a key of its own: the same caller's open orders must not tell who it is
      phoneHash: hashPhone(draft.phone, hidden ? `${phoneKey} confidential` : phoneKey),
      confidential: hidden,
    };
  };

  return {
    /** @param now when the record was accepted, in deployment time */
    ofCase(draft: CaseOf, now: Millis): Hop[] {
      const dueOfCase = normaliser.due(draft);
      const { grid, community, lon, lat, flags: spotFlags } = locate(draft.grid, draft.place);
      const flags = [...new Set([...normaliser.doubts(draft, dueOfCase.at), ...spotFlags])];
      const { receivedAt, updatedAt = receivedAt } = draft;
      const flagsOf = (at: Millis): readonly QualityFlag[] => {
        const clock = clockFlags([at, receivedAt, updatedAt], now);
        const early = at < receivedAt;
        if (clock.length === 0 && !early) return flags;
        return [...flags, ...(early ? (['ended-before-received'] as const) : []), ...clock];
      };
      const id = identifyCase(draft.source, draft.upstreamNo, draft.redo);
      const source = sourceId(draft.source);
      const [c1 = '', c2 = '', c3 = '', c4 = ''] = draft.category;
      const category = [c1, c2, c3, c4] as const;
      const unit =
        draft.unit === '' ? normaliser.unitFor(draft.category) : normaliser.unit(draft.unit);
      const parent = draft.parent === undefined ? '' : idOf(draft.parent);
      const words = findWords(`${draft.subject}\n${draft.content}`);
      // Written out here and below: copying a hop's own part by spread costs six times as much.
      return draft.hops.map((hop): Hop => {
        const due = hop.dueAt === undefined ? dueOfCase : toldDue(hop.dueAt);
        const stepDue = normaliser.stepDue(draft, hop.event, hop.at);
        const texts = hop.event === 'report' || hop.event === 'amend';
        const details = detailsOf(
          hop.event === 'report' ? { ...draft.details, ...hop.details } : hop.details,
          stepDue,
        );
        return {
          kind: 'hop',
          id: identifyHop(id, hop),
          caseId: id,
          source,
          upstreamNo: draft.upstreamNo,
          redo: draft.redo,
          event: hop.event,
          at: hop.at,
          order: orderOf(hop),
          asOf: draft.updatedAt ?? hop.at,
          receivedAt: draft.receivedAt,
          dueAt: due.at,
          channel: draft.channel,
          type: draft.type,
          urgency: draft.urgency,
          category,
          grid,
          community,
          unit: hop.unit === undefined ? unit : normaliser.unit(hop.unit),
          actor: hop.actor ?? '',
          note: hop.note ?? '',
          lon,
          lat,
          solved: hop.solved ?? null,
          parent,
          details: texts && words !== '' ? { ...details, words } : details,
          text: texts ? textOf(draft) : null,
          flags: withProvisional(flagsOf(hop.at), due, stepDue),
        };
      });
    },

    /** @param now as for `ofCase` */
    ofSteps(draft: StepOf, now: Millis): Hop[] {
      const id = idOf(draft.case);
      const source = sourceId(draft.case.source);
      return draft.hops.map((hop): Hop => {
        const of = { ...UNKNOWN, ...draft.case, receivedAt: hop.at };
        const due =
          hop.dueAt === undefined ? normaliser.newDue(of, hop.event, hop.at) : toldDue(hop.dueAt);
        const stepDue = normaliser.stepDue(of, hop.event, hop.at);
        return {
          kind: 'hop',
          id: identifyHop(id, hop),
          caseId: id,
          source,
          upstreamNo: draft.case.upstreamNo,
          redo: draft.case.redo,
          event: hop.event,
          at: hop.at,
          order: orderOf(hop),
          asOf: 0,
          receivedAt: hop.at,
          dueAt: due.at,
          channel: 'other',
          type: 'other',
          urgency: 'normal',
          category: ['', '', '', ''],
          grid: gridId(''),
          community: '',
          unit: hop.unit === undefined ? unitId('') : normaliser.unit(hop.unit),
          actor: hop.actor ?? '',
          note: hop.note ?? '',
          lon: null,
          lat: null,
          solved: hop.solved ?? null,
          parent: draft.parent === undefined ? '' : idOf(draft.parent),
          details: detailsOf(hop.details, stepDue),
          text: null,
          flags: withProvisional(clockFlags([hop.at], now), due, stepDue),
        };
      });
    },
  };
}
