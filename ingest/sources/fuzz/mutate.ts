import type { Random } from '../../../config/deployment/random.ts';

/** Bytes of one run of mutations or one piece at most. */
const PIECE = 16;
const MOST_CHANGES = 4;
/** Sizes of reads at most: part of a frame, a frame or so, a packet of the network, several frames at once. */
const READS: readonly number[] = [40, 200, 200, 200, 1460, 1460, 1460, 8192, 8192, 65_536];
const BYTE_BY_BYTE = 0.005;

const put = (bytes: Buffer, at: number, cut: number, by: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, at), by, bytes.subarray(at + cut)]);

/** One change: flip, overwrite, insert, delete, duplicate, truncate or splice with another frame. */
function change(bytes: Buffer, other: Buffer, tokens: readonly Buffer[], random: Random): Buffer {
  const at = random.below(bytes.length + 1);
  const size = 1 + random.below(PIECE);
  switch (random.below(8)) {
    case 0: {
      const flipped = Buffer.from(bytes);
      if (at < bytes.length) flipped[at] = (bytes[at] as number) ^ (1 << random.below(8));
      return flipped;
    }
    case 1:
      return put(bytes, at, 1, Buffer.from([random.below(256)]));
    case 2:
      return put(bytes, at, 0, random.pick(tokens));
    case 3:
      return put(bytes, at, 1, random.pick(tokens));
    case 4:
      return put(bytes, at, size, Buffer.alloc(0));
    case 5:
      return put(bytes, at, 0, bytes.subarray(at, at + size * random.pick([1, 1, PIECE])));
    case 6:
      return bytes.subarray(0, at);
    default:
      return put(bytes, at, bytes.length, other.subarray(random.below(other.length + 1)));
  }
}

/**
 * A frame after one to four changes.
 * @param other what it may be spliced with
 * @param tokens pieces that mean something in its format
 */
export function mutate(
  frame: Buffer,
  other: Buffer,
  tokens: readonly Buffer[],
  random: Random,
): Buffer {
  let bytes = frame;
  for (let left = 1 + random.below(MOST_CHANGES); left > 0; left--)
    bytes = change(bytes, other, tokens, random);
  return bytes;
}

/** A stream as a network might cut it: of its frames, none need begin or end a read. */
export function cutIntoReads(bytes: Buffer, random: Random): Buffer[] {
  const most = random.chance(BYTE_BY_BYTE) ? 1 : random.pick(READS);
  const reads: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + random.below(most);
    reads.push(bytes.subarray(at, at + size));
    at += size;
  }
  return reads;
}
