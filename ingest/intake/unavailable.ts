/** Nothing of what was offered was taken. The sender keeps it and tries again. */
export class Unavailable extends Error {
  constructor(
    /** For the sender, e.g. `the disk is full`. */
    message: string,
    readonly retryAfterSeconds: number,
  ) {
    super(message);
  }
}
