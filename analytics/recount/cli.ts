import { z } from 'zod';
import { deskKeys } from '../../config/desk-keys.ts';
import { env } from '../../config/env.ts';

/** `npm run recount`: asks the running wall to compare its picture with the raw rows. */

const Answer = z.object({
  seq: z.number(),
  compared: z.number(),
  differences: z.number(),
  examples: z.array(z.string()),
});

const own = `${env.tls ? 'https' : 'http'}://127.0.0.1:${env.port}`;
const address = new URL('/api/recount', env.origin ?? own);
const officer = Object.values(deskKeys(env.data).tokens).find(({ role }) => role === 'officer');
const headers = { authorization: `Bearer ${officer?.token}` };
const fail = (message: string): never => {
  console.error(message);
  process.exit(1);
};

const response = await fetch(address, { method: 'POST', headers }).catch(() =>
  fail(
    `No wall answers on port ${env.port}. Start it with npm start, or set QIAO_PORT to its port.`,
  ),
);
const body: unknown = await response.json().catch(() => null);
if (!response.ok) {
  const reason = z.object({ error: z.string() }).safeParse(body);
  fail(`Could not recount: ${reason.success ? reason.data.error : `status ${response.status}`}`);
}
const answer = Answer.parse(body);
console.log(
  `compared ${answer.compared}, differences ${answer.differences} (position ${answer.seq})`,
);
for (const example of answer.examples) console.log(`  ${example}`);
process.exit(answer.differences > 0 ? 1 : 0);
