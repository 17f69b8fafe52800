import { z } from 'zod';
import type { Field } from './rights.ts';

/** What of a case may be asked for in clear, with the right to see it. */
export const REVEALED = {
  caller: 'caller',
  phone: 'phone',
  address: 'address',
  subject: 'content',
  content: 'content',
  notes: 'notes',
} as const satisfies Record<string, Field>;
export type RevealedField = keyof typeof REVEALED;

/** `POST /api/reveal`: personal values of a case in clear, once, for a reason that is kept. */
export const RevealRequest = z.strictObject({
  case: z.string().min(1).max(1024),
  fields: z
    .array(z.enum(Object.keys(REVEALED) as [RevealedField, ...RevealedField[]]))
    .min(1)
    .max(6),
  reason: z.string().trim().min(2).max(400),
});
export type RevealRequest = z.output<typeof RevealRequest>;

/** The values that masks hid; what was never hidden stands in the case itself. Nothing of it is kept. */
export interface Revealed {
  values: { field: RevealedField; value: string; at: number }[];
}
