import type { WebSocket } from 'ws';
import { Incoming } from './contract/frame-codec.ts';
import type { Replica } from './contract/replica.ts';
import type { ServerMessage } from './contract/wire.ts';

/** Makes a socket that is opening the line of this replica: a screen without pixels. */
export function keepReplica(
  socket: WebSocket,
  replica: Replica,
  heard: (message: ServerMessage) => void = () => undefined,
): void {
  const incoming = new Incoming();
  socket.on('open', () => socket.send(JSON.stringify(replica.hello())));
  socket.on('message', (bytes: Buffer) => {
    const message = incoming.take(bytes);
    if (message === null) return;
    if (!replica.apply(message).ok) socket.terminate();
    heard(message);
  });
}
