import fc from 'fast-check';
import { expect, it } from 'vitest';
import { back, NOWHERE, readPlace, writePlace } from './place.ts';

const id = fc.option(fc.string({ minLength: 1, unit: 'grapheme' }));

it('keeps the drill in the address: what is written is read again', () => {
  fc.assert(
    fc.property(id, id, id, id, (list, grid, caseId, alert) => {
      expect(readPlace(writePlace({ list, grid, caseId, alert }))).toEqual({
        list,
        grid,
        caseId,
        alert,
      });
    }),
  );
});

it('takes a mangled address for nowhere', () => {
  for (const hash of ['', '#', '#/grid/', '#/grid/%E0%A4%A', '#/else']) {
    expect(readPlace(hash)).toEqual(NOWHERE);
  }
});

it('goes back from the case to its grid and from there to the wall', () => {
  const inCase = { list: null, grid: 'g', caseId: 'c', alert: null };
  expect(back(inCase)).toEqual({ list: null, grid: 'g', caseId: null, alert: null });
  expect(back(back(inCase))).toEqual(NOWHERE);
});
