import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CommandOut, Posted } from '../net/commands.ts';
import { createOutbox } from './outbox.ts';

const refusal = { zh: '该件已经结束', en: 'the case has ended' };
const unknown: Posted = { is: 'unknown', retryAfterMs: 7 };
const ending = fc.constantFrom<Posted>({ is: 'done' }, { is: 'refused', refusal });

it('a command is sent under one number until somebody says what became of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(8), ending, async (failures, end) => {
      const posted: CommandOut[] = [];
      const waited: number[] = [];
      const outbox = createOutbox({
        post: async (command) => {
          posted.push(command);
          expect(outbox.sent()[0]?.state).toBe('sending');
          return posted.length <= failures ? unknown : end;
        },
        number: () => 'n1',
        wait: async (ms) => void waited.push(ms),
      });
      expect(await outbox.send({ act: 'sign' }, '签收', '12345:1:0')).toBe(end.is);
      expect(posted).toHaveLength(failures + 1);
      expect(new Set(posted.map(({ no }) => no))).toEqual(new Set(['n1']));
      expect(waited).toEqual(Array(failures).fill(7));
      expect(outbox.sent()).toEqual([
        {
          no: 'n1',
          label: '签收',
          subject: '12345:1:0',
          state: end.is,
          why: end.is === 'refused' ? refusal : null,
        },
      ]);
    }),
  );
});

it('what is refused stays said, whatever becomes of others, until the next command is given', async () => {
  const answers = new Map<string, (became: Posted) => void>();
  let n = 0;
  const outbox = createOutbox({
    post: ({ no }) => new Promise((answer) => answers.set(no, answer)),
    number: () => `n${++n}`,
    wait: async () => undefined,
  });
  const given = ['派遣', '签收', '延期'].map((label) => outbox.send({}, label, 'D1'));
  answers.get('n1')?.({ is: 'refused', refusal });
  await given[0];
  answers.get('n2')?.({ is: 'done' });
  answers.get('n3')?.({ is: 'refused', refusal });
  expect(await Promise.all(given)).toEqual(['refused', 'done', 'refused']);
  expect(outbox.refused().map(({ label }) => label)).toEqual(['延期', '派遣']);
  void outbox.send({}, '批注', 'D1');
  expect(outbox.refused()).toEqual([]);
});
