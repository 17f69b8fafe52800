import { z } from 'zod';
import type { Millis } from '../../../config/contract/ids.ts';
import { err, ok, type Result } from '../../../config/contract/result.ts';
import type { HopDraft } from '../../pipeline/draft.ts';
import { createFieldReader, Decimal, Text, timeField, Whole, YesNo } from '../http/fields.ts';
import { ACT_NAMES } from './names.ts';
import { endOf, isHandling, meaning, sameDesk, stageName } from './stages.ts';

/** A stage code of the system. */
export const Stage = Whole.refine((code) => stageName(code) !== undefined, 'no stage code');

const actSchema = (read: (text: string) => Millis | null) => {
  const time = timeField(read);
  return z.object({
    id: Whole,
    stage: Stage,
    unit: Text.optional(),
    role: Text.optional(),
    arrivedAt: time.optional(),
    startedAt: time.optional(),
    deadline: time.optional(),
    endedAt: time.optional(),
    used: Decimal.optional(),
    overtime: YesNo.optional(),
    opinion: Text.optional(),
  });
};

/** One stay of a case at a desk. */
export type Act = z.output<ReturnType<typeof actSchema>>;

/** What the case itself says of where it stands. */
export interface Standing {
  stage: number;
  /** Since when it stands at an end, by the code of the end. */
  since: Readonly<Record<number, Millis | undefined>>;
  /** 结案类型. */
  archive: string | undefined;
}

/** Reads the acts of a case. */
export interface ActReader {
  /** The acts in the order of their numbers, or why one of them is none. */
  read(acts: readonly unknown[]): Result<Act[]>;
  /** Fields of one act that are not known. */
  ignored(act: unknown): string[];
}

export function createActReader(read: (text: string) => Millis | null): ActReader {
  const reader = createFieldReader(actSchema(read), ACT_NAMES);
  const readAll = (told: readonly unknown[]): Result<Act[]> => {
    const acts = new Map<number, Act>();
    for (const [n, one] of told.entries()) {
      const act = reader.read(one);
      if (!act.ok) return err(`acts[${n}].${act.error}`);
      const { id, startedAt, endedAt } = act.value;
      if (acts.has(id)) return err(`acts[${n}]: act ${id} is told twice`);
      if (startedAt !== undefined && endedAt !== undefined && endedAt < startedAt)
        return err(`acts[${n}]: act ${id} ends before it starts`);
      acts.set(id, act.value);
    }
    return ok([...acts.values()].toSorted((a, b) => a.id - b.id));
  };
  return { read: readAll, ignored: reader.ignored };
}

// one act may make two hops: the act's number and a digit keep them apart, and in order at one instant
const START = 0;
const END = 1;
const CASE_END = 2;
const hopNo = (act: Act, which: number): string => `${act.id}${which}`;

const iso = (at: Millis): string => new Date(at).toISOString();

/** The act as the system keeps it, beside the hop that its end makes. */
const detailsOf = (act: Act): Record<string, string> => ({
  stage: String(act.stage),
  ...(act.startedAt === undefined ? {} : { startedAt: iso(act.startedAt) }),
  ...(act.deadline === undefined ? {} : { deadline: iso(act.deadline) }),
  ...(act.used === undefined ? {} : { used: String(act.used) }),
  ...(act.overtime === undefined ? {} : { overtime: act.overtime ? '1' : '0' }),
});

const standingDetails = (stage: number, { archive }: Standing): Record<string, string> => ({
  stage: String(stage),
  ...(endOf(stage)?.reached === 'close' && archive !== undefined ? { archive } : {}),
});

/** Handling unit and deadline in force at an act: those of the newest act of handling up to it. */
interface Handling {
  unit?: string;
  dueAt?: Millis;
}

const handlingOf = ({ unit, deadline }: Act): Handling => ({
  ...(unit === undefined ? {} : { unit }),
  ...(deadline === undefined ? {} : { dueAt: deadline }),
});

/**
 * The hops that acts in their order make: one for each signature, one for each act that passed the case
 * on, and one where the case comes to an end. An act that is still under way makes none, for what it
 * means is not decided.
 */
export function hopsOf(standing: Standing, acts: readonly Act[]): Result<HopDraft[]> {
  const hops: HopDraft[] = [];
  let handling: Handling = {};
  for (const [n, act] of acts.entries()) {
    const next = acts[n + 1];
    const to = next?.stage ?? standing.stage;
    const by = { actor: act.role ?? stageName(act.stage) ?? '' };
    const end = endOf(act.stage);
    if (isHandling(act.stage)) handling = handlingOf(act);
    const event = end ? end.reached : isHandling(act.stage) ? 'sign' : null;
    const begun = end ? (act.arrivedAt ?? act.startedAt ?? act.endedAt) : act.startedAt;
    if (end && begun === undefined) return err(`act ${act.id}: ${end.name} without a time`);
    if (event !== null && begun !== undefined)
      hops.push({
        event,
        at: begun,
        no: hopNo(act, START),
        ...handling,
        ...by,
        details: standingDetails(act.stage, standing),
      });
    if (act.endedAt === undefined || (next === undefined && sameDesk(act.stage, to))) continue;
    hops.push({
      event: meaning(act.stage, to),
      at: act.endedAt,
      no: hopNo(act, END),
      ...handling,
      // a dispatch names the unit to which it goes, and by when that has to answer
      ...(next && isHandling(next.stage) ? handlingOf(next) : {}),
      ...by,
      note: act.opinion ?? '',
      details: detailsOf(act),
    });
  }

  const end = endOf(standing.stage);
  const last = acts.at(-1);
  if (end && last?.stage !== standing.stage) {
    const at = standing.since[standing.stage];
    if (at === undefined) return err(`${end.name}时间: empty`);
    hops.push({
      event: end.reached,
      at,
      ...(last ? { no: hopNo(last, CASE_END) } : {}),
      ...handling,
      actor: last?.role ?? end.name,
      details: standingDetails(standing.stage, standing),
    });
  }
  return ok(hops);
}
