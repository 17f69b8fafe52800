import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentials } from './credentials.ts';
import { demoSecret } from './demo-link.ts';
import { deskKeys } from './desk-keys.ts';
import { portKeys } from './port-keys.ts';

const ROOT = join(import.meta.dirname, '..');

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen({ port, host: '127.0.0.1', exclusive: true });
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

/** The first of six free ports in a row. */
export async function freePorts(): Promise<number> {
  for (;;) {
    const base = 20_000 + Math.floor(Math.random() * 20_000);
    const free = await Promise.all([0, 1, 2, 3, 4, 5].map((n) => isFree(base + n)));
    if (free.every(Boolean)) return base;
  }
}

/** A whole Qiao as `npm start` runs it, in a data folder of its own. For tests, benchmarks and screenshots. */
export class Running {
  private constructor(
    readonly supervisor: ChildProcess,
    readonly port: number,
    readonly data: string,
    readonly env: NodeJS.ProcessEnv,
    readonly output: string[],
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  /** The demo's wall, at once. */
  get wall(): string {
    return `${this.url}#demo=${demoSecret({ city: true, host: '127.0.0.1', data: this.data })}`;
  }

  /** Header by which a desk's token speaks, in the role of a duty officer. */
  get officer(): { authorization: string } {
    return { authorization: `Bearer ${deskKeys(this.data).tokens.desk?.token}` };
  }

  /** Starts and waits until every process says that it serves. */
  static async start(settings: Record<string, string>): Promise<Running> {
    const port = await freePorts();
    const data = settings.QIAO_DATA ?? mkdtempSync(join(tmpdir(), 'qiao-run-'));
    const env = { ...process.env, QIAO_DATA: data, QIAO_PORT: String(port), ...settings };
    const supervisor = spawn(process.execPath, ['--import', 'tsx', 'config/start.ts'], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: string[] = [];
    const running = new Running(supervisor, port, data, env, output);
    await new Promise<void>((resolve, reject) => {
      const collect = (bytes: Buffer) => {
        output.push(bytes.toString());
        if (output.join('').includes('Ctrl-C')) resolve();
      };
      supervisor.stdout?.on('data', collect);
      supervisor.stderr?.on('data', collect);
      supervisor.on('exit', () => reject(new Error(`did not start:\n${output.join('')}`)));
    });
    return running;
  }

  /** Pid of one of the supervisor's children. */
  pid(script: 'store' | 'ingest' | 'analytics'): number {
    const children = readFileSync(
      `/proc/${this.supervisor.pid}/task/${this.supervisor.pid}/children`,
      'utf8',
    );
    const path = script === 'store' ? 'ingest/store/main.ts' : `${script}/main.ts`;
    for (const pid of children.trim().split(/\s+/).map(Number)) {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      if (words.some((word) => word === join(ROOT, path))) return pid;
    }
    throw new Error(`${script} does not run`);
  }

  /** What the store answers a question put without Qiao, as its reader. */
  async ask(query: string): Promise<string> {
    const { reader } = credentials(this.data);
    const url = `http://127.0.0.1:${this.port + 1}/?user=reader&password=${reader}`;
    return (await (await fetch(url, { method: 'POST', body: query })).text()).trim();
  }

  /** Tells the port of the grid patrols something new. Throws where it was not stored. */
  async tellGrid(path: string, body: object): Promise<void> {
    const token = portKeys(this.data).clients.grid?.upstream;
    const answer = await fetch(`http://127.0.0.1:${this.port + 3}/grid/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const told = (await answer.json()) as { stored?: number };
    if (told.stored !== 1) throw new Error(`not stored: ${JSON.stringify(told)}`);
  }

  /** Runs `npm run import` against this Qiao. */
  import(...args: string[]): ChildProcess & { text: () => string } {
    const child = spawn(process.execPath, ['--import', 'tsx', 'ingest/import.ts', ...args], {
      cwd: ROOT,
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    child.stdout.on('data', (bytes: Buffer) => {
      text += bytes.toString();
    });
    child.stderr.on('data', (bytes: Buffer) => {
      text += bytes.toString();
    });
    return Object.assign(child, { text: () => text });
  }

  /** As Ctrl-C does; then removes the data. */
  async stop(): Promise<void> {
    if (this.supervisor.exitCode === null && this.supervisor.signalCode === null) {
      this.supervisor.kill('SIGINT');
      await once(this.supervisor, 'exit');
    }
    rmSync(this.data, { recursive: true, force: true });
  }
}
