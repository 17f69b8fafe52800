import pino, { type Logger } from 'pino';
import { env } from './env.ts';

/** Structured log of one process, to standard error. */
export const createLog = (name: string): Logger =>
  pino({ name, level: env.log, base: { pid: process.pid } }, pino.destination(2));
