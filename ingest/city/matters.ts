import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { CASE_TYPES, PATROL_CLASSES } from '../../config/contract/vocabulary.ts';
import { conform, readJson } from '../../config/deployment/read.ts';
import type { Category, Deployment } from '../../config/deployment/schema.ts';

/** What kind of spot a matter happens at. */
export const SITES = [
  'road',
  'estate',
  'village',
  'shop',
  'eatery',
  'club',
  'firm',
  'river',
  'site',
] as const;
export type Site = (typeof SITES)[number];

const Phrases = z.array(z.string().min(1)).min(1);

/** Something that people call about and patrollers find, with the words for it. */
export const Matter = z.strictObject({
  category: z.array(z.string()).min(1).max(4),
  class: z.enum(PATROL_CLASSES),
  /** Share among hotline orders and among patrol reports. */
  told: z.number().min(0),
  seen: z.number().min(0),
  at: z.enum(SITES),
  /** Share of each type among its orders. */
  types: z.partialRecord(z.enum(CASE_TYPES), z.number().positive()),
  /** Probability that it is urgent. */
  urgent: z.number().min(0).max(1),
  subject: Phrases,
  detail: Phrases,
  patrol: Phrases,
  /** What a patroller did who handled it on the spot. */
  done: Phrases,
});
export type Matter = z.infer<typeof Matter>;

const FILE = fileURLToPath(new URL('./matters.json', import.meta.url));

const inTree = (tree: readonly Category[], [first, ...rest]: readonly string[]): boolean => {
  const node = tree.find(({ name }) => name.zh === first);
  return node !== undefined && (rest.length === 0 || inTree(node.children ?? [], rest));
};

/**
 * The matters of a deployment's city.
 * @throws Error where one belongs to a category that the deployment does not have
 */
export function mattersOf(deployment: Pick<Deployment, 'id' | 'categories'>): Matter[] {
  const matters = conform(z.array(Matter).min(1), readJson(FILE), () => FILE);
  for (const { category } of matters) {
    if (!inTree(deployment.categories, category)) {
      throw new Error(`city: deployment ${deployment.id} has no category ${category.join('/')}`);
    }
  }
  return matters;
}
