import { z } from 'zod';
import { ALERT_LEVELS, AUDIENCES } from '../contract/vocabulary.ts';

const ByLevel = z.record(z.enum(ALERT_LEVELS), z.enum(AUDIENCES));
const Most = z.record(z.enum(ALERT_LEVELS), z.number().int().positive());

/** How alerts are told: who is to act, what speaks for what, and how many one person can read. */
export const TellingRules = z.strictObject({
  /** Who is to act, by level (domain §1.6: unit → 分管 → 主要领导). Yellow of a case that no unit has goes to the centre. */
  to: ByLevel.prefault({ blue: 'centre', yellow: 'unit', red: 'deputy', purple: 'chief' }),
  /** Rules that go elsewhere than their level says. */
  toByRule: z
    .record(z.string(), z.partialRecord(z.enum(ALERT_LEVELS), z.enum(AUDIENCES)))
    .prefault({
      unsigned: { yellow: 'centre' },
      returned: { red: 'centre' },
      unverified: { yellow: 'centre' },
      unchecked: { yellow: 'centre' },
      unvisited: { yellow: 'centre' },
      repeat: { yellow: 'centre' },
      'false-closing': { yellow: 'centre' },
      exceed: { yellow: 'centre', red: 'centre' },
      air: { yellow: 'centre', red: 'centre' },
      lost: { yellow: 'centre' },
      constant: { yellow: 'centre' },
    }),
  /** While an alert of one rule stands, those of the others on the same subject are not told. */
  inhibits: z
    .array(z.strictObject({ rule: z.string(), others: z.array(z.string()).min(1) }))
    .prefault([
      { rule: 'lost', others: ['exceed', 'air', 'constant', 'step'] },
      { rule: 'exceed', others: ['step'] },
    ]),
  /** Rules that may say the same of one case in one moment: one of them is told. */
  together: z.array(z.array(z.string()).min(2)).prefault([['hazard', 'overdue']]),
  /** Natural days in which what was marked as a false alarm is not told again, unless it is worse. */
  falseAlarmDays: z.number().positive().default(7),
  /** Natural days for which an alert may be silenced at most. */
  silenceDays: z.number().positive().default(7),
  /**
   * Alerts told within so many minutes: of one rule, level and place of handling; of one rule and level;
   * of one level. What is beyond is one group, for which the last one told speaks.
   */
  minutes: z.number().positive().default(10),
  most: z.strictObject({ alike: Most, rule: Most, level: Most }).prefault({
    alike: { blue: 2, yellow: 2, red: 3, purple: 3 },
    rule: { blue: 3, yellow: 4, red: 6, purple: 6 },
    level: { blue: 4, yellow: 6, red: 10, purple: 10 },
  }),
});
export type TellingRules = z.output<typeof TellingRules>;
