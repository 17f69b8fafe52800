import type { CaseText, Details, Hop, SealedValues } from '../../config/contract/facts.ts';
import { type CaseId, gridId, type Millis, sourceId, unitId } from '../../config/contract/ids.ts';
import { clockFlags } from '../../config/contract/told-time.ts';
import type { QualityFlag } from '../../config/contract/vocabulary.ts';
import type { Sealer } from '../../config/vault/seal.ts';
import { identifyCase, identifyHop, orderOf } from './identify.ts';
import type { Locate } from './locate.ts';
import { hashPhone } from './mask.ts';
import { type CaseOf, type Due, type Normaliser, toldDue } from './normalise.ts';
import type { ValidDraft } from './validate.ts';
import { Veil } from './veil.ts';

type StepOf = Extract<ValidDraft, { kind: 'step' }>;
type Reference = NonNullable<CaseOf['parent']>;

const NONE: Details = Object.freeze({});
/** A case of which only the source is known has the limits of that source, whatever it is about. */
const UNKNOWN = { type: 'other', urgency: 'normal', category: [] } as const;

/** What a hop states besides its columns; the deadline of its step is the upstream's where it tells one. */
function detailsOf(told: Details, stepDue: Due, veil: Veil): Details {
  const details = Object.keys(told).length === 0 ? NONE : veil.details(told);
  if (stepDue.at === null || details.stepDue !== undefined) return details;
  return { ...details, stepDue: new Date(stepDue.at).toISOString() };
}

/** Flags of a hop whose own step, or whose case, has a deadline that may still move. */
const withProvisional = (flags: readonly QualityFlag[], ...dues: Due[]): readonly QualityFlag[] =>
  dues.some(({ provisional }) => provisional) ? [...flags, 'due-provisional'] : flags;

const idOf = (of: Reference): CaseId => identifyCase(of.source, of.upstreamNo, of.redo);

/**
 * Makes the hops that a case, or steps of a case, state; after them what masks hid, sealed.
 * @param findWords the urgent words in a text, as `writeWords` writes them; '': none
 * @param sealer null: what masks hide is not kept
 */
export function createCaseFacts(
  normaliser: Normaliser,
  locate: Locate,
  phoneKey: string,
  findWords: (text: string) => string,
  sealer: Sealer | null,
) {
  const textOf = (draft: CaseOf, veil: Veil): CaseText => {
    const hidden = draft.confidential || draft.type === 'report';
    return {
      subject: veil.text('subject', draft.subject),
      content: veil.text('content', draft.content),
      address: veil.text('address', draft.address),
      caller: hidden ? veil.hide('caller', draft.caller) : veil.name('caller', draft.caller),
      phone: hidden ? veil.hide('phone', draft.phone) : veil.phone('phone', draft.phone),
      phoneHash: hashPhone(draft.phone, phoneKey),
      confidential: hidden,
    };
  };

  return {
    /** @param now when the record was accepted, in deployment time */
    ofCase(draft: CaseOf, now: Millis): (Hop | SealedValues)[] {
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
      const sealed: SealedValues[] = [];
      const hops = draft.hops.map((hop): Hop => {
        const veil = new Veil();
        const due = hop.dueAt === undefined ? dueOfCase : toldDue(hop.dueAt);
        const stepDue = normaliser.stepDue(draft, hop.event, hop.at);
        const texts = hop.event === 'report' || hop.event === 'amend';
        const details = detailsOf(
          hop.event === 'report' ? { ...draft.details, ...hop.details } : hop.details,
          stepDue,
          veil,
        );
        const made: Hop = {
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
          actor: veil.text('actor', hop.actor ?? ''),
          note: veil.text('note', hop.note ?? ''),
          lon,
          lat,
          solved: hop.solved ?? null,
          parent,
          details: texts && words !== '' ? { ...details, words } : details,
          text: texts ? textOf(draft, veil) : null,
          flags: withProvisional(flagsOf(hop.at), due, stepDue),
        };
        sealed.push(...veil.sealed(sealer, { source, id: made.id, about: id, at: made.asOf }));
        return made;
      });
      return [...hops, ...sealed];
    },

    /** @param now as for `ofCase` */
    ofSteps(draft: StepOf, now: Millis): (Hop | SealedValues)[] {
      const id = idOf(draft.case);
      const source = sourceId(draft.case.source);
      const sealed: SealedValues[] = [];
      const hops = draft.hops.map((hop): Hop => {
        const veil = new Veil();
        const of = { ...UNKNOWN, ...draft.case, receivedAt: hop.at };
        const due =
          hop.dueAt === undefined ? normaliser.newDue(of, hop.event, hop.at) : toldDue(hop.dueAt);
        const stepDue = normaliser.stepDue(of, hop.event, hop.at);
        const made: Hop = {
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
          actor: veil.text('actor', hop.actor ?? ''),
          note: veil.text('note', hop.note ?? ''),
          lon: null,
          lat: null,
          solved: hop.solved ?? null,
          parent: draft.parent === undefined ? '' : idOf(draft.parent),
          details: detailsOf(hop.details, stepDue, veil),
          text: null,
          flags: withProvisional(clockFlags([hop.at], now), due, stepDue),
        };
        sealed.push(...veil.sealed(sealer, { source, id: made.id, about: id, at: made.at }));
        return made;
      });
      return [...hops, ...sealed];
    },
  };
}
