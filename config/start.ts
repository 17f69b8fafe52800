import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { constants, getPriority, setPriority } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildScreens } from './build-screens.ts';
import { DeploymentError } from './deployment/error.ts';
import { loadDeployment } from './deployment/load.ts';
import { env } from './env.ts';
import { endWhenSilent } from './heartbeat.ts';

/** `npm start`: builds the screens where they changed, runs every process, restarts what dies, and stops all of them. */

const ROOT = join(import.meta.dirname, '..');
/** Before a new life, by the number of those before it that ended without ever serving: one that served is at once begun anew. */
const RESTART_MS = [100, 500, 1_000, 2_000, 5_000];
/** A process that has never served and ends as often has a mistake to be mended, not bad luck. */
const FIRST_TRIES = 2;
const STOP_MS = 10_000;
/** So long after it serves a process steps back: until then others wait for what it is to give. */
const STEP_BACK_MS = 5_000;
const LEAST_PRIORITY = constants.priority.PRIORITY_LOW;

interface Process {
  name: string;
  script: string;
  args: string[];
  env: Record<string, string>;
  /** Of Node. */
  flags: string[];
  /** Steps back by so much in the scheduler, 0 to 19: whoever acknowledges goes first, what can catch up later waits. */
  nice: number;
}

const PROCESSES: Process[] = [
  // chDB answers one query per thread of the pool; the default of 4 also starves file reads
  {
    name: 'store',
    script: 'ingest/store/main.ts',
    args: [],
    env: { UV_THREADPOOL_SIZE: '12' },
    flags: [],
    nice: 15,
  },
  // a record lives until its commit: with the default of 16 MB a sixth of the time goes into moving it
  {
    name: 'ingest',
    script: 'ingest/main.ts',
    args: [],
    env: {},
    flags: ['--max-semi-space-size=64'],
    nice: 0,
  },
  { name: 'analytics', script: 'analytics/main.ts', args: [], env: {}, flags: [], nice: 10 },
  ...env.linePorts.map((port) => ({
    name: `line ${port}`,
    script: 'analytics/gateway/main.ts',
    args: [String(port)],
    env: {},
    flags: [],
    nice: 10,
  })),
];

const started = performance.now();
const seconds = () => ((performance.now() - started) / 1000).toFixed(1);
const running = new Map<string, ChildProcess>();
let stopping = false;

function stepBack({ pid, exitCode, signalCode }: ChildProcess, nice: number): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  setPriority(pid, Math.min(LEAST_PRIORITY, getPriority() + nice));
}

/** Keeps one process alive; resolves when it first says that it serves, with what to say on the console. */
function keep(process_: Process): Promise<string[]> {
  return new Promise((ready) => {
    let failures = 0;
    let served = false;
    const launch = () => {
      let serves = false;
      const child = fork(join(ROOT, process_.script), process_.args, {
        cwd: ROOT,
        execArgv: [...process_.flags, '--import', 'tsx'],
        env: { ...process.env, ...process_.env },
        // its own group: Ctrl-C reaches the supervisor alone, which stops the others in order
        detached: true,
      });
      running.set(process_.name, child);
      endWhenSilent(child, () => console.error(`${process_.name} hangs; ending it`));
      child.on('message', (told: { ready?: boolean; say?: string[] }) => {
        if (!told.ready) return;
        served = serves = true;
        ready(told.say ?? []);
        setTimeout(() => stepBack(child, process_.nice), STEP_BACK_MS).unref();
      });
      child.on('exit', (code, signal) => {
        running.delete(process_.name);
        if (stopping) return;
        failures = serves ? 0 : failures + 1;
        if (!served && failures === FIRST_TRIES) {
          void stop(1); // what it said on standard error is the reason
          return;
        }
        const pause = RESTART_MS[Math.min(failures, RESTART_MS.length - 1)] ?? 0;
        const how = signal ?? `code ${code}`;
        console.error(`${process_.name} ended (${how}); starting it again in ${pause / 1000} s`);
        setTimeout(() => {
          if (!stopping) launch();
        }, pause);
      });
    };
    launch();
  });
}

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  for (const { name } of PROCESSES.toReversed()) {
    const child = running.get(name);
    if (!child) continue;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    const late = sleep(STOP_MS, 'late', { ref: false });
    if ((await Promise.race([gone, late])) === 'late') child.kill('SIGKILL');
  }
  process.exit(code);
}

process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));

try {
  const deployment = loadDeployment(env.deployment);
  const ours = PROCESSES.filter(({ name }) => !(name === 'store' && env.clickhouseUrl));
  const [, ...said] = await Promise.all([buildScreens(), ...ours.map(keep)]);
  const name = deployment.language === 'zh' ? deployment.name.zh : deployment.name.en;
  console.log(
    [
      `桥 Qiao · ${name} · ready after ${seconds()} s · Ctrl-C stops`,
      ...said.flat().map((line) => `   ${line}`),
    ].join('\n'),
  );
} catch (error) {
  console.error(error instanceof DeploymentError ? error.message : error);
  await stop(1);
}
