import { z } from 'zod';
import { err, ok, type Result } from '../../../config/contract/result.ts';
import { HOP_EVENTS, type HopEvent } from '../../../config/contract/vocabulary.ts';
import type { HotlineSettings } from '../../../config/deployment/ports/hotline.ts';
import type { HopDraft } from '../../pipeline/draft.ts';
import { createFieldReader, Text, timeField, wordField } from '../http/fields.ts';
import type { ReadTime } from '../http/times.ts';
import { stated } from '../stated.ts';
import { EVENT_WORDS, HOP_NAMES, SOLVED_WORDS, SUPPLEMENT_NAMES } from './names.ts';
import { fieldNames } from './other-names.ts';

/** 0, 1 or 2, or a word for it. */
export const Solved = Text.transform((word, context) => {
  const found = Object.hasOwn(SOLVED_WORDS, word)
    ? SOLVED_WORDS[word as keyof typeof SOLVED_WORDS]
    : undefined;
  if (found !== undefined) return found;
  context.addIssue({
    code: 'custom',
    message: `not one of ${Object.keys(SOLVED_WORDS).join(', ')}`,
  });
  return z.NEVER;
});

/** A step as an order, or a sender who knows no more, tells it; and the number of the order it was merged into. */
export interface Step {
  hop: HopDraft;
  into: string | undefined;
}

/** Reads steps (办理过程) and supplements (补充诉求) of orders. */
export function createHopReader(settings: HotlineSettings, readTime: ReadTime) {
  const time = timeField(readTime);
  const events: Record<string, HopEvent> = {
    ...Object.fromEntries(HOP_EVENTS.map((event) => [event, event])),
    ...EVENT_WORDS,
    ...settings.events,
  };
  const steps = createFieldReader(
    z.object({
      no: Text.optional(),
      event: wordField(events),
      at: time,
      unit: Text.optional(),
      actor: Text.optional(),
      note: Text.optional(),
      dueAt: time.optional(),
      into: Text.optional(),
      stage: Text.optional(),
      coUnits: Text.optional(),
      solved: Solved.optional(),
      satisfaction: Text.optional(),
      unitSatisfaction: Text.optional(),
      failReason: Text.optional(),
      publicAnswer: Text.optional(),
    }),
    fieldNames(HOP_NAMES, settings.fields),
  );
  const supplements = createFieldReader(
    z.object({ no: Text.optional(), at: time, content: Text }),
    SUPPLEMENT_NAMES,
  );

  return {
    step(record: unknown): Result<Step> {
      const read = steps.read(record);
      if (!read.ok) return read;
      const { event, at, no, unit, actor, note, dueAt, solved, into, ...details } = read.value;
      const hop = { event, at, ...stated({ no, unit, actor, note, dueAt, solved }) };
      return ok({ hop: { ...hop, details: stated(details) }, into });
    },
    /** 补充诉求 adds to what was said; it does not restate the order. */
    supplement(record: unknown): Result<HopDraft> {
      const read = supplements.read(record);
      if (!read.ok) return err(read.error);
      const { no, at, content } = read.value;
      return ok({
        event: 'comment',
        at,
        ...(no === undefined ? {} : { no: `s${no}` }),
        note: content,
        details: { stage: '补充诉求' },
      });
    },
  };
}
export type HopReader = ReturnType<typeof createHopReader>;
