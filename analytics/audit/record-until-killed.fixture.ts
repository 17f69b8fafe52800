import { Audit } from './audit.ts';

/** Records acts until it is killed, four at a time, and says the number of each once it is durable. */
const [data = ''] = process.argv.slice(2);
const audit = new Audit(data, Date.now);
let n = 0;
async function record(): Promise<void> {
  for (;;) {
    const once = `act-${process.pid}-${n++}`;
    const row = await audit.record(
      {
        act: 'command',
        outcome: 'done',
        who: 'duty',
        role: 'officer',
        from: '',
        target: once,
        reason: '',
        detail: {},
      },
      once,
    );
    process.stdout.write(`${row.seq} ${row.target}\n`);
  }
}
await Promise.all([record(), record(), record(), record()]);
