import { Unavailable } from '../intake/unavailable.ts';

const RETRY_S = 10;

/** What a failed write to a file means for the sender: `Unavailable` where it was for want of space, else the error itself. */
export const explainWrite = (cause: unknown, what: string): unknown =>
  ['ENOSPC', 'EDQUOT'].includes((cause as NodeJS.ErrnoException).code ?? '')
    ? new Unavailable(`the disk is full: ${what} could not be written`, RETRY_S)
    : cause;
