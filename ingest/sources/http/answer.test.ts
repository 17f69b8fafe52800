import { describe, expect, it } from 'vitest';
import { answer } from './answer.ts';

describe('the answer to a sender', () => {
  it('says what became of each record, and its counts add up', () => {
    expect(
      answer(
        ['1', '2', '', '1'],
        [
          { outcome: 'stored', reason: null },
          { outcome: 'stored', reason: null },
          { outcome: 'rejected', reason: 'number: empty' },
          { outcome: 'duplicate', reason: null },
        ],
      ),
    ).toEqual({
      status: 200,
      body: {
        received: 4,
        stored: 2,
        duplicate: 1,
        rejected: 1,
        records: [
          { no: '1', outcome: 'stored', reason: null },
          { no: '2', outcome: 'stored', reason: null },
          { no: '', outcome: 'rejected', reason: 'number: empty' },
          { no: '1', outcome: 'duplicate', reason: null },
        ],
      },
    });
  });

  it('names the fields that were not read, the first of them', () => {
    const ignored = Array.from({ length: 50 }, (_, n) => `f${n}`);
    const { body } = answer(
      ['1', '2'],
      [
        { outcome: 'stored', reason: null, ignored },
        { outcome: 'stored', reason: null, ignored: [] },
      ],
    );
    expect(body).toMatchObject({
      records: [{ ignored: ignored.slice(0, 20) }, expect.not.objectContaining({ ignored: [] })],
    });
  });

  it('is a failure only where nothing at all could be taken', () => {
    expect(answer(['1'], [{ outcome: 'rejected', reason: 'at: empty' }]).status).toBe(422);
    expect(answer(['1'], [{ outcome: 'duplicate', reason: null }]).status).toBe(200);
    expect(answer([], []).status).toBe(200);
  });
});
