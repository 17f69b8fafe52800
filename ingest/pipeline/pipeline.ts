import type { DeadLetter, Fact } from '../../config/contract/facts.ts';
import {
  alertId,
  type CaseId,
  gridId,
  type Millis,
  sourceId,
  stationId,
  unitId,
} from '../../config/contract/ids.ts';
import { assertNever } from '../../config/contract/result.ts';
import { wallSubject } from '../../config/contract/stage.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import { createWordFinder } from '../../config/deployment/urgent-words.ts';
import type { Sealer } from '../../config/vault/seal.ts';
import type { Offer, Terms } from '../journal/offer.ts';
import { createCaseFacts } from './case-facts.ts';
import { identify, identifyCase, identifyDead } from './identify.ts';
import { createLocator } from './locate.ts';
import { hashText } from './mask.ts';
import { createNormaliser } from './normalise.ts';
import { type ValidDraft, validate } from './validate.ts';
import { veil } from './veil.ts';

const RAW_LIMIT = 64 * 1024;

/** Where a record came from, for its dead letter. */
export interface Origin {
  source: string;
  /** E.g. `requests.csv:17`. */
  place: string;
  /** The input as it came. Asked for only when it is refused, and kept masked. */
  raw: () => string;
}

export interface Pipeline {
  /** validate → normalise → locate → mask → identify. Takes what should be a `Draft`; never throws: what is none becomes a dead letter. */
  take(draft: unknown, origin: Origin, now: Millis): Offer;
  /** A dead letter for input that no draft could be made of. */
  refuse(reason: string, origin: Origin, now: Millis): Offer;
}

const termsOf = ({ unit, dueAt }: { unit?: unknown; dueAt?: unknown }): Terms =>
  unit === undefined
    ? dueAt === undefined
      ? 'none'
      : 'due'
    : dueAt === undefined
      ? 'unit'
      : 'both';

/**
 * @param hashKey key of the hash that finds repeated callers
 * @param deploymentTime deployment time at machine time; absent: they are one
 * @param sealer of what masks hide; null: that is not kept
 */
export function createPipeline(
  deployment: Deployment,
  hashKey: string,
  deploymentTime: (machine: Millis) => Millis = (machine) => machine,
  sealer: Sealer | null = null,
): Pipeline {
  const normaliser = createNormaliser(deployment);
  const locate = createLocator(deployment);
  const cases = createCaseFacts(
    normaliser,
    locate,
    hashKey,
    createWordFinder(deployment.urgentWords),
  );

  const factsOf = (draft: ValidDraft, now: Millis): Fact[] => {
    switch (draft.kind) {
      case 'case':
        return cases.ofCase(draft, deploymentTime(now));
      case 'step':
        return cases.ofSteps(draft, deploymentTime(now));
      case 'patrol': {
        const { grid, community, lon, lat } = locate(draft.grid, draft.place);
        const { place: _, passedOn, ...said } = draft;
        return [
          {
            ...said,
            id: identify('patrol', draft.source, draft.reportNo),
            version: 0,
            source: sourceId(draft.source),
            grid,
            community,
            lon,
            lat,
            caseId: passedOn && identifyCase(passedOn.source, passedOn.upstreamNo, 0),
          },
        ];
      }
      case 'track':
        return draft.points.map(({ at, place }) => {
          const { grid, lon, lat } = locate('', place);
          return {
            kind: 'track',
            id: identify('track', draft.source, draft.patroller, at),
            version: 0,
            source: sourceId(draft.source),
            patroller: draft.patroller,
            track: draft.track,
            at,
            grid,
            lon: lon as number,
            lat: lat as number,
          };
        });
      case 'attendance':
        return [
          {
            ...draft,
            id: identify('attendance', draft.source, draft.patroller, draft.phase, draft.at),
            version: 0,
            source: sourceId(draft.source),
            grid: locate(draft.grid, null).grid,
          },
        ];
      case 'inspection': {
        const { place, hazards, ...said } = draft;
        return [
          {
            ...said,
            id: identify('inspection', draft.source, draft.inspectionNo),
            version: 0,
            source: sourceId(draft.source),
            grid: locate(draft.grid, place).grid,
            hazards: hazards.map((no) => identifyCase(draft.source, no, 0)),
          },
        ];
      }
      case 'reading':
        return draft.values.map(({ factor, stat, value, unit, flag }) => ({
          kind: 'reading',
          id: identify('reading', draft.station, draft.interval, draft.at, factor, stat),
          version: 0,
          source: sourceId(draft.source),
          station: stationId(draft.station),
          factor,
          at: draft.at,
          interval: draft.interval,
          value,
          unit,
          flag,
          stat,
          flags: draft.flags,
        }));
      case 'device':
        return [
          {
            ...draft,
            id: identify('device', draft.station, draft.event, draft.at),
            version: 0,
            source: sourceId(draft.source),
            station: stationId(draft.station),
          },
        ];
      case 'register': {
        const { place, secret: _, person, ...said } = draft;
        const key = person ? hashText(draft.key, hashKey) : draft.key;
        const { grid, lon, lat, flags } = locate(draft.grid, place);
        return [
          {
            ...said,
            key,
            id: identify('register', draft.register, key, draft.validFrom),
            version: 0,
            source: sourceId(draft.source),
            grid,
            lon,
            lat,
            flags: [...draft.flags, ...flags],
          },
        ];
      }
      case 'hall':
        return [
          {
            ...draft,
            id: identify('hall', draft.source, draft.subject, draft.no, draft.event, draft.at),
            version: 0,
            source: sourceId(draft.source),
          },
        ];
      case 'alert':
        return [
          {
            ...draft,
            id: identify(
              'alert',
              draft.alertId,
              draft.phase,
              draft.phase === 'raised' ? draft.level : '',
            ),
            version: 0,
            alertId: alertId(draft.alertId),
            source: sourceId('analytics'),
            caseId: draft.caseId as CaseId | null,
            grid: gridId(draft.grid),
            unit: unitId(draft.unit),
          },
        ];
      case 'telling':
        return [
          {
            ...draft,
            id: identify('telling', draft.alertId, draft.level),
            version: 0,
            alertId: alertId(draft.alertId),
            source: sourceId('analytics'),
            by: alertId(draft.by),
          },
        ];
      case 'alert-act': {
        const { no, ...said } = draft;
        return [
          {
            ...said,
            id: identify('alert-act', draft.source, no),
            version: 0,
            alertId: alertId(draft.alertId),
            source: sourceId(draft.source),
          },
        ];
      }
      case 'wall': {
        const { no, ...said } = draft;
        return [
          {
            ...said,
            id: identify('wall', draft.source, no),
            version: 0,
            source: sourceId(draft.source),
            subject: draft.subject && wallSubject(draft.subject.on, draft.subject.id),
            unit: draft.unit === '' ? unitId('') : normaliser.unit(draft.unit),
          },
        ];
      }
      default:
        return assertNever(draft);
    }
  };

  const refuse = (reason: string, origin: Origin, now: Millis): Offer => {
    const raw = origin.raw().slice(0, RAW_LIMIT);
    const dead: DeadLetter = {
      kind: 'dead',
      id: identifyDead(origin.source, reason, raw),
      version: 0,
      source: sourceId(origin.source),
      at: now,
      reason,
      place: origin.place,
      raw,
    };
    return {
      source: dead.source,
      facts: veil([dead], sealer),
      rejected: true,
    };
  };

  return {
    refuse,
    take(draft, origin, now) {
      const valid = validate(draft);
      if (!valid.ok) return refuse(valid.error, origin, now);
      const { value } = valid;
      const secret = value.kind === 'register' ? value.secret : {};
      const offer = {
        source: sourceId(origin.source),
        facts: veil(factsOf(value, now), sealer, secret),
        rejected: false,
      };
      if (value.kind === 'case')
        return { ...offer, terms: value.hops.map(termsOf), stamped: value.updatedAt !== undefined };
      return value.kind === 'step' ? { ...offer, terms: value.hops.map(termsOf) } : offer;
    },
  };
}
