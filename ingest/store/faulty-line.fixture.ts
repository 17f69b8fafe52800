import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * - `through`: as if it were not there
 * - `refuse`: every line is broken at once
 * - `hang`: lines are taken and nothing comes back
 * - a number: each line breaks after so many bytes towards the store: half a batch arrives
 */
export type Fault = 'through' | 'refuse' | 'hang' | number;

/** A line to a store that fails as told. The store itself is real and knows nothing of it. */
export async function faultyLine(target: number) {
  let fault: Fault = 'through';
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => {}); // broken on purpose
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    let sent = 0;
    if (fault === 'refuse') near.destroy();
    near.on('data', (bytes) => {
      if (fault === 'hang') return;
      sent += bytes.length;
      if (typeof fault === 'number' && sent > fault) {
        far.write(bytes.subarray(0, Math.max(0, fault - sent + bytes.length)));
        setTimeout(() => near.destroy(), 20);
        return;
      }
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (fault !== 'hang') near.write(bytes);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const drop = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    /** From now on; what was open before breaks, unless the store is to hang. */
    set(next: Fault) {
      fault = next;
      if (next !== 'hang') drop();
    },
    async close() {
      drop();
      server.close();
      await once(server, 'close');
    },
  };
}
