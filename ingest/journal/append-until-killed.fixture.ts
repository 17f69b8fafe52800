import { measured } from './facts.fixture.ts';
import { Journal } from './journal.ts';

// Appends one reading after another to the journal of argv[2], numbered from argv[3], and prints each
// number once it is durable. The journal's test kills it.
const journal = new Journal(process.argv[2] as string);
for (let n = Number(process.argv[3]); ; n++) {
  await journal.append([measured(n)], 1);
  process.stdout.write(`${n}\n`);
}
