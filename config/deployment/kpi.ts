import { z } from 'zod';

const Words = z.array(z.string().min(1));

/** Words and windows by which KPI are counted (domain §1.5). */
export const KpiRules = z.strictObject({
  /** 重复诉求: the same matter of one caller or place within so many natural days. */
  repeatDays: z.number().int().min(1).max(400).default(90),
  /** 满意与基本满意, as upstream systems write them. */
  satisfied: Words.default(['非常满意', '满意', '基本满意']),
  /** What is written where nobody judged: 无效评价. */
  unjudged: Words.default(['未评价', '未表态', '无法评价']),
  /** Tags of what was found 不合理, and of what a unit appealed against (申诉). Counted apart, never left out. */
  unreasonable: Words.default(['不合理', '不合理诉求']),
  appealed: Words.default(['申诉', '申诉剔除']),
  /** Column of the register of people (基础台账). */
  residents: z.string().min(1).default('常住人口'),
});
export type KpiRules = z.output<typeof KpiRules>;
