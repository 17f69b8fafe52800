import { type Features, rareOf } from './features.ts';
import { isLocated, REACH, type Told } from './known.ts';
import { inOrder } from './order.ts';

/** What the neighbours are found by. */
export interface Placed {
  readonly report: Told;
  readonly features: Features;
}

/** Pairs of rare characters that two reports without a place must share to be compared at all. */
const RARE_SHARED = 3;
const METRES_A_DEGREE = 111_195;
/** Cells are a reach wide; towards the poles they hold less, and one more is looked at. */
const CELL = REACH / METRES_A_DEGREE;

const COLUMNS = 0x1000000;
const cellOf = ({ place }: Told): [row: number, column: number] => [
  Math.floor(place.lat! / CELL),
  Math.floor(place.lon! / CELL),
];
const keyOf = (row: number, column: number): number => row * COLUMNS + column;

function cellsAround(report: Told): number[] {
  const [row, column] = cellOf(report);
  const width = Math.ceil(1 / Math.max(0.05, Math.cos((report.place.lat! * Math.PI) / 180)));
  const cells: number[] = [];
  for (let r = row - 1; r <= row + 1; r++)
    for (let c = column - width; c <= column + width; c++) cells.push(keyOf(r, c));
  return cells;
}

/**
 * Which reports may be of one matter at all. Two located ones: those in cells that touch. Where one has no
 * coordinates: those of its grid and those that name a place it names. Where neither has: also those with
 * rare pairs of characters in common. So the cost of a look is that of what stands near, not of all that is
 * held. Being near is symmetric. A report that says nothing in Chinese is near to none: by place and category
 * alone nothing is of one matter (`kinship`), and thousands may lie at one placeholder point.
 */
export class Neighbours<M extends Placed> {
  private readonly cells = new Map<number, Set<M>>();
  private readonly blocks = new Map<string, Set<M>>();
  private readonly rare = new Map<number, Set<M>>();
  /** The last in order that ever came. */
  private last: M | null = null;

  add(member: M): void {
    if (isMute(member)) return;
    if (this.last === null || inOrder(this.last, member) < 0) this.last = member;
    const { report, features } = member;
    for (const key of this.keys(member)) hold(this.blocks, key, member);
    if (isLocated(report)) hold(this.cells, keyOf(...cellOf(report)), member);
    else for (const gram of rareOf(features)) hold(this.rare, gram, member);
  }

  delete(member: M): void {
    if (isMute(member)) return;
    const { report, features } = member;
    for (const key of this.keys(member)) drop(this.blocks, key, member);
    if (isLocated(report)) drop(this.cells, keyOf(...cellOf(report)), member);
    else for (const gram of rareOf(features)) drop(this.rare, gram, member);
  }

  /** All held that are near the member, itself left out, each once, in no order. */
  near(member: M): M[] {
    if (isMute(member)) return [];
    const { report, features } = member;
    const found: M[] = [];
    const blocks = [...this.keysAround(member)].flatMap((key) => this.blocks.get(key) ?? []);
    if (isLocated(report)) {
      for (const cell of cellsAround(report))
        for (const each of this.cells.get(cell) ?? []) if (each !== member) found.push(each);
      // those without coordinates stand in no cell
    } else blocks.push(this.alike(features));
    if (blocks.length === 1) {
      for (const each of blocks[0]!) if (each !== member) found.push(each);
      return found;
    }
    const several = new Set<M>();
    for (const block of blocks) for (const each of block) several.add(each);
    several.delete(member);
    return found.length === 0 ? [...several] : found.concat([...several]);
  }

  /** Those near it that come after it; most that come are the last. */
  after(member: M): M[] {
    if (this.last === null || inOrder(this.last, member) <= 0) return [];
    return this.near(member).filter((other) => inOrder(member, other) < 0);
  }

  /** Those without coordinates that say so many rare pairs of what is said. */
  private alike(features: Features): Set<M> {
    const found = new Set<M>();
    const counts = new Map<M, number>();
    for (const gram of rareOf(features))
      for (const each of this.rare.get(gram) ?? []) {
        const count = (counts.get(each) ?? 0) + 1;
        counts.set(each, count);
        if (count === RARE_SHARED) found.add(each);
      }
    return found;
  }

  /** How many are held in the cells round a located member, itself included; 0: it has no coordinates. */
  crowd({ report }: M): number {
    if (!isLocated(report)) return 0;
    const sizes = cellsAround(report).map((cell) => this.cells.get(cell)?.size ?? 0);
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  /** `a`: all, which those without coordinates look through; `u`: the unlocated, for the located. */
  private *keys({ report, features }: M): Iterable<string> {
    for (const side of isLocated(report) ? ['a'] : ['a', 'u'])
      yield* wordsOf(side, report, features);
  }

  private keysAround({ report, features }: M): Iterable<string> {
    return wordsOf(isLocated(report) ? 'u' : 'a', report, features);
  }
}

function* wordsOf(side: string, { place }: Told, { names }: Features): Iterable<string> {
  if (place.grid) yield `${side}g${place.grid}`;
  for (const name of names) yield `${side}n${name}`;
}

const isMute = ({ features }: Placed): boolean => features.norm === 0;

function hold<K, M>(index: Map<K, Set<M>>, key: K, member: M): void {
  const block = index.get(key);
  if (block) block.add(member);
  else index.set(key, new Set([member]));
}

function drop<K, M>(index: Map<K, Set<M>>, key: K, member: M): void {
  const block = index.get(key);
  block?.delete(member);
  if (block?.size === 0) index.delete(key);
}
