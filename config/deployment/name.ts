import { z } from 'zod';

/** A name in both languages of the screens. */
export const Name = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
export type Name = z.infer<typeof Name>;
