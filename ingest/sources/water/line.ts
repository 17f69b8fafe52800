import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PortRefusal } from '../../../config/contract/port-refusal.ts';
import type { WaterSettings } from '../../../config/deployment/ports/water.ts';
import { Unavailable } from '../../intake/unavailable.ts';
import type { PortContext } from '../port.ts';
import type { Assembly } from './assembly.ts';
import type { Picture } from './drafts.ts';
import type { Listener, Verdict } from './hear.ts';
import { createSplitter, type SplitEvent } from './splitter.ts';

/** Records of one line that go into one commit. */
const BATCH = 1_000;
/** Frames that may come at once are those of so long at the average rate. */
const BURST_MS = 1_000;

/** What all lines share. */
export interface Lines {
  context: PortContext;
  settings: WaterSettings;
  listener: Listener;
  assembly: Assembly;
  keep: (picture: Picture) => Promise<void>;
  /** Told of every frame that was listened to. */
  spoke: (station: string, socket: Socket) => void;
}

/** The value, or null where it takes longer. */
async function within<T>(promise: Promise<T>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Serves one line until it ends: reads, and reads no more until everything that was read is durable and
 * answered. Resolves when the line is over; what was not answered by then the station tells again.
 */
export async function serveLine(socket: Socket, lines: Lines): Promise<void> {
  const { context, settings, listener, assembly, keep } = lines;
  const { intake, health } = context;
  const name = `${socket.remoteAddress}:${socket.remotePort}`;
  const closed = new AbortController();
  const { signal } = closed;
  const splitter = createSplitter();
  let busy = false;
  let refusedInARow = 0;
  /** Machine time up to which the frames that came are paid for. */
  let paidUntil = 0;
  const hangUp = (reason: PortRefusal): void => {
    health.refuse(reason);
    socket.destroy();
  };
  socket.setTimeout(settings.idleSeconds * 1000, () => {
    if (!busy) hangUp('line idle');
  });
  /** Runs until the first good frame. */
  const patience = setTimeout(() => {
    if (busy) patience.refresh();
    else hangUp('line closed: no frame of a known station');
  }, settings.firstFrameSeconds * 1000);
  socket.once('close', () => {
    clearTimeout(patience);
    closed.abort();
  });

  /** Resolves once the port takes records: nothing is decoded before. */
  const open = async (): Promise<void> => {
    for (let shut = intake.closed(); shut; shut = intake.closed())
      await sleep(shut.retryAfterSeconds * 1000, undefined, { signal });
  };
  const settle = async (verdicts: readonly Verdict[]): Promise<void> => {
    const records = verdicts.flatMap(({ received }) => received);
    for (;;) {
      try {
        for (const picture of verdicts.flatMap(({ pictures }) => pictures)) await keep(picture);
        if (records.length > 0) await intake.take(records);
        break;
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        await sleep(error.retryAfterSeconds * 1000, undefined, { signal });
      }
    }
    for (const { whole } of verdicts) if (whole) assembly.finish(whole.frame, whole.serial);
  };
  const flush = async (verdicts: Verdict[]): Promise<void> => {
    await settle(verdicts);
    busy = false;
    for (const { answer } of verdicts)
      if (answer && socket.writable && !socket.write(answer))
        await once(socket, 'drain', { signal });
    busy = true;
    verdicts.length = 0;
  };
  /** False: the line is to be closed. */
  const refuse = (reason: PortRefusal): boolean => {
    health.refuse(reason);
    return ++refusedInARow < settings.maxRefused;
  };
  const pace = async (events: number): Promise<void> => {
    const now = performance.now();
    paidUntil = Math.max(paidUntil, now) + (events / settings.framesPerSecond) * 1000;
    if (paidUntil - now > BURST_MS) await sleep(paidUntil - now - BURST_MS, undefined, { signal });
  };

  /** False: the line is to be closed. */
  const handle = async (events: readonly SplitEvent[]): Promise<boolean> => {
    busy = true;
    const verdicts: Verdict[] = [];
    let records = 0;
    let welcome = true;
    for (const event of events) {
      await open();
      const verdict =
        event.kind === 'frame' ? listener.hear(event.frame, name, context.now()) : null;
      const refused =
        verdict?.refused ?? (event.kind === 'bad' ? event.reason : verdict ? null : 'garbage');
      if (refused !== null) {
        welcome = refuse(refused);
        if (!welcome) break;
      } else if (verdict && event.kind === 'frame') {
        refusedInARow = 0;
        clearTimeout(patience);
        lines.spoke(event.frame.station, socket);
        verdicts.push(verdict);
        records += verdict.received.length;
        if (records < BATCH && verdict.pictures.length === 0) continue;
        await flush(verdicts);
        records = 0;
      }
    }
    await flush(verdicts);
    await pace(events.length);
    busy = false;
    return welcome;
  };

  const chunks: AsyncIterator<Buffer> = socket[Symbol.asyncIterator]();
  const read = (): Promise<IteratorResult<Buffer>> => {
    const chunk = chunks.next();
    // it may fail while something else is awaited; whoever awaits it next is told all the same
    chunk.catch(() => {});
    return chunk;
  };
  for (let next = read(); ; ) {
    const waited =
      splitter.pending() > 0 ? await within(next, settings.frameSeconds * 1000) : await next;
    if (waited === null) {
      if (!(await handle(splitter.cut()))) return;
    } else if (waited.done) {
      await handle(splitter.cut());
      return;
    } else {
      if (!(await handle(splitter.push(waited.value)))) return;
      next = read();
    }
  }
}
