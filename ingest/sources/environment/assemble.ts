import type { Millis } from '../../../config/contract/ids.ts';
import type { Message } from './message.ts';

/** One packet of a message that came in several, as if it were a message. */
export interface Part {
  message: Message;
  no: number;
  of: number;
}

export interface Assembled {
  /** Packets that make sense together, put together: neighbours, or one alone. */
  messages: Message[];
  /** Messages given up of which packets never came. */
  incomplete: number;
}

export interface Assembler {
  add(part: Part, now: Millis): Assembled;
  /** Gives out what has waited too long. */
  due(now: Millis): Assembled;
  /** Gives out everything: the line has ended. */
  end(): Assembled;
}

interface Open {
  first: Part;
  dataTime: string | null;
  taken: Set<number>;
  held: Map<number, Part>;
  until: Millis;
}

const DATA_TIME = /(?:^|[;,])DataTime=(\d+)/;
/** A whole field at the end, and at the beginning, of a piece of CP. */
const ENDS_WHOLE = /(?:^|[;,])[^;,=]+=[^;,=]+$/;
const BEGINS_WHOLE =
  /^(?:[0-9A-Za-z]+-(?:Rtd|Avg|Min|Max|Cou|Zs[A-Z][a-z]+|E?Flag|Data|Info|RS|RT|SampleTime)|[A-Z][A-Za-z]{3,})=/;

/** Puts two neighbouring pieces together: with a `;` where both end and begin on a whole field. */
const join = (left: string, right: string): string =>
  ENDS_WHOLE.test(left) && BEGINS_WHOLE.test(right) ? `${left};${right}` : left + right;

/**
 * Puts messages in several packets (PNUM, PNO) together again, for one line.
 *
 * The standard leaves open how. Its only example gives each packet a QN, a DataTime and whole items of its
 * own, and devices wait for the answer to one packet before they send the next. So a packet that can be
 * understood alone is given out at once, with the DataTime of its message where it has none itself; one
 * that cannot (no DataTime known yet, or perhaps cut within a field) waits for its neighbours, `wait` at
 * most, which is less than devices wait for an answer. Packets belong together by ST, CN, PNUM and DataTime,
 * not by QN. They may come in any order and more than once.
 * @param options.messages unfinished messages remembered; the oldest is given up beyond that
 */
export function createAssembler(options: { messages: number; wait: Millis }): Assembler {
  /** Latest touched last. */
  let opens: Open[] = [];

  const dated = (open: Open, text: string): string =>
    DATA_TIME.test(text) || open.dataTime === null ? text : `DataTime=${open.dataTime};${text}`;

  /** Gives out held packets, neighbours together. */
  const release = (open: Open): Message[] => {
    const runs: Part[][] = [];
    for (const part of [...open.held.values()].sort((a, b) => a.no - b.no)) {
      const run = runs.at(-1);
      if (run?.at(-1)?.no === part.no - 1) run.push(part);
      else runs.push([part]);
      open.taken.add(part.no);
    }
    open.held.clear();
    return runs.map((parts) => whole(open, parts));
  };

  const whole = (open: Open, parts: readonly Part[]): Message => {
    const [first] = parts as [Part];
    return {
      ...first.message,
      packets: parts.map(({ message }) => message.heading),
      text: dated(open, parts.map(({ message }) => message.text).reduce(join)),
      part: first.no,
      crc: parts.some(({ message }) => message.crc === 'modbus') ? 'modbus' : 'hj212',
    };
  };

  const standsAlone = (open: Open, { no, of, message }: Part): boolean =>
    open.dataTime !== null && (no === of || message.text.endsWith(';')) && !open.held.has(no - 1);

  const find = (part: Part, dataTime: string | null): Open => {
    const { heading, text } = part.message;
    const fits = ({ first, ...open }: Open): boolean =>
      first.of === part.of &&
      first.message.heading.st === heading.st &&
      first.message.heading.cn === heading.cn &&
      first.message.heading.mn === heading.mn &&
      (open.dataTime === dataTime && dataTime !== null
        ? true
        : (open.dataTime === null || dataTime === null) &&
          !open.taken.has(part.no) &&
          (open.held.get(part.no)?.message.text ?? text) === text);
    const known = opens.findLast(fits);
    return (
      known ?? { first: part, dataTime: null, taken: new Set(), held: new Map(), until: Infinity }
    );
  };

  const giveUp = (open: Open): Assembled => {
    const messages = release(open);
    return { messages, incomplete: open.taken.size < open.first.of ? 1 : 0 };
  };

  return {
    add(part, now) {
      const dataTime = DATA_TIME.exec(part.message.text)?.[1] ?? null;
      const open = find(part, dataTime);
      open.dataTime ??= dataTime;
      open.held.set(part.no, part);
      open.until = now + options.wait;

      const messages: Message[] = [];
      for (const each of [...open.held.values()].sort((a, b) => a.no - b.no)) {
        if (!standsAlone(open, each)) continue;
        open.held.delete(each.no);
        open.taken.add(each.no);
        messages.push(whole(open, [each]));
      }
      const all = new Set([...open.taken, ...open.held.keys()]).size === part.of;
      if (all) messages.push(...release(open));

      opens = opens.filter((other) => other !== open);
      if (!all) opens.push(open);
      let incomplete = 0;
      if (opens.length > options.messages) {
        const oldest = giveUp(opens.shift() as Open);
        messages.push(...oldest.messages);
        incomplete = oldest.incomplete;
      }
      return { messages, incomplete };
    },
    due(now) {
      return {
        messages: opens.filter(({ until }) => until <= now).flatMap(release),
        incomplete: 0,
      };
    },
    end() {
      const given = opens.map(giveUp);
      opens = [];
      return {
        messages: given.flatMap(({ messages }) => messages),
        incomplete: given.reduce((sum, { incomplete }) => sum + incomplete, 0),
      };
    },
  };
}
