import { type Accessor, createSignal } from 'solid-js';
import type { Refusal } from '../../config/contract/refusal.ts';
import type { CommandOut, Posted } from '../net/commands.ts';

/** A command that was given here. */
export interface Sent {
  no: string;
  /** What was done to what, in the words of the moment. */
  label: string;
  /** The case, alert or walls that it is about. */
  subject: string;
  state: 'sending' | 'done' | 'refused';
  why: Pick<Refusal, 'zh' | 'en'> | null;
}

export interface Outbox {
  /** Newest first, the last REMEMBERED. */
  sent: Accessor<readonly Sent[]>;
  /** What was refused since the last command was given, newest first: what became of others does not hide it. */
  refused: Accessor<readonly Sent[]>;
  /** Resolves once somebody says what became of it. */
  send(command: object, label: string, subject: string): Promise<Sent['state']>;
}

const REMEMBERED = 50;
/** Of a desk that nobody is signed in at by name. */
const ACTOR = 'desk';

/**
 * Sends commands and sends them again, under the same number, until they are done or refused: a line
 * that breaks leaves nobody knowing, and a command told twice is done once.
 */
export function createOutbox(options: {
  post: (command: CommandOut) => Promise<Posted>;
  /** Another one each time. */
  number: () => string;
  wait: (ms: number) => Promise<void>;
}): Outbox {
  const [sent, setSent] = createSignal<readonly Sent[]>([]);
  const [refused, setRefused] = createSignal<readonly Sent[]>([]);
  const put = (one: Sent) =>
    setSent((all) => [one, ...all.filter(({ no }) => no !== one.no)].slice(0, REMEMBERED));

  return {
    sent,
    refused,
    async send(command, label, subject) {
      const one: Sent = { no: options.number(), label, subject, state: 'sending', why: null };
      put(one);
      setRefused([]);
      for (;;) {
        const became = await options.post({ no: one.no, actor: ACTOR, command });
        if (became.is === 'unknown') {
          await options.wait(became.retryAfterMs);
          continue;
        }
        const why = became.is === 'refused' ? became.refusal : null;
        const settled: Sent = { ...one, state: became.is, why };
        put(settled);
        if (became.is === 'refused') setRefused((all) => [settled, ...all]);
        return became.is;
      }
    },
  };
}

/** A number that nobody else makes, also where the page came over plain HTTP. */
export const newNumber = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
