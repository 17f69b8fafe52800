import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Credentials, credentials } from '../../config/credentials.ts';
import { connect, type Store, storeTarget, type Target } from './client.ts';

const MAIN = join(import.meta.dirname, 'main.ts');

/** A store process of its own data folder, for tests. */
export class RunningStore {
  readonly data = mkdtempSync(join(tmpdir(), 'qiao-store-'));
  readonly #port: number;
  #child: ChildProcess | null = null;
  readonly #connected: Store[] = [];

  /** `port`: as QIAO_PORT; the store listens on the one after it. */
  constructor(port: number) {
    this.#port = port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port + 1}`;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get passwords(): Credentials {
    return credentials(this.data);
  }

  /** Starts the process, again after `kill`, and resolves once it serves. */
  async start(): Promise<this> {
    const child = fork(MAIN, {
      execArgv: ['--import', 'tsx'],
      env: {
        ...process.env,
        QIAO_DATA: this.data,
        QIAO_PORT: `${this.#port}`,
        UV_THREADPOOL_SIZE: '12',
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', (code) => reject(new Error(`store exited with ${code}`)));
    });
    return this;
  }

  target(role: 'writer' | 'reader' | 'vault'): Target {
    const { data } = this;
    return storeTarget({ data, storePort: this.#port + 1, clickhouseUrl: undefined }, role);
  }

  connect(role: 'writer' | 'reader' | 'vault'): Store {
    const store = connect(this.target(role));
    this.#connected.push(store);
    return store;
  }

  /** Ends the process by `signal` and resolves with its exit code once it is gone. */
  async kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const child = this.#child!;
    const gone = once(child, 'exit');
    child.kill(signal);
    const [code] = await gone;
    return code;
  }

  /** Ends everything and removes the data. */
  async remove(): Promise<void> {
    await Promise.all(this.#connected.map((store) => store.close()));
    if (this.#child?.exitCode === null && this.#child.signalCode === null)
      await this.kill('SIGTERM');
    rmSync(this.data, { recursive: true, force: true });
  }
}
