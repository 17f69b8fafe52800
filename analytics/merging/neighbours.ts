import { isRare } from './common.ts';
import type { Features } from './features.ts';
import { REACH, type Told } from './known.ts';

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

const isLocated = ({ place }: Told): boolean => place.lon !== null && place.lat !== null;

function cellsAround({ place }: Told): string[] {
  const row = Math.floor(place.lat! / CELL);
  const width = Math.ceil(1 / Math.max(0.05, Math.cos((place.lat! * Math.PI) / 180)));
  const column = Math.floor(place.lon! / CELL);
  const cells: string[] = [];
  for (let r = row - 1; r <= row + 1; r++)
    for (let c = column - width; c <= column + width; c++) cells.push(`c${r},${c}`);
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
  private readonly blocks = new Map<string, Set<M>>();
  private readonly rare = new Map<number, Set<M>>();

  add(member: M): void {
    if (isMute(member)) return;
    for (const key of this.keys(member)) hold(this.blocks, key, member);
    if (!isLocated(member.report))
      for (const gram of rareOf(member.features)) hold(this.rare, gram, member);
  }

  delete(member: M): void {
    if (isMute(member)) return;
    for (const key of this.keys(member)) drop(this.blocks, key, member);
    if (!isLocated(member.report))
      for (const gram of rareOf(member.features)) drop(this.rare, gram, member);
  }

  /** All held that are near the member, itself left out, in no order. */
  near(member: M): Set<M> {
    const found = new Set<M>();
    if (isMute(member)) return found;
    const { report, features } = member;
    const take = (key: string) => {
      const block = this.blocks.get(key);
      if (block) for (const each of block) found.add(each);
    };
    const located = isLocated(report);
    if (located) for (const cell of cellsAround(report)) take(cell);
    const side = located ? 'u' : 'a';
    if (report.place.grid) take(`${side}g${report.place.grid}`);
    for (const name of features.names) take(`${side}n${name}`);
    if (!located) {
      const counts = new Map<M, number>();
      for (const gram of rareOf(features))
        for (const each of this.rare.get(gram) ?? []) {
          const count = (counts.get(each) ?? 0) + 1;
          counts.set(each, count);
          if (count === RARE_SHARED) found.add(each);
        }
    }
    found.delete(member);
    return found;
  }

  /** How many are held in the cells round a located member, itself included; 0: it has no coordinates. */
  crowd({ report }: M): number {
    if (!isLocated(report)) return 0;
    const sizes = cellsAround(report).map((cell) => this.blocks.get(cell)?.size ?? 0);
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  private *keys({ report, features }: M): Iterable<string> {
    const located = isLocated(report);
    // `a`: all, which those without coordinates look through; `u`: the unlocated, for the located
    if (located) {
      const [lat, lon] = [report.place.lat!, report.place.lon!];
      yield `c${Math.floor(lat / CELL)},${Math.floor(lon / CELL)}`;
    }
    for (const side of located ? ['a'] : ['a', 'u']) {
      if (report.place.grid) yield `${side}g${report.place.grid}`;
      for (const name of features.names) yield `${side}n${name}`;
    }
  }
}

const isMute = ({ features }: Placed): boolean => features.norm === 0;

function* rareOf({ grams }: Features): Iterable<number> {
  for (const gram of grams) if (isRare(gram)) yield gram;
}

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
