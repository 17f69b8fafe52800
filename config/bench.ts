import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** `npm run bench -- NAME`: runs the one NAME.bench.ts that stands beside what it measures. */

const ROOT = join(import.meta.dirname, '..');
const found = new Map<string, string>();
for (const part of ['config', 'ingest', 'analytics', 'display'])
  for (const entry of readdirSync(join(ROOT, part), { withFileTypes: true, recursive: true }))
    if (entry.name.endsWith('.bench.ts'))
      found.set(entry.name.slice(0, -'.bench.ts'.length), join(entry.parentPath, entry.name));

const [name = '', ...rest] = process.argv.slice(2);
const script = found.get(name);
if (script === undefined) {
  console.error(`usage: npm run bench -- NAME, one of: ${[...found.keys()].sort().join(', ')}`);
  process.exit(2);
}
// with the flags with which start.ts runs ingest
const flags = ['--max-semi-space-size=64', '--import', 'tsx'];
const child = spawn(process.execPath, [...flags, script, ...rest], {
  stdio: 'inherit',
  env: { ...process.env, UV_THREADPOOL_SIZE: '12' },
});
const [code] = (await once(child, 'exit')) as [number | null];
process.exit(code ?? 1);
