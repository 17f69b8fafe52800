import type { SourceId } from '../../../config/contract/ids.ts';
import type { QualityFlag } from '../../../config/contract/vocabulary.ts';
import type { CaseDraft, HopDraft } from '../../pipeline/draft.ts';
import type { FirstTold } from '../first-told.ts';
import type { Request } from './read-request.ts';

/** Times (UTC ms) at which requests were first told to be closed, by number. */
export type Closings = FirstTold<number>;

/**
 * The steps that a request's status states beside its being reported. GeoReport tells only the present
 * status: that a request was opened again is known from what was told of it before. A closing keeps
 * the time at which it was first told, however often the closed request is touched afterwards.
 */
export async function stepsOf(request: Request, closings: Closings): Promise<HopDraft[]> {
  const at = request.updatedAt ?? request.requestedAt;
  if (request.status === 'closed') {
    const closedAt = await closings.told(request.no, at);
    return [{ event: 'close', at: closedAt, note: request.statusNotes }];
  }
  const closedAt = request.status === 'open' ? closings.known(request.no) : undefined;
  return closedAt !== undefined && at > closedAt
    ? [{ event: 'reopen', at, note: request.statusNotes }]
    : [];
}

/** @param category ours, widest first */
export function draftOf(
  request: Request,
  source: SourceId,
  category: readonly string[],
  steps: readonly HopDraft[],
): CaseDraft {
  const flags: QualityFlag[] = [];
  if (request.status !== 'open' && request.status !== 'closed') flags.push('unknown-status');
  if (request.status === 'closed' && request.updatedAt === null) flags.push('end-time-unknown');
  return {
    kind: 'case',
    source,
    upstreamNo: request.no,
    receivedAt: request.requestedAt,
    ...(request.updatedAt === null ? {} : { updatedAt: request.updatedAt }),
    ...(request.expectedAt === null ? {} : { dueAt: request.expectedAt }),
    channel: 'other',
    type: 'other',
    urgency: 'normal',
    category: [...category],
    unit: request.agency,
    grid: '',
    place: request.place && { ...request.place, datum: 'WGS84' },
    address: request.address,
    subject: request.serviceName || request.serviceCode,
    content: [request.description, request.notice, request.mediaUrl].filter(Boolean).join('\n'),
    caller: '',
    phone: '',
    confidential: false,
    flags,
    details: {
      ...(request.status === '' ? {} : { stage: request.status }),
      ...(request.statusNotes === '' ? {} : { publicAnswer: request.statusNotes }),
    },
    hops: [{ event: 'report', at: request.requestedAt }, ...steps],
  };
}
