import { Incoming } from '../../config/contract/frame-codec.ts';
import { assertNever } from '../../config/contract/result.ts';
import type { Hello, Said, ServerMessage } from '../../config/contract/wire.ts';
import { SILENCE_MS } from '../../config/contract/wire.ts';
import { type Effect, type Event, FIRST, type State, TABLE, waitAfter } from './connection.ts';

/** The part of a WebSocket that the line uses; browsers' and `ws` both have it. */
export interface Socket {
  binaryType: string;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(): void;
}

export interface LineOptions {
  connect: () => Socket;
  /** Said once the socket opens. */
  hello: () => Hello;
  /** Takes a message; false: there is a gap, the line is to be renewed. */
  take: (message: ServerMessage) => boolean;
  changed: (state: State) => void;
  /** Loads the page anew, unless it just was. */
  reload: () => void;
  /** 0 … 1 */
  random: () => number;
}

export interface OpenLine {
  /** Says what is shown now; a line that opens later says it by itself. */
  show(said: Said): void;
  /** Ends the line for good. */
  stop(): void;
}

/** Drives the table of connection.ts with one socket and one timer. */
export function openLine(options: LineOptions): OpenLine {
  let state: State = FIRST.to;
  let socket: Socket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  const arm = (ms: number, event: Event) => {
    clearTimeout(timer);
    timer = setTimeout(() => on(event), ms);
  };

  const open = () => {
    const mine = options.connect();
    const incoming = new Incoming();
    mine.binaryType = 'arraybuffer';
    socket = mine;
    // A socket given up may still speak or close late; only the held one is listened to.
    const whileHeld = (event: Event) => () => {
      if (socket === mine) on(event);
    };
    mine.onopen = whileHeld('opened');
    mine.onclose = whileHeld('closed');
    mine.onerror = whileHeld('closed');
    mine.onmessage = (event: { data: ArrayBuffer }) => {
      if (socket === mine) hear(incoming, new Uint8Array(event.data));
    };
  };

  const say = (said: Said) => socket?.send(JSON.stringify(said));

  const drop = () => {
    clearTimeout(timer);
    const held = socket;
    socket = null;
    held?.close();
  };

  const run = (effect: Effect) => {
    switch (effect) {
      case 'open':
        return open();
      case 'hello':
        return say(options.hello());
      case 'watch':
        return arm(SILENCE_MS, 'silence');
      case 'calm':
        failures = 0;
        return;
      case 'drop':
        return drop();
      case 'wait':
        arm(waitAfter(failures, options.random()), 'due');
        failures += 1;
        return;
      case 'reload':
        return options.reload();
      default:
        return assertNever(effect);
    }
  };

  const enter = ({ to, run: effects }: { to: State; run: readonly Effect[] }) => {
    const before = state;
    state = to;
    for (const effect of effects) run(effect);
    if (to !== before) options.changed(to);
  };
  const on = (event: Event) => enter(TABLE[state][event]);

  const hear = (incoming: Incoming, bytes: Uint8Array) => {
    const message = incoming.take(bytes);
    if (message?.t === 'reload') return on('reload');
    on('heard');
    if (message && !options.take(message)) on('gap');
  };

  enter(FIRST);
  return {
    show: (said) => {
      if (state === 'greeting' || state === 'live') say(said);
    },
    stop: () => on('stop'),
  };
}
