import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** What is no part of the screens, although it stands beside them. */
const APART = /\.(test|bench|fixture)\.tsx?$|screenshot/;

const newest = (folder: string): number =>
  Math.max(
    ...readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && !APART.test(join(entry.parentPath, entry.name)))
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  );

/**
 * Builds the screens into `dist` unless what stands there is newer than everything it is built from.
 * @throws where the build fails; the reason is on standard error
 */
export async function buildScreens(): Promise<void> {
  const built = join(ROOT, 'dist/index.html');
  const sources = Math.max(
    ...['display', 'config/contract', 'config/deployment'].map((folder) =>
      newest(join(ROOT, folder)),
    ),
  );
  if (existsSync(built) && statSync(built).mtimeMs > sources) return;
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'error'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    // the test runner's own environment would have the build think it is under test
    env: { ...process.env, VITEST: undefined, NODE_ENV: 'production' },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error('the screens could not be built');
}

/** The test runner calls it once before all tests, so that no two of them build at a time. */
export default buildScreens;
