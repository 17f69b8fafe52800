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
/** Sets `today` of a row that is there. */
const mod = (from: number, to: number, key: string, today: number): Frame => ({
  ...{ t: 'frame', epoch: 'e', from, to, at: 5 },
  parts: [{ view: 'mix', fields: null, set: [], mod: [[key, 1, today]], del: [] }],
});
const at = (replica: Replica) => replica.position('mix')?.offset;

describe('a copy of the picture', () => {
  it('equals the state from scratch, or knows that it has a gap, whatever is lost, repeated or late', () => {
    const fates = fc.array(fc.constantFrom('arrives', 'arrives', 'lost', 'twice', 'late'), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(fates, (story) => {
        const replica = new Replica(['mix']);
        let offset = 1;
        replica.apply(whole(offset, [['a', row(1)]]));
        let late: Frame[] = [];
        let whole_ = true;
        for (const fate of story) {
          const frame = mod(offset, offset + 1, 'a', offset + 1);
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
          expect(replica.rows.mix).toEqual(new Map([['a', row(at(replica)!)]]));
        }
      }),
    );
  });

  it('after a gap asks for everything anew, and keeps showing its old rows', () => {
    const replica = new Replica(['mix']);
    replica.apply(whole(3, [['a', row(3)]]));
    expect(replica.hello().have).toEqual({ epoch: 'e', offset: 3, views: ['mix'] });
    expect(replica.apply(mod(4, 5, 'a', 5))).toEqual({ ok: false });
    expect(replica.hello().have).toBeNull();
    expect(replica.rows.mix.get('a')).toEqual(row(3));
    expect(replica.filled).toBe(false);
  });

  it('takes a change of another epoch for a gap, and a whole picture of one for what is true now', () => {
    const replica = new Replica(['mix']);
    replica.apply(whole(9, [['a', row(9)]]));
    expect(replica.apply({ ...mod(9, 10, 'a', 1), epoch: 'f' })).toEqual({ ok: false });
    replica.apply(whole(2, [['b', row(2)]], 'f'));
    expect(replica.position('mix')).toEqual({ epoch: 'f', offset: 2 });
    expect([...replica.rows.mix.keys()]).toEqual(['b']);
  });

  it('a frame without parts moves it on, and a repeat does not move it back', () => {
    const replica = new Replica(['mix']);
    replica.apply(whole(3, [['a', row(3)]]));
    replica.apply({ ...mod(3, 7, 'a', 0), parts: [] });
    expect(at(replica)).toBe(7);
    replica.apply(whole(3, [['a', row(1)]]));
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
    expect(replica.apply(mod(3, 4, 'a', 4))).toMatchObject({ ok: true, changed: new Set() });
    const parts = [wholeOf('mix', [['z', row(1)]]), wholeOf('grids', [])];
    replica.apply({ ...mod(4, 5, 'a', 0), parts });
    expect(replica.filled).toBe(true);
    expect([...replica.rows.mix.keys()]).toEqual(['z']);
  });

  it('learns a field that rows did not have before, and forgets what a row no longer has', () => {
    const replica = new Replica(['mix']);
    replica.apply(whole(1, [['a', row(1)]]));
    const fields = ['source', 'today', 'note'];
    const part = { view: 'mix' as const, fields, set: [], del: [] };
    const frame = { ...mod(1, 2, 'a', 0), parts: [{ ...part, mod: [['a', 2, 'x']] as never }] };
    replica.apply(frame);
    expect(replica.rows.mix.get('a')).toEqual({ ...row(1), note: 'x' });
    const gone = { ...part, fields: null, mod: [['a', 2, undefined]] as never };
    replica.apply({ ...mod(2, 3, 'a', 0), parts: [gone] });
    expect(Object.keys(replica.rows.mix.get('a')!)).toEqual(['source', 'today']);
  });
});
