import { AccessBook } from './access-book.ts';
import { newAccount } from './accounts.ts';
import { SignIns } from './sign-ins.ts';

/** Adds accounts and signs them in, one after the other, and says each secret once it is on disk, until it is killed. */
const book = new AccessBook(process.argv[2] ?? '');
const signIns = new SignIns(book, { idle: 1e9, longest: 1e9 }, Date.now);
for (let n = 0; ; n += 1) {
  const secret = await book.change(() => {
    void book.accounts.put(`a${n}`, newAccount(`a${n}`, 'A', 'officer', null, Date.now()));
    return signIns.begin(`a${n}`, 'password', { address: '', agent: '' });
  });
  process.stdout.write(`a${n} ${secret}\n`);
}
