import { z } from 'zod';
import { err, ok, type Result } from '../../../config/contract/result.ts';
import { STATE_AFTER } from '../../../config/contract/vocabulary.ts';
import type { HotlineSettings } from '../../../config/deployment/ports/hotline.ts';
import type { CaseDraft, HopDraft } from '../../pipeline/draft.ts';
import {
  createFieldReader,
  Decimal,
  Text,
  timeField,
  Whole,
  wordField,
  YesNo,
} from '../http/fields.ts';
import { placeOf } from '../http/place.ts';
import type { Parsed } from '../http/records.ts';
import { createTimeReader, type ReadTime } from '../http/times.ts';
import { stated } from '../stated.ts';
import { DATUM_WORDS, URGENCY_WORDS } from '../words.ts';
import { createHopReader, type HopReader, Solved } from './hops.ts';
import { CHANNEL_WORDS, ORDER_NAMES, STATUS_WORDS, TYPE_WORDS, YES_NO_WORDS } from './names.ts';
import { createNumberReader, type OrderNumber, openedAgain } from './number.ts';
import { fieldNames } from './other-names.ts';

const MOST_STEPS = 900;

const orderSchema = (readTime: ReadTime) => {
  const time = timeField(readTime);
  const steps = z.array(z.unknown(), 'not a list').max(MOST_STEPS, `more than ${MOST_STEPS}`);
  const secret = z.preprocess(
    (word) =>
      typeof word === 'string' && Object.hasOwn(YES_NO_WORDS, word)
        ? YES_NO_WORDS[word as keyof typeof YES_NO_WORDS]
        : word,
    YesNo,
  );
  return z.object({
    orderNo: Text,
    redoSeq: Whole.optional(),
    parentNo: Text.optional(),
    cityNo: Text.optional(),
    channel: Text.default(''),
    type: wordField(TYPE_WORDS).default('other'),
    caller: Text.default(''),
    phone: Text.default(''),
    confidential: secret.default(false),
    subject: Text,
    content: Text.default(''),
    cat1: Text.default(''),
    cat2: Text.default(''),
    cat3: Text.default(''),
    cat4: Text.default(''),
    tags: Text.optional(),
    occurredAt: time.optional(),
    receivedAt: time.optional(),
    dispatchedAt: time.optional(),
    signDue: time.optional(),
    signedAt: time.optional(),
    contactAt: time.optional(),
    dueAt: time.optional(),
    extendedTo: time.optional(),
    doneAt: time.optional(),
    checkedAt: time.optional(),
    visitedAt: time.optional(),
    closedAt: time.optional(),
    updatedAt: time.optional(),
    unit: Text.default(''),
    office: Text.optional(),
    coUnits: Text.optional(),
    grid: Text.optional(),
    community: Text.optional(),
    address: Text.default(''),
    lon: Decimal.optional(),
    lat: Decimal.optional(),
    coordSys: wordField(DATUM_WORDS).optional(),
    urgency: wordField(URGENCY_WORDS).default('normal'),
    repeatOf: Text.optional(),
    firm: Text.optional(),
    solved: Solved.optional(),
    satisfaction: Text.optional(),
    unitSatisfaction: Text.optional(),
    failReason: Text.optional(),
    publicAnswer: Text.optional(),
    result: Text.optional(),
    status: Text.optional(),
    hops: steps.default([]),
    supplements: steps.default([]),
  });
};
type Order = z.output<ReturnType<typeof orderSchema>>;

/** Which column of an order tells when which step was taken. */
const COLUMNS = [
  ['dispatchedAt', 'dispatch'],
  ['signedAt', 'sign'],
  ['contactAt', 'contact'],
  ['doneAt', 'finish'],
  ['checkedAt', 'check'],
  ['visitedAt', 'visit'],
  ['closedAt', 'close'],
] as const;

const iso = (at: number): string => new Date(at).toISOString();

/** The steps of an order: those it lists, then those that only its columns tell. */
function stepsOf(
  order: Order,
  receivedAt: number,
  reader: HopReader,
): Result<{ hops: HopDraft[]; into: string | undefined }> {
  const report: HopDraft = { event: 'report', at: receivedAt };
  const hops: HopDraft[] = [report];
  let into: string | undefined;
  for (const [n, record] of order.hops.entries()) {
    const step = reader.step(record);
    if (!step.ok) return err(`hops[${n}].${step.error}`);
    into = step.value.into ?? into;
    const { no: _, at: __, ...said } = step.value.hop;
    // a case is reported once, when it was received
    if (said.event === 'report') Object.assign(report, said);
    else hops.push(step.value.hop);
  }
  for (const [n, record] of order.supplements.entries()) {
    const supplement = reader.supplement(record);
    if (!supplement.ok) return err(`supplements[${n}].${supplement.error}`);
    hops.push(supplement.value);
  }
  const listed = new Set(hops.map(({ event }) => event));
  for (const [column, event] of COLUMNS) {
    const at = order[column];
    if (at !== undefined && !listed.has(event)) hops.push({ event, at });
  }
  return ok({ hops, into });
}

/** Puts what the order states of a step in its own columns to that step: of the visit, of the answer. */
function attach(order: Order, hops: HopDraft[]): void {
  const find = (...events: HopDraft['event'][]) =>
    events.flatMap((event) => hops.findLast((hop) => hop.event === event) ?? [])[0];
  const add = (hop: HopDraft | undefined, details: NonNullable<HopDraft['details']>) => {
    const to = hop ?? hops[0];
    if (to) to.details = { ...details, ...to.details };
  };
  const { satisfaction, unitSatisfaction, failReason, publicAnswer, signDue, solved } = order;
  const visit = find('visit', 'close', 'finish', 'report');
  if (visit && solved !== undefined) visit.solved ??= solved;
  add(visit, stated({ satisfaction, unitSatisfaction, failReason }));
  const answered = find('finish', 'close', 'report');
  if (answered && order.result !== undefined) answered.note ??= order.result;
  add(answered, stated({ publicAnswer }));
  const dispatched = find('dispatch', 'report');
  if (signDue !== undefined)
    add(
      dispatched,
      // the clock of signing begins with the dispatch
      dispatched?.event === 'dispatch' ? { stepDue: iso(signDue) } : { deadline: iso(signDue) },
    );
  if (dispatched && order.office !== undefined) dispatched.actor ??= order.office;
}

/** Prepares making drafts of orders and of steps of orders, under the port's source. */
export function createOrderParser(settings: HotlineSettings, source: string, zone: string) {
  const readTime = createTimeReader(zone);
  const orders = createFieldReader(orderSchema(readTime), fieldNames(ORDER_NAMES, settings.fields));
  const steps = createHopReader(settings, readTime);
  const readNumber = createNumberReader(settings.redo);
  const channels = { ...CHANNEL_WORDS, ...settings.channels };

  const numberOf = (order: Order): Result<OrderNumber> => {
    const number = readNumber(order.orderNo);
    if (order.redoSeq === undefined || order.redoSeq === number.redo) return ok(number);
    return number.redo === 0
      ? ok({ ...number, redo: order.redoSeq })
      : err(`redoSeq: ${order.redoSeq} where the number says ${number.redo}`);
  };

  const parentOf = (number: OrderNumber, told: string | undefined): CaseDraft['parent'] => {
    if (told !== undefined) return { source, ...readNumber(told) };
    return openedAgain(source, number);
  };

  const draftOf = (record: unknown): Result<CaseDraft> => {
    const read = orders.read(record);
    if (!read.ok) return read;
    const order = read.value;
    const number = numberOf(order);
    if (!number.ok) return number;
    const receivedAt = order.receivedAt ?? order.dispatchedAt;
    if (receivedAt === undefined) return err('receivedAt: empty, and dispatchedAt too');
    const told = stepsOf(order, receivedAt, steps);
    if (!told.ok) return told;
    const { hops, into } = told.value;

    const { upstreamNo, redo } = number.value;
    const parent = parentOf(number.value, into ?? order.parentNo);
    if (parent && parent.upstreamNo === upstreamNo && (parent.redo ?? 0) === redo)
      return err(`${into === undefined ? 'parentNo' : 'into'}: the order itself`);

    const { place, flags } = placeOf(order.lon, order.lat, order.coordSys ?? settings.datum);
    if (order.status !== undefined) {
      const ends = Object.hasOwn(STATUS_WORDS, order.status)
        ? STATUS_WORDS[order.status]
        : undefined;
      if (ends === undefined) flags.push('unknown-status');
      else if (
        ends !== 'open' &&
        !hops.some(({ event }) => STATE_AFTER[event] === STATE_AFTER[ends])
      ) {
        flags.push('end-time-unknown');
        // one step, however often the order is told with this status and whatever time it then has
        const again = hops.filter(({ event }) => event === 'reopen').length;
        hops.push({
          event: ends,
          at: order.doneAt ?? order.updatedAt ?? receivedAt,
          no: `${ends}-by-status-${again}`,
        });
      }
    }
    attach(order, hops);

    const { updatedAt, extendedTo, occurredAt, cityNo, coUnits, firm, repeatOf } = order;
    const tags = [order.tags, repeatOf && `重复 ${repeatOf}`].filter(Boolean).join(',');
    return ok({
      kind: 'case',
      source,
      upstreamNo,
      redo,
      receivedAt,
      ...stated({ updatedAt, parent, dueAt: extendedTo ?? order.dueAt }),
      channel: Object.hasOwn(channels, order.channel)
        ? (channels[order.channel] ?? 'other')
        : 'other',
      type: order.type,
      urgency: order.urgency,
      category: [order.cat1, order.cat2, order.cat3, order.cat4].filter(Boolean),
      unit: order.unit,
      grid: order.grid ?? order.community ?? '',
      place,
      address: order.address,
      subject: order.subject,
      content: order.content,
      caller: order.caller,
      phone: order.phone,
      confidential: order.confidential,
      flags,
      details: stated({
        cityNo,
        coUnits,
        firm,
        tags: tags || undefined,
        occurredAt: occurredAt === undefined ? undefined : iso(occurredAt),
      }),
      hops,
    });
  };

  return {
    /** An order with everything known of it. */
    order(record: unknown): Parsed[] {
      const no = orders.told(record, 'orderNo');
      const draft = draftOf(record);
      return [draft.ok ? { no, draft: draft.value } : { no, refusal: draft.error }];
    },
    /** One step of an order of which the sender tells nothing else. */
    step(no: string, record: unknown): Parsed[] {
      const read = steps.step(record);
      if (!read.ok) return [{ no, refusal: read.error }];
      const { hop, into } = read.value;
      if (hop.event === 'report') return [{ no, refusal: 'event: an order is reported whole' }];
      const parent = into === undefined ? undefined : { source, ...readNumber(into) };
      const draft = { kind: 'step', case: { source, ...readNumber(no) }, ...stated({ parent }) };
      return [{ no, draft: { ...draft, hops: [hop] } }];
    },
    readTime,
  };
}
export type OrderParser = ReturnType<typeof createOrderParser>;
