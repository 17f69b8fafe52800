import type { CaseRow, Light } from '../../config/contract/picture.ts';
import type { Table, ViewChange } from '../../config/contract/table.ts';
import type { Mended } from '../../config/contract/wire.ts';
import { Column } from './column.ts';
import { Lattice } from './lattice.ts';
import type { Box, Projection } from './projection.ts';

/** Lights from calm to worst; the index is what columns hold. */
export const LIGHTS: readonly Light[] = ['none', 'green', 'yellow', 'red', 'purple'];
/** By light, 1 where a case of it is late. */
const LATE = Int8Array.from(LIGHTS, (light) => +(light === 'red' || light === 'purple'));
const CODE = Object.fromEntries(LIGHTS.map((light, code) => [light, code])) as Record<
  Light,
  number
>;

/** Stands beside the light of a case that has no place: it is counted and not drawn. */
export const UNPLACED = 8;
/** In place of a light: there is no case. */
const FREE = 255;

const HOUR = 3_600_000;
/** Times are kept as hours since then: exact to some seconds in 32 bits for decades. */
const EPOCH = Date.UTC(2020, 0, 1);
export const hoursOf = (at: number): number => (at - EPOCH) / HOUR;

/** Fields by which a case is drawn, beside its light. */
const PLACED: ReadonlySet<string> = new Set(['lon', 'lat', 'receivedAt']);

const FIRST_ROOM = 1024;
const NOWHERE = [0, 0] as const;

/**
 * The open cases as the map draws them: each at its number on the line, in columns that go to the graphics
 * card as they are, and their counts by cell of the map and by light. A change costs what changed, however
 * many cases there are.
 */
export class CaseSlots {
  readonly place = new Column(new Float32Array(2 * FIRST_ROOM));
  readonly born = new Column(new Float32Array(FIRST_ROOM));
  /** Lights: from `UNPLACED` on, nothing is to be drawn. */
  readonly look = new Column(new Uint8Array(FIRST_ROOM).fill(FREE));
  /** From coarse to fine. One of them is counted (`counted`): all would cost more than all else of a change. */
  readonly lattices: readonly Lattice[];
  #lattice: Lattice;
  /** By slot, the cell of the lattice that is counted; of those without a place, the one for outside. */
  #cells = new Int32Array(FIRST_ROOM);
  readonly #lit = new Int32Array(LIGHTS.length);
  readonly #project: Projection;
  #used = 0;
  #unplaced = 0;

  /** @param bounds of the map on its plane; cases outside are drawn, and counted in no cell */
  constructor(project: Projection, bounds: Box) {
    this.#project = project;
    this.lattices = Lattice.pyramid(bounds);
    this.#lattice = this.lattices[0]!;
  }

  /** Slots in use or used before: beyond them nothing is to be drawn. */
  get end(): number {
    return this.#used;
  }

  /** Cases that have no place to be drawn at. */
  get unplaced(): number {
    return this.#unplaced;
  }

  /** Cases of a light. */
  count(light: Light): number {
    return this.#lit[CODE[light]]!;
  }

  /** Slots of the cases drawn in the box whose light is this one or worse; null: there are more than `most`. */
  slotsIn({ x, y, width, height }: Box, least: Light, most: number): number[] | null {
    const found: number[] = [];
    const from = CODE[least];
    const [looks, places] = [this.look.data, this.place.data];
    const [right, bottom] = [x + width, y + height];
    for (let slot = 0; slot < this.#used; slot += 1) {
      // the place first: few are near, which a processor guesses, and lights are as they come
      const at = places[2 * slot]!;
      if (at < x || at > right) continue;
      const down = places[2 * slot + 1]!;
      if (down < y || down > bottom) continue;
      const look = looks[slot]!;
      if (look < from || look >= UNPLACED) continue;
      if (found.length === most) return null;
      found.push(slot);
    }
    return found;
  }

  /** The lattice of this level, with its counts from now on; those of the one before stand still. */
  counted(level: number): Lattice {
    const lattice = this.lattices[level]!;
    if (lattice === this.#lattice) return lattice;
    this.#lattice = lattice;
    lattice.clear();
    const looks = this.look.data;
    for (let slot = 0; slot < this.#used; slot += 1) {
      const look = looks[slot]!;
      this.#locate(slot);
      if (look < UNPLACED) this.#tally(slot, 1, LATE[look]!);
    }
    lattice.settle();
    return lattice;
  }

  apply({ whole, del, set, mod }: ViewChange, rows: Table<CaseRow>): void {
    if (whole) {
      const told = new Uint8Array(this.#used);
      for (const slot of set) told[slot] = 1;
      for (let slot = 0; slot < told.length; slot += 1) if (told[slot] === 0) this.#remove(slot);
    }
    for (const slot of del) this.#remove(slot);
    this.#take(set, rows);
    for (const mended of mod)
      if (mended.field === 'light') this.#light(mended);
      else if (PLACED.has(mended.field)) this.#take(mended.numbers, rows);
    this.#lattice.settle();
  }

  #take(slots: readonly number[], rows: Table<CaseRow>): void {
    const [lon, lat] = [rows.column('lon'), rows.column('lat')];
    const [light, receivedAt] = [rows.column('light'), rows.column('receivedAt')];
    for (const slot of slots)
      this.#write(slot, lon.at(slot), lat.at(slot), CODE[light.at(slot)], receivedAt.at(slot));
  }

  #light({ numbers, values }: Mended<string>): void {
    const words = 'codes' in values ? values.words : values;
    const lights = Uint8Array.from(words, (word) => CODE[word as Light]);
    const codes = 'codes' in values ? values.codes : null;
    const [lit, looks, cells] = [this.#lit, this.look.data, this.#cells];
    const lattice = this.#lattice;
    let first = looks.length;
    let last = 0;
    for (let n = 0; n < numbers.length; n += 1) {
      const slot = numbers[n]!;
      const now = lights[codes ? codes[n]! : n]!;
      const unplaced = looks[slot]! & UNPLACED;
      const was = looks[slot]! ^ unplaced;
      looks[slot] = now | unplaced;
      lit[was]! -= 1;
      lit[now]! += 1;
      if (slot < first) first = slot;
      if (slot > last) last = slot;
      // added also where it is nothing: a processor guesses wrong who becomes late
      lattice.add(cells[slot]!, 0, LATE[now]! - LATE[was]!);
    }
    if (first <= last) this.look.touch(first, last + 1);
  }

  #remove(slot: number): void {
    if (this.look.data[slot] !== FREE) this.#write(slot, null, null, FREE, 0);
  }

  #write(
    slot: number,
    lon: number | null,
    lat: number | null,
    light: number,
    receivedAt: number,
  ): void {
    if (slot >= this.born.data.length) this.#grow(slot + 1);
    if (slot >= this.#used) this.#used = slot + 1;
    const [places, births, looks] = [this.place.data, this.born.data, this.look.data];
    const was = looks[slot]!;
    const at = light === FREE || lon === null || lat === null ? null : this.#project(lon, lat);
    const look = at || light === FREE ? light : light | UNPLACED;
    this.#count(was, -1);
    this.#count(look, 1);
    const [wasDrawn, drawn] = [was < UNPLACED, look < UNPLACED];
    const [x, y] = at ?? NOWHERE;
    const stays = places[2 * slot] === Math.fround(x) && places[2 * slot + 1] === Math.fround(y);
    const counted = wasDrawn && drawn && stays && LATE[was] === LATE[look];
    if (wasDrawn && !counted) this.#tally(slot, -1, -LATE[was]!);
    if (was !== look) {
      looks[slot] = look;
      this.look.touch(slot, slot + 1);
    }
    if (drawn && !stays) {
      places[2 * slot] = x;
      places[2 * slot + 1] = y;
      this.place.touch(2 * slot, 2 * slot + 2);
    }
    if (!drawn || !wasDrawn || !stays) this.#locate(slot);
    if (!drawn) return;
    const born = Math.fround(hoursOf(receivedAt));
    if (births[slot] !== born) {
      births[slot] = born;
      this.born.touch(slot, slot + 1);
    }
    if (!counted) this.#tally(slot, 1, LATE[look]!);
  }

  #count(look: number, cases: number): void {
    if (look === FREE) return;
    this.#lit[look & ~UNPLACED]! += cases;
    if (look >= UNPLACED) this.#unplaced += cases;
  }

  #tally(slot: number, all: number, late: number): void {
    this.#lattice.add(this.#cells[slot]!, all, late);
  }

  #locate(slot: number): void {
    const x = this.place.data[2 * slot]!;
    const y = this.place.data[2 * slot + 1]!;
    const drawn = this.look.data[slot]! < UNPLACED;
    this.#cells[slot] = drawn ? this.#lattice.cellAt(x, y) : this.#lattice.outside;
  }

  #grow(least: number): void {
    const room = 2 ** Math.ceil(Math.log2(least));
    const place = new Float32Array(2 * room);
    const born = new Float32Array(room);
    const look = new Uint8Array(room).fill(FREE);
    place.set(this.place.data);
    born.set(this.born.data);
    look.set(this.look.data);
    const cells = new Int32Array(room);
    cells.set(this.#cells);
    this.#cells = cells;
    this.place.replace(place);
    this.born.replace(born);
    this.look.replace(look);
  }
}
