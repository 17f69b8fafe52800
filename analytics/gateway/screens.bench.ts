import { setTimeout as sleep } from 'node:timers/promises';
import { startScreens, startServer } from './load/harness.ts';
import type { Kind } from './load/server.ts';

/**
 * `npm run bench -- screens`: memory a server holds for each idle screen with its session, at 10,000 and
 * at 50,000; plain uWebSockets.js and `ws` in the same run. What the kernel holds for a socket is not in
 * it. A process may open 20,000 files here, so 50,000 screens are those of three servers together.
 *
 * It is what memory grows by from the first thousand screens on, less what it grows by in the same time
 * in a server of the same kind that gets no more: after its start a process gives back 15 MB by itself.
 */
const KINDS: Kind[] = ['uWebSockets.js', 'qiao', 'ws'];
const SERVERS = 3;
const FIRST = 1_000;
const SIZES = [10_000, 50_000] as const;
const PORT = 8630;
/** More screens from one address take the kernel long to find a free port for. */
const AN_ADDRESS = 1_000;
const STARTED_MS = 25_000;
const OPENED_MS = 8_000;

/** A server and the process of its screens. */
class Pair {
  readonly #port: number;
  readonly #kind: Kind;
  #server!: Awaited<ReturnType<typeof startServer>>;
  #clients!: Awaited<ReturnType<typeof startScreens>>;
  #first = 0;
  #addresses = 1;

  constructor(kind: Kind, port: number) {
    this.#kind = kind;
    this.#port = port;
  }

  async start(): Promise<void> {
    this.#server = await startServer(this.#kind, this.#port);
    this.#clients = await startScreens(this.#kind);
    await this.open(FIRST);
  }

  async settle(): Promise<void> {
    this.#first = await this.#memory();
  }

  async open(count: number): Promise<void> {
    for (let rest = count; rest > 0; rest -= AN_ADDRESS) {
      const some = Math.min(rest, AN_ADDRESS);
      const from = `127.0.${this.#port - PORT}.${this.#addresses++}`;
      const ports = [this.#port];
      await this.#clients.ask({ do: 'open', ports, count: some, from, careful: false });
    }
  }

  /** Bytes by which it grew since it had settled, and its screens since. */
  async grown(): Promise<{ bytes: number; screens: number }> {
    const bytes = (await this.#memory()) - this.#first;
    const { screens } = await this.#server.ask({ do: 'measure' });
    return { bytes, screens: screens - FIRST };
  }

  async kill(): Promise<void> {
    await Promise.all([this.#clients.kill(), this.#server.kill()]);
  }

  async #memory(): Promise<number> {
    return (await this.#server.ask({ do: 'measure' })).memory;
  }
}

class Measured {
  readonly kind: Kind;
  readonly #control: Pair;
  readonly #servers: Pair[];

  constructor(kind: Kind, port: number) {
    this.kind = kind;
    this.#control = new Pair(kind, port);
    this.#servers = Array.from({ length: SERVERS }, (_, n) => new Pair(kind, port + 1 + n));
  }

  async start(): Promise<void> {
    for (const pair of this.#all()) await pair.start();
  }

  async settle(): Promise<void> {
    for (const pair of this.#all()) await pair.settle();
  }

  /** KB a screen at each of the sizes. */
  async measure(): Promise<number[]> {
    const [small, large] = SIZES;
    const [first, ...others] = this.#servers;
    await first!.open(small);
    const atSmall = await this.#perScreen([first!]);
    const each = Math.ceil(large / SERVERS);
    await first!.open(each - small);
    for (const pair of others) await pair.open(each);
    return [atSmall, await this.#perScreen(this.#servers)];
  }

  async kill(): Promise<void> {
    await Promise.all(this.#all().map((pair) => pair.kill()));
  }

  async #perScreen(servers: Pair[]): Promise<number> {
    await sleep(OPENED_MS);
    const [control, ...grown] = await Promise.all(
      [this.#control, ...servers].map((pair) => pair.grown()),
    );
    const bytes = grown.reduce((sum, of) => sum + of.bytes - control!.bytes, 0);
    return bytes / grown.reduce((sum, { screens }) => sum + screens, 0) / 1024;
  }

  #all(): Pair[] {
    return [this.#control, ...this.#servers];
  }
}

const all = KINDS.map((kind, n) => new Measured(kind, PORT + n * (SERVERS + 1)));
try {
  for (const each of all) await each.start();
  await sleep(STARTED_MS);
  for (const each of all) await each.settle();
  const plain: number[] = [];
  for (const each of all) {
    const found = await each.measure();
    await each.kill();
    for (const [n, kilobytes] of found.entries()) {
      plain[n] ??= kilobytes;
      console.log(
        `screens ${each.kind}: ${kilobytes.toFixed(2)} KB of memory a screen at ${SIZES[n]} ` +
          `(ratio to plain uWebSockets.js: ${(kilobytes / plain[n]).toFixed(2)})`,
      );
    }
  }
} finally {
  await Promise.all(all.map((each) => each.kill()));
}
