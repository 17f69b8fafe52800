import type { Socket } from 'node:net';
import type { Millis } from '../../../config/contract/ids.ts';
import type { PortRefusal } from '../../../config/contract/port-refusal.ts';
import type { EnvironmentSettings } from '../../../config/deployment/ports/environment.ts';
import type { Received } from '../../intake/intake.ts';
import { Unavailable } from '../../intake/unavailable.ts';
import type { PortContext } from '../port.ts';
import { answerTo } from './answers.ts';
import type { Calibration } from './calibration.ts';
import type { Decoded, Decoder } from './decode.ts';
import type { Message } from './message.ts';
import { clockOffset, isData, isKept, type RecordContext, recordsOf } from './records.ts';

/** Answers that a device has not read; a line with more is closed. */
const UNREAD_BYTES = 64 * 1024;

/** What all lines of the port share. */
export interface LineContext {
  port: PortContext;
  settings: EnvironmentSettings;
  records: RecordContext;
  /** Machine time. */
  machine: () => Millis;
}

export interface Line {
  /** To be called every second or so, for all that waits: the lines have no timers of their own. */
  tick(): void;
  /** Resolves once nothing of it is on its way to disk. */
  settled(): Promise<void>;
}

/** What is to be made durable, and then answered. */
interface Work {
  records: Received[];
  message: Message;
}

/**
 * One connection. What it receives becomes durable before it is answered, at most `maxInFlight` messages at
 * a time; while they wait, while the port can take nothing, or when it sends faster than it may, the socket
 * is not read, so that the sender is slowed down and nothing piles up here.
 */
export function createLine(
  socket: Socket,
  { port, settings, records: context, machine }: LineContext,
  decoder: Decoder,
  calibration: Calibration,
): Line {
  const { intake, health, log } = port;
  /** Of one read at most: the socket is paused while anything is queued. */
  let queue: Work[] = [];
  const flying = new Set<Promise<void>>();
  const opened = machine();
  let heard = opened;
  /** It has sent a message of a known device. */
  let known = false;
  /** Nothing is taken before. */
  let resumeAt = 0;
  let faults = 0;
  let garbage = 0;
  let allowance = 2 * settings.framesPerSecond;
  let allowedAt = opened;

  const close = (reason: PortRefusal): void => {
    if (socket.destroyed) return; // counted once, whatever its end still brings
    health.refuse(reason);
    socket.destroy();
  };

  const send = (frame: Buffer): void => {
    if (socket.destroyed) return;
    socket.write(frame);
    if (socket.writableLength > UNREAD_BYTES) close('answers not read');
  };

  /** Everything the message says is on disk. */
  const finish = ({ message }: Work): void => {
    const { heading, packets } = message;
    for (const packet of packets)
      if (packet.flag.answer) send(answerTo(packet, isData(heading.cn) ? '9014' : '9013'));
    const now = port.now();
    const offset = clockOffset(message, context.readTime, now);
    if (offset !== null) health.clock(heading.mn, offset);
    const command = socket.destroyed ? null : calibration.due(message, offset, now);
    if (command) send(command);
  };

  const store = async (work: Work): Promise<void> => {
    try {
      await intake.take(work.records);
      finish(work);
    } catch (error) {
      if (error instanceof Unavailable) {
        queue.unshift(work);
        resumeAt = machine() + error.retryAfterSeconds * 1000;
        return;
      }
      log.error({ err: error, place: work.records[0]?.origin.place }, 'not stored');
      socket.destroy();
    }
  };

  /** A second's frames may come at once, and twice as many after a pause. */
  const mayTake = (): boolean => {
    const now = machine();
    const earned = ((now - allowedAt) / 1000) * settings.framesPerSecond;
    allowance = Math.min(allowance + earned, 2 * settings.framesPerSecond);
    allowedAt = now;
    return now >= resumeAt && (allowance >= 1 || socket.destroyed);
  };

  const pump = (): void => {
    while (queue.length > 0 && flying.size < settings.maxInFlight && mayTake()) {
      const closed = intake.closed();
      if (closed) {
        resumeAt = machine() + closed.retryAfterSeconds * 1000;
        break;
      }
      allowance--;
      const work = queue.shift() as Work;
      if (work.records.length === 0) {
        finish(work);
        continue;
      }
      const flight = store(work).finally(() => {
        flying.delete(flight);
        pump();
      });
      flying.add(flight);
    }
    if (socket.destroyed) {
      // the device was told nothing of these, and keeps them
      if (flying.size === 0 || machine() < resumeAt) {
        for (const _ of queue) health.refuse('line ended before it was stored');
        queue = [];
      }
      return;
    }
    const full = queue.length > 0 || flying.size >= settings.maxInFlight || machine() < resumeAt;
    if (full) socket.pause();
    else socket.resume();
  };

  const accept = (message: Message): void => {
    const { cn } = message.heading;
    const now = port.now();
    if (cn === '9011' || cn === '9012') {
      const outcome = calibration.answered(message, now);
      if (outcome === 'unasked') health.refuse('answer to nothing asked');
      // an answer is not answered
      else if (outcome) queue.push({ message: { ...message, packets: [] }, records: [outcome] });
      return;
    }
    const kept = isKept(cn) || message.fault !== null;
    if (!kept && cn !== '1013' && cn !== '9015') health.refuse('command not for this side');
    queue.push({ message, records: kept ? recordsOf(message, context, now) : [] });
  };

  const handle = (decoded: Iterable<Decoded>): void => {
    for (const event of decoded) {
      if (event.kind === 'message') {
        known = true;
        faults = 0;
        garbage = 0;
        accept(event.message);
        continue;
      }
      health.refuse(event.kind === 'garbage' ? 'garbage' : event.reason);
      if (event.kind === 'garbage') garbage += event.bytes;
      else if (event.fault) faults++;
      if (faults >= settings.maxFaults) {
        close('line closed: too many bad frames');
        return;
      }
      if (garbage > settings.maxGarbageBytes) {
        close('line closed: too much garbage');
        return;
      }
    }
  };

  socket.setNoDelay(true);
  socket.on('data', (chunk: Buffer) => {
    heard = machine();
    handle(decoder.push(chunk, heard));
    pump();
  });
  socket.on('error', () => undefined); // 'close' follows
  socket.on('close', () => {
    handle(decoder.end());
    pump();
  });

  return {
    tick() {
      const now = machine();
      if (flying.size === 0 && queue.length === 0 && now - heard > settings.idleSeconds * 1000) {
        close('line idle');
        return;
      }
      handle(decoder.due(now));
      if (!known && now - opened > settings.firstFrameSeconds * 1000) {
        close('line closed: no message of a known device');
        return;
      }
      if (calibration.expire(port.now())) health.refuse('clock command not answered');
      if (queue.length > 0 || socket.isPaused()) pump();
    },
    async settled() {
      while (flying.size > 0) await Promise.all(flying);
    },
  };
}
