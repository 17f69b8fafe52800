import { z } from 'zod';

const MiB = 2 ** 20;

/** The server that all HTTP ports share. */
export const HttpSettings = z.strictObject({
  /** Connections at once; further ones are closed. */
  maxConnections: z.number().int().positive().default(1024),
  /** Connections of one address at once. Behind a proxy all senders have its address. */
  maxPerAddress: z.number().int().positive().default(256),
  /** A connection on which nothing was asked for so long is closed. */
  idleSeconds: z.number().positive().default(60),
  /** The head of a request must be complete by then. */
  headSeconds: z.number().positive().default(30),
  /** A request must be complete by then, photos over a slow line too. */
  requestSeconds: z.number().positive().default(300),
  /** Requests a second and address, on average; twice as many at once. */
  ratePerSecond: z.number().positive().default(5000),
  /** Bytes of bodies in memory, all requests together. */
  maxBodyBytes: z
    .number()
    .int()
    .positive()
    .default(64 * MiB),
});
export type HttpSettings = z.infer<typeof HttpSettings>;
