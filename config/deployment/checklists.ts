import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Name } from './name.ts';
import { conform, readJson, shown } from './read.ts';

const FOLDER = fileURLToPath(new URL('./checklists/', import.meta.url));

/** A check list of inspections (检查表). */
export const Checklist = z.strictObject({
  id: z.string().min(1),
  /** Also the category under which its hazards stand. */
  name: Name,
  items: z
    .array(
      z.strictObject({
        /** `<list>/<number>`. */
        id: z.string().min(1),
        part: z.string().min(1),
        /** What must be so; null: its text is not known yet. */
        text: Name.nullable(),
        /** What is to be known of the text. */
        note: z.string(),
      }),
    )
    .min(1),
});
export type Checklist = z.infer<typeof Checklist>;

/**
 * A check list, from `checklists/<id>.json`.
 * @throws DeploymentError naming file, place and remedy of the first mistake
 */
export function loadChecklist(id: string): Checklist {
  const file = join(FOLDER, `${id}.json`);
  return conform(Checklist, readJson(file), () => shown(file));
}
