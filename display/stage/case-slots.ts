import type { Light } from '../../config/contract/picture.ts';
import type { ViewChange } from '../../config/contract/replica.ts';
import { Column } from './column.ts';
import { Lattice } from './lattice.ts';
import type { Box, Projection } from './projection.ts';

/** Lights from calm to worst; the index is what columns hold. */
export const LIGHTS: readonly Light[] = ['none', 'green', 'yellow', 'red', 'purple'];
/** From this light on a case is late. */
const LATE = LIGHTS.indexOf('red');
const CODE = Object.fromEntries(LIGHTS.map((light, code) => [light, code])) as Record<
  Light,
  number
>;

/** Cases as columns: the n-th entry of each is of one case. Places in degrees, times in milliseconds. */
export interface CaseColumns {
  slot: Uint32Array;
  lon: Float32Array | Float64Array;
  lat: Float32Array | Float64Array;
  /** Index in LIGHTS; FREE: the slot holds no case any more. */
  light: Uint8Array;
  receivedAt: Float64Array;
}
export const FREE = 255;

const HOUR = 3_600_000;
/** Times are kept as hours since then: exact to some seconds in 32 bits for decades. */
const EPOCH = Date.UTC(2020, 0, 1);
export const hoursOf = (at: number): number => (at - EPOCH) / HOUR;

const FIRST_ROOM = 1024;
const NOWHERE = [0, 0] as const;

/**
 * The open cases as the map draws them: a slot each in columns that go to the graphics card as they are,
 * and their counts by cell of the map. A change costs what changed, however many cases there are.
 */
export class CaseSlots {
  readonly place = new Column(new Float32Array(2 * FIRST_ROOM));
  readonly born = new Column(new Float32Array(FIRST_ROOM));
  /** Light, and nothing in the other three bytes: columns of the card are words. */
  readonly look = new Column(new Uint8Array(4 * FIRST_ROOM).fill(FREE));
  readonly lattices: readonly Lattice[];
  readonly #slots = new Map<string, number>();
  readonly #free: number[] = [];
  readonly #unplaced = new Set<string>();
  readonly #project: Projection;
  #used = 0;

  /** @param bounds of the map on its plane; cases outside are drawn, and counted in no cell */
  constructor(project: Projection, bounds: Box) {
    this.#project = project;
    this.lattices = Lattice.pyramid(bounds);
  }

  /** Slots in use or used before: beyond them nothing is to be drawn. */
  get end(): number {
    return this.#used;
  }

  /** Cases that have no place to be drawn at. */
  get unplaced(): number {
    return this.#unplaced.size;
  }

  apply({ whole, set, del }: ViewChange<'cases'>): void {
    if (whole) {
      const told = new Set(set.map(([key]) => key));
      for (const key of [...this.#slots.keys()]) if (!told.has(key)) this.#remove(key);
      this.#unplaced.clear();
    }
    for (const key of del) this.#remove(key);
    for (const [key, { lon, lat, light, receivedAt }] of set) {
      if (lon === null || lat === null) {
        this.#remove(key);
        this.#unplaced.add(key);
        continue;
      }
      let slot = this.#slots.get(key);
      if (slot === undefined) {
        slot = this.#free.pop() ?? this.#used;
        this.#slots.set(key, slot);
        this.#unplaced.delete(key);
      }
      this.#write(slot, lon, lat, CODE[light], receivedAt);
    }
  }

  /** Gives cases whose slots the sender numbers another light. */
  applyLights({ slot, light }: Pick<CaseColumns, 'slot' | 'light'>): void {
    const looks = this.look.data;
    let [first, last] = [looks.length, 0];
    for (let n = 0; n < slot.length; n += 1) {
      const at = slot[n]!;
      const now = light[n]!;
      const was = looks[4 * at]!;
      if (was === now || was === FREE) continue;
      looks[4 * at] = now;
      if (at < first) first = at;
      if (at > last) last = at;
      if (was >= LATE !== now >= LATE) this.#countLate(at, now >= LATE ? 1 : -1);
    }
    if (first <= last) this.look.touch(4 * first, 4 * last + 4);
  }

  /** Takes cases whose slots the sender numbers; not to be mixed with `apply`. */
  applyColumns({ slot, lon, lat, light, receivedAt }: CaseColumns): void {
    for (let n = 0; n < slot.length; n += 1)
      this.#write(slot[n]!, lon[n]!, lat[n]!, light[n]!, receivedAt[n]!);
  }

  #remove(key: string): void {
    this.#unplaced.delete(key);
    const slot = this.#slots.get(key);
    if (slot === undefined) return;
    this.#slots.delete(key);
    this.#free.push(slot);
    this.#write(slot, 0, 0, FREE, 0);
  }

  #write(slot: number, lon: number, lat: number, light: number, receivedAt: number): void {
    if (slot >= this.born.data.length) this.#grow(slot + 1);
    if (slot >= this.#used) this.#used = slot + 1;
    const [places, births, looks] = [this.place.data, this.born.data, this.look.data];
    const was = looks[4 * slot]!;
    const [x, y] = light === FREE ? NOWHERE : this.#project(lon, lat);
    const stays = places[2 * slot] === Math.fround(x) && places[2 * slot + 1] === Math.fround(y);
    const counted = was !== FREE && light !== FREE && stays && was >= LATE === light >= LATE;
    if (was !== FREE && !counted) this.#count(slot, was, -1);
    if (was !== light) {
      looks[4 * slot] = light;
      this.look.touch(4 * slot, 4 * slot + 4);
    }
    if (light === FREE) return;
    if (!stays) {
      places[2 * slot] = x;
      places[2 * slot + 1] = y;
      this.place.touch(2 * slot, 2 * slot + 2);
    }
    const born = Math.fround(hoursOf(receivedAt));
    if (births[slot] !== born) {
      births[slot] = born;
      this.born.touch(slot, slot + 1);
    }
    if (!counted) this.#count(slot, light, 1);
  }

  #count(slot: number, light: number, by: 1 | -1): void {
    const x = this.place.data[2 * slot]!;
    const y = this.place.data[2 * slot + 1]!;
    for (const lattice of this.lattices) lattice.add(x, y, by, light >= LATE ? by : 0);
  }

  #countLate(slot: number, by: 1 | -1): void {
    const x = this.place.data[2 * slot]!;
    const y = this.place.data[2 * slot + 1]!;
    for (const lattice of this.lattices) lattice.add(x, y, 0, by);
  }

  #grow(least: number): void {
    const room = 2 ** Math.ceil(Math.log2(least));
    const place = new Float32Array(2 * room);
    const born = new Float32Array(room);
    const look = new Uint8Array(4 * room).fill(FREE);
    place.set(this.place.data);
    born.set(this.born.data);
    look.set(this.look.data);
    this.place.replace(place);
    this.born.replace(born);
    this.look.replace(look);
  }
}
