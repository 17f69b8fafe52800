import { Journal } from './journal.ts';

// Claims the writer's part of the journal of argv[2], says so, and waits for the journal's test to kill it.
const journal = new Journal(process.argv[2] as string);
await journal.claimWriter();
process.stdout.write('held\n');
setInterval(() => {}, 60_000);
