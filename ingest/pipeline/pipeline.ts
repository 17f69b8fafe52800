import type { CaseText, DeadLetter, Fact, Hop } from '../../config/contract/facts.ts';
import {
  type AlertId,
  alertId,
  type CaseId,
  gridId,
  type Millis,
  sourceId,
  stationId,
  unitId,
} from '../../config/contract/ids.ts';
import { assertNever } from '../../config/contract/result.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import type { Offer } from '../journal/journal.ts';
import { identify, identifyCase, identifyDead, identifyHop, orderOf } from './identify.ts';
import { createLocator } from './locate.ts';
import { hashPhone, maskName, maskPhone, maskText } from './mask.ts';
import { type CaseOf, createNormaliser } from './normalise.ts';
import { type ValidDraft, validate } from './validate.ts';

const RAW_LIMIT = 64 * 1024;

/** Where a record came from, for its dead letter. */
export interface Origin {
  source: string;
  /** E.g. `requests.csv:17`. */
  place: string;
  /** The input as it came. Asked for only when it is refused. */
  raw: () => string;
}

export interface Pipeline {
  /** validate → normalise → locate → mask → identify. Takes what should be a `Draft`; never throws: what is none becomes a dead letter. */
  take(draft: unknown, origin: Origin, now: Millis): Offer;
  /** A dead letter for input that no draft could be made of. */
  refuse(reason: string, origin: Origin, now: Millis): Offer;
}

/** @param phoneKey key of the hash that finds repeated callers */
export function createPipeline(deployment: Deployment, phoneKey: string): Pipeline {
  const normaliser = createNormaliser(deployment);
  const locate = createLocator(deployment);

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

  const hopsOf = (draft: CaseOf): Hop[] => {
    const dueAt = normaliser.due(draft);
    const { grid, community, lon, lat, flags: spotFlags } = locate(draft.grid, draft.place);
    const flags = [...new Set([...normaliser.doubts(draft, dueAt), ...spotFlags])];
    const id = identifyCase(draft.source, draft.upstreamNo, draft.redo);
    const [c1 = '', c2 = '', c3 = '', c4 = ''] = draft.category;
    const unit =
      draft.unit === '' ? normaliser.unitFor(draft.category) : normaliser.unit(draft.unit);
    return draft.hops.map((hop) => ({
      kind: 'hop',
      id: identifyHop(id, hop),
      caseId: id,
      source: sourceId(draft.source),
      upstreamNo: draft.upstreamNo,
      redo: draft.redo,
      event: hop.event,
      at: hop.at,
      order: orderOf(hop),
      receivedAt: draft.receivedAt,
      dueAt: hop.dueAt === undefined ? dueAt : hop.dueAt,
      channel: draft.channel,
      type: draft.type,
      urgency: draft.urgency,
      category: [c1, c2, c3, c4],
      grid,
      community,
      unit: hop.unit === undefined ? unit : normaliser.unit(hop.unit),
      actor: hop.actor ?? '',
      note: maskText(hop.note ?? ''),
      lon,
      lat,
      solved: hop.solved ?? null,
      text: hop.event === 'report' || hop.event === 'amend' ? textOf(draft) : null,
      flags: hop.at < draft.receivedAt ? [...flags, 'ended-before-received'] : flags,
    }));
  };

  const factsOf = (draft: ValidDraft): Fact[] => {
    switch (draft.kind) {
      case 'case':
        return hopsOf(draft);
      case 'patrol': {
        const { grid, community, lon, lat } = locate(draft.grid, draft.place);
        return [
          {
            kind: 'patrol',
            id: identify('patrol', draft.source, draft.reportNo),
            source: sourceId(draft.source),
            reportNo: draft.reportNo,
            at: draft.at,
            grid,
            community,
            patroller: draft.patroller,
            class: draft.class,
            text: maskText(draft.text),
            lon,
            lat,
            selfHandled: draft.selfHandled,
            caseId:
              draft.passedOn && identifyCase(draft.passedOn.source, draft.passedOn.upstreamNo, 0),
            hazard: draft.hazard,
          },
        ];
      }
      case 'reading':
        return [
          {
            ...draft,
            id: identify('reading', draft.station, draft.factor, draft.interval, draft.at),
            source: sourceId(draft.source),
            station: stationId(draft.station),
          },
        ];
      case 'alert':
        return [
          {
            ...draft,
            id: identify('alert', draft.alertId, draft.phase),
            alertId: alertId(draft.alertId) satisfies AlertId,
            source: sourceId('analytics'),
            caseId: draft.caseId as CaseId | null,
            grid: gridId(draft.grid),
            unit: unitId(draft.unit),
          },
        ];
      default:
        return assertNever(draft);
    }
  };

  const refuse = (reason: string, origin: Origin, now: Millis): Offer => {
    const raw = origin.raw().slice(0, RAW_LIMIT);
    const dead: DeadLetter = {
      kind: 'dead',
      id: identifyDead(origin.source, reason, raw),
      source: sourceId(origin.source),
      at: now,
      reason,
      place: origin.place,
      raw,
    };
    return { source: dead.source, facts: [dead], rejected: true };
  };

  return {
    refuse,
    take(draft, origin, now) {
      const valid = validate(draft);
      if (!valid.ok) return refuse(valid.error, origin, now);
      return { source: sourceId(origin.source), facts: factsOf(valid.value), rejected: false };
    },
  };
}
