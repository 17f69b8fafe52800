import type { CaseText, Details, Hop } from '../../config/contract/facts.ts';
import { type CaseId, gridId, sourceId, unitId } from '../../config/contract/ids.ts';
import type { HopDetail } from '../../config/contract/vocabulary.ts';
import { identifyCase, identifyHop, orderOf } from './identify.ts';
import type { Locate } from './locate.ts';
import { hashPhone, maskName, maskPhone, maskText } from './mask.ts';
import type { CaseOf, Normaliser } from './normalise.ts';
import type { ValidDraft } from './validate.ts';

type StepOf = Extract<ValidDraft, { kind: 'step' }>;
type Reference = NonNullable<CaseOf['parent']>;

const NONE: Details = Object.freeze({});

/** Details without personal data. */
export function maskDetails(details: Details): Details {
  const keys = Object.keys(details) as HopDetail[];
  if (keys.length === 0) return NONE;
  return Object.fromEntries(keys.map((key) => [key, maskText(details[key] ?? '')]));
}

const idOf = (of: Reference): CaseId => identifyCase(of.source, of.upstreamNo, of.redo);

/** Makes the hops that a case, or steps of a case, state. */
export function createCaseFacts(normaliser: Normaliser, locate: Locate, phoneKey: string) {
  const textOf = (draft: CaseOf): CaseText => {
    const hidden = draft.confidential || draft.type === 'report';
    return {
      subject: maskText(draft.subject),
      content: maskText(draft.content),
      address: maskText(draft.address),
      caller: hidden ? '' : maskName(draft.caller),
      phone: hidden ? '' : maskPhone(draft.phone),
      phoneHash: hashPhone(draft.phone, phoneKey),
      confidential: hidden,
    };
  };

  return {
    ofCase(draft: CaseOf): Hop[] {
      const dueAt = normaliser.due(draft);
      const { grid, community, lon, lat, flags: spotFlags } = locate(draft.grid, draft.place);
      const flags = [...new Set([...normaliser.doubts(draft, dueAt), ...spotFlags])];
      const id = identifyCase(draft.source, draft.upstreamNo, draft.redo);
      const source = sourceId(draft.source);
      const [c1 = '', c2 = '', c3 = '', c4 = ''] = draft.category;
      const category = [c1, c2, c3, c4] as const;
      const unit =
        draft.unit === '' ? normaliser.unitFor(draft.category) : normaliser.unit(draft.unit);
      const parent = draft.parent === undefined ? '' : idOf(draft.parent);
      // Written out here and below: copying a hop's own part by spread costs six times as much.
      return draft.hops.map(
        (hop): Hop => ({
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
          dueAt: hop.dueAt === undefined ? dueAt : hop.dueAt,
          channel: draft.channel,
          type: draft.type,
          urgency: draft.urgency,
          category,
          grid,
          community,
          unit: hop.unit === undefined ? unit : normaliser.unit(hop.unit),
          actor: maskText(hop.actor ?? ''),
          note: maskText(hop.note ?? ''),
          lon,
          lat,
          solved: hop.solved ?? null,
          parent,
          details: maskDetails(
            hop.event === 'report' ? { ...draft.details, ...hop.details } : hop.details,
          ),
          text: hop.event === 'report' || hop.event === 'amend' ? textOf(draft) : null,
          flags: hop.at < draft.receivedAt ? [...flags, 'ended-before-received'] : flags,
        }),
      );
    },

    ofSteps(draft: StepOf): Hop[] {
      const id = idOf(draft.case);
      return draft.hops.map(
        (hop): Hop => ({
          kind: 'hop',
          id: identifyHop(id, hop),
          caseId: id,
          source: sourceId(draft.case.source),
          upstreamNo: draft.case.upstreamNo,
          redo: draft.case.redo,
          event: hop.event,
          at: hop.at,
          order: orderOf(hop),
          asOf: 0,
          receivedAt: hop.at,
          dueAt: hop.dueAt ?? null,
          channel: 'other',
          type: 'other',
          urgency: 'normal',
          category: ['', '', '', ''],
          grid: gridId(''),
          community: '',
          unit: hop.unit === undefined ? unitId('') : normaliser.unit(hop.unit),
          actor: maskText(hop.actor ?? ''),
          note: maskText(hop.note ?? ''),
          lon: null,
          lat: null,
          solved: hop.solved ?? null,
          parent: draft.parent === undefined ? '' : idOf(draft.parent),
          details: maskDetails(hop.details),
          text: null,
          flags: [],
        }),
      );
    },
  };
}
