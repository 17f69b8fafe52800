import { describe, expect, it } from 'vitest';
import { createDrafts, type Form } from './drafts.ts';

const comment = (submit: Form['submit']): Form => ({
  ...{ title: '批注', about: '井盖破损', warning: '', fields: ['text'], values: {}, submit },
});
const done = async () => true;
const refused = async () => false;
const words = { text: '已联系产权单位，今晚更换' };

describe('words that were typed', () => {
  it('are there again when their form was closed, and nowhere else', () => {
    const drafts = createDrafts();
    drafts.of('comment D1', comment(done)).leave(words);
    expect(drafts.of('comment D1', comment(done)).values).toEqual(words);
    expect(drafts.of('comment D2', comment(done)).values).toEqual({});
    drafts.of('comment D1', comment(done)).leave({ text: '' });
    expect(drafts.of('comment D1', comment(done)).values).toEqual({});
  });

  it('are there again when they were refused, but not while nobody knows, nor once they are done', async () => {
    const drafts = createDrafts();
    let answer: (done: boolean) => void = () => {};
    const away = () => new Promise<boolean>((resolve) => (answer = resolve));
    const first = drafts.of('comment D1', comment(away)).submit(words) as unknown as Promise<void>;
    expect(drafts.of('comment D1', comment(done)).values).toEqual({});
    answer(false);
    await first;
    expect(drafts.of('comment D1', comment(done)).values).toEqual(words);
    await drafts.of('comment D1', comment(done)).submit(words);
    expect(drafts.of('comment D1', comment(done)).values).toEqual({});
  });

  it('that are newer are not overwritten by what is refused late; what was chosen is chosen anew', async () => {
    const drafts = createDrafts();
    const late = drafts.of('extend D1', comment(refused));
    const old = late.submit({ reason: '旧', until: '1' }) as unknown as Promise<void>;
    drafts.of('extend D1', comment(refused)).leave({ reason: '新', until: '2', unit: 'water' });
    await old;
    expect(drafts.of('extend D1', comment(done)).values).toEqual({ reason: '新' });
  });
});
