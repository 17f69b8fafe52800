import { join } from 'node:path';
import { ok, type Result } from '../../../config/contract/result.ts';
import type { GridSettings } from '../../../config/deployment/ports/grid.ts';
import type { Draft, HopDraft, StepDraft } from '../../pipeline/draft.ts';
import { validate } from '../../pipeline/validate.ts';
import { gridNames } from '../grid-names.ts';
import { bearer } from '../http/bearer.ts';
import { type BodyBudget, readBody } from '../http/body.ts';
import { type Parsed, readJson, takeRecords } from '../http/records.ts';
import { type Call, HttpError, type Reply, type Route } from '../http/route.ts';
import { totalsRoute } from '../http/totals.ts';
import type { PortContext } from '../port.ts';
import { openPhotoStore } from './photos.ts';
import { createDutyReader } from './read-duty.ts';
import { createReportReader, type ReportPhotos } from './read-report.ts';
import { createRosterReader } from './read-roster.ts';
import { createStepReader } from './read-step.ts';
import { createTrackReader } from './read-track.ts';
import { createUploadReader, isMultipart } from './upload.ts';

const NO_PHOTOS: ReportPhotos = { all: [], after: [] };

/** A record as one route reads it, with the photos that came with it. */
type Parse = (record: unknown, photos: ReportPhotos, call: Call) => readonly Parsed[];

/**
 * The port of 社会治理. Each request carries a client's bearer token.
 *
 * - `POST /grid/reports`: patrol reports as JSON, one or an array; or one with its photos as
 *   multipart/form-data: part `report` is the JSON, parts `photo` (or `before`) and `after` are photos
 * - `POST /grid/reports/:no/steps`: later steps of a report that was passed on, likewise, part `step`
 * - `POST /grid/tracks`, `POST /grid/attendance`: where patrollers were, and when on duty
 * - `PUT /grid/roster`: patrollers by number, with grid and role
 * - `POST /grid/totals` {day, reports}: how many reports the system counts for a day
 *
 * Photos are on disk before the report that names them is offered to the journal. A photo that is
 * refused refuses its report; nothing of either is kept.
 */
export function gridRoutes(context: PortContext, settings: GridSettings): Route[] {
  const { source, health, deployment } = context;
  const { zone } = deployment;
  const store = openPhotoStore(join(context.data, 'photos'), settings.photos);
  const uploads = createUploadReader(context, store, settings.photos);
  const budget: BodyBudget = { left: settings.maxMemoryBytes };
  const gridOf = gridNames(deployment);
  const steps = createStepReader(zone);
  const reports = createReportReader({ source, settings, zone, steps });

  /** What one record states stands or falls together: half of a report is not taken. */
  const together = (
    sent: Pick<Parsed, 'no' | 'ignored'>,
    read: Result<readonly Draft[]>,
  ): Parsed[] => {
    if (!read.ok) return [{ ...sent, refusal: read.error }];
    for (const draft of read.value) {
      const valid = validate(draft);
      if (!valid.ok) return [{ ...sent, refusal: valid.error }];
    }
    return read.value.map((draft) => ({ ...sent, draft }));
  };
  const parseReport: Parse = (record, photos) =>
    together(
      { no: reports.numberOf(record), ignored: reports.ignored(record) },
      reports.read(record, photos),
    );
  const parseStep: Parse = (record, photos, call) => {
    const read = steps.read(record, photos.all);
    const stepOf = (hop: HopDraft): StepDraft => ({
      kind: 'step',
      case: { source, upstreamNo: call.params.no ?? '' },
      hops: [hop],
    });
    return together(
      { no: steps.numberOf(record), ignored: steps.ignored(record) },
      read.ok ? ok([stepOf(read.value)]) : read,
    );
  };

  /** Takes JSON without photos. */
  const takePlain = async (call: Call, parse: Parse): Promise<Reply> => {
    const { body, release } = await readBody(call.stream, settings.maxBodyBytes, [budget]).catch(
      (error: HttpError) => {
        health.refuse(error.status === 413 ? 'oversize' : 'bad request');
        throw error;
      },
    );
    const whole = { ...call, body };
    const parseOne = (record: unknown) => parse(record, NO_PHOTOS, whole);
    return takeRecords(context, whole, settings.maxRecords, parseOne).finally(release);
  };

  /** Takes one record with its photos. */
  const takeUpload = async (call: Call, part: string, parse: Parse): Promise<Reply> => {
    const { record, photos } = await uploads.read(call, part);
    try {
      const whole = { ...call, body: record };
      const told = readJson(context, whole);
      if (Array.isArray(told)) {
        health.refuse('bad upload');
        throw new HttpError(400, `part "${part}" is a list; photos belong to one record`);
      }
      const hashes = (shown: typeof photos) => [...new Set(shown.map(({ staged }) => staged.hash))];
      const parsed = parse(
        told,
        { all: hashes(photos), after: hashes(photos.filter(({ shows }) => shows === 'after')) },
        whole,
      );
      if (parsed.every(({ draft }) => draft !== undefined))
        for (const { staged } of photos) await staged.keep();
      return await takeRecords(context, whole, 1, () => parsed);
    } finally {
      // those that were kept are not there any more
      await Promise.all(photos.map(({ staged }) => staged.drop()));
    }
  };

  const streaming = (path: string, part: string, parse: Parse): Route => ({
    method: 'POST',
    path,
    limit: settings.photos.maxRequestBytes,
    streams: true,
    health,
    async handle(call) {
      bearer(context, call);
      return isMultipart(call) ? takeUpload(call, part, parse) : takePlain(call, parse);
    },
  });
  const plain = (
    method: 'POST' | 'PUT',
    path: string,
    parse: (record: unknown) => readonly Parsed[],
  ): Route => ({
    method,
    path,
    limit: settings.maxBodyBytes,
    health,
    handle: (call) => takeRecords(context, call, settings.maxRecords, parse),
  });

  return [
    streaming('/grid/reports', 'report', parseReport),
    streaming('/grid/reports/:no/steps', 'step', parseStep),
    plain('POST', '/grid/tracks', createTrackReader({ source, settings, zone })),
    plain('POST', '/grid/attendance', createDutyReader({ source, zone })),
    plain('PUT', '/grid/roster', createRosterReader({ source, zone, gridOf })),
    totalsRoute(context, '/grid/totals', { reports: ['上报数'] }),
  ];
}
