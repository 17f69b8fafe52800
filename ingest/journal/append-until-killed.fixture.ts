import { sourceId, stationId } from '../../config/contract/ids.ts';
import { Journal } from './journal.ts';

// Appends one reading after another to the journal of argv[2], numbered from argv[3], and prints each
// number once it is durable. The journal's test kills it.
const journal = new Journal(process.argv[2] as string);
for (let n = Number(process.argv[3]); ; n++) {
  const source = sourceId('water');
  const fact = {
    kind: 'reading' as const,
    id: `reading:${n}`,
    source,
    station: stationId('s1'),
    factor: '39',
    at: n,
    interval: 'realtime' as const,
    value: 1,
    unit: 'm',
    flag: 'N' as const,
  };
  await journal.append([{ source, facts: [fact], rejected: false }], 1);
  process.stdout.write(`${n}\n`);
}
