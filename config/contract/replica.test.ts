import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sourceId } from './ids.ts';
import type { MixRow } from './picture.ts';
import { Replica } from './replica.ts';
import { type Frame, showAll, wholeOf } from './wire.ts';

const row = (today: number): MixRow => ({ source: sourceId('12345'), today });
const FIELDS = ['source', 'today'];
const whole = (to: number, rows: [string, MixRow][], epoch = 'e'): Frame => ({
  ...{ t: 'frame', epoch, from: 0, to, at: 5 },
  parts: [{ ...wholeOf('mix', rows), fields: FIELDS }],
});
/** Sets `today`, or another field, of the first row. */
const mod = (from: number, to: number, value: unknown, field = 1): Frame => ({
  ...{ t: 'frame', epoch: 'e', from, to, at: 5 },
  parts: [
    {
      ...{ view: 'mix', fields: null, del: [], set: { numbers: [], rows: [] } },
      mod: [{ field, numbers: [0], values: [value] }],
    },
  ],
});
const at = (replica: Replica) => replica.position('mix')?.offset;

describe('a copy of the picture', () => {
  it('equals the state from scratch, or knows that it has a gap, whatever is lost, repeated or late', () => {
    const fates = fc.array(fc.constantFrom('arrives', 'arrives', 'lost', 'twice', 'late'), {
      maxLength: 40,
      size: 'max',
    });
    fc.assert(
      fc.property(fates, (story) => {
        const replica = new Replica(['mix']);
        let offset = 1;
        replica.apply(whole(offset, [['a', row(1)]]));
        let late: Frame[] = [];
        let whole_ = true;
        for (const fate of story) {
          const frame = mod(offset, offset + 1, offset + 1);
          offset += 1;
          if (fate === 'late') late.push(frame);
          if (fate === 'lost' || fate === 'late') continue;
          const messages = fate === 'twice' ? [frame, frame, ...late] : [frame, ...late];
          for (const message of messages) whole_ = replica.apply(message).ok && whole_;
          late = [];
          if (whole_) expect(replica.rows.mix.get('a')?.today).toBe(at(replica));
          else {
            expect(replica.hello().have).toBeNull();
            replica.apply(whole(offset, [['a', row(offset)]]));
            whole_ = true;
          }
          expect([...replica.rows.mix]).toEqual([['a', row(at(replica)!)]]);
        }
      }),
    );
  });

  it('after a gap asks for everything anew, and keeps showing its old rows', () => {
    const replica = new Replica(['mix']);
    replica.apply(whole(3, [['a', row(3)]]));
    expect(replica.hello().have).toEqual({ epoch: 'e', offset: 3, views: ['mix'] });
    expect(replica.apply(mod(4, 5, 5))).toEqual({ ok: false });
    expect(replica.hello().have).toBeNull();
    expect(replica.rows.mix.get('a')).toEqual(row(3));
    expect(replica.filled).toBe(false);
  });

  it('takes a change of another epoch for a gap, and a whole picture of one for what is true now', () => {
    const replica = new Replica(['mix']);
    replica.apply(whole(9, [['a', row(9)]]));
    expect(replica.apply({ ...mod(9, 10, 1), epoch: 'f' })).toEqual({ ok: false });
    replica.apply(whole(2, [['b', row(2)]], 'f'));
    expect(replica.position('mix')).toEqual({ epoch: 'f', offset: 2 });
    expect([...replica.rows.mix.keys()]).toEqual(['b']);
  });

  it('a frame without parts moves it on, and a repeat does not move it back', () => {
    const replica = new Replica(['mix']);
    replica.apply(whole(3, [['a', row(3)]]));
    replica.apply({ ...mod(3, 7, 0), parts: [] });
    expect(at(replica)).toBe(7);
    replica.apply(mod(2, 3, 1));
    expect(at(replica)).toBe(7);
    expect(replica.rows.mix.get('a')).toEqual(row(3));
  });

  it('what is no longer shown is gone, what is shown anew is asked for and comes whole', () => {
    const replica = new Replica(['mix', 'units']);
    replica.apply({
      ...whole(3, [['a', row(3)]]),
      parts: [wholeOf('mix', []), wholeOf('units', [])],
    });
    expect(replica.filled).toBe(true);
    replica.change({ ...showAll(['mix', 'grids']), communities: ['c1'] });
    expect(replica.hello().have?.views).toEqual([]);
    // said before the server heard: about rows that are no longer shown
    expect(replica.apply(mod(3, 4, 4))).toMatchObject({ ok: true, changed: new Set() });
    const parts = [wholeOf('mix', [['z', row(1)]]), wholeOf('grids', [])];
    replica.apply({ ...mod(4, 5, 0), parts });
    expect(replica.filled).toBe(true);
    expect([...replica.rows.mix.keys()]).toEqual(['z']);
  });

  it('learns a field that rows did not have before, and forgets what a row no longer has', () => {
    const replica = new Replica(['mix']);
    replica.apply(whole(1, [['a', row(1)]]));
    const note = mod(1, 2, 'x', 2);
    const fields = ['source', 'today', 'note'];
    replica.apply({ ...note, parts: note.parts.map((part) => ({ ...part, fields })) });
    expect(replica.rows.mix.get('a')).toEqual({ ...row(1), note: 'x' });
    replica.apply(mod(2, 3, undefined, 2));
    expect(Object.keys(replica.rows.mix.get('a')!)).toEqual(['source', 'today']);
  });
});
