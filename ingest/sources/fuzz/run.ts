import { hash32, Random } from '../../../config/deployment/random.ts';
import type { Received } from '../../intake/intake.ts';
import { cutIntoReads, mutate } from './mutate.ts';
import type { Target } from './target.ts';

const POOL = 1000;
/** Of the mutated frames, those that are spoiled within. */
const SPOILED = 0.4;
/** Good frames between the mutated ones, each. */
const BETWEEN = 0.3;

/** What one line, file or sender sends. */
export interface Run {
  /** Frames that are not as they should be; those between them and the last one are. */
  mutated: number;
  frames: number;
  reads: readonly Buffer[];
}

/** Prepares runs of a target: the same seed and number give the same bytes. */
export function createRuns(target: Target, seed: number) {
  const stocking = new Random(hash32(seed, target.name));
  const pool = Array.from({ length: POOL }, () => target.good(stocking));

  const readsOf = (frames: readonly Buffer[], random: Random): Buffer[] =>
    target.stream
      ? [
          target.head, // a table is known by it
          ...cutIntoReads(Buffer.concat(frames), random),
          ...cutIntoReads(target.last, random),
        ]
      : [...frames, target.last];

  return {
    /** @param bad false: the same good frames, as they are */
    make(no: number, most: number, bad: boolean): Run {
      const random = new Random(hash32(seed, target.name, no));
      const wanted = Math.min(most, 1 + random.below(target.most));
      const frames: Buffer[] = [];
      for (let made = 0; made < wanted; made++) {
        if (bad && random.chance(BETWEEN)) frames.push(random.pick(pool));
        frames.push(
          !bad
            ? random.pick(pool)
            : random.chance(SPOILED)
              ? target.spoiled(random)
              : mutate(random.pick(pool), random.pick(pool), target.tokens, random),
        );
      }
      return {
        mutated: bad ? wanted : 0,
        frames: frames.length,
        reads: readsOf(frames, random),
      };
    },
    /** @throws where the parsers do, lose a byte, or are blocked to the good frame that comes last */
    async read({ reads }: Run): Promise<Received[]> {
      const records = await target.read(reads);
      if (!records.some((record) => target.saysLast(record)))
        throw new Error('the good frame after it was not read');
      return records;
    },
  };
}
