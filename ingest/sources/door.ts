import type { Server, Socket } from 'node:net';

/**
 * Keeps a server's lines within `maxConnections`, and those of one address within `maxPerAddress`, so that one
 * sender cannot shut the others out. Lines beyond are closed at once.
 * @param refuse told of each line that is turned away
 * @returns whether a new line may stay; to be asked of each once, before anything else is done with it
 */
export function keepDoor(
  server: Server,
  limits: { maxConnections: number; maxPerAddress: number },
  refuse: (reason: 'too many lines' | 'too many lines of one address') => void,
): (line: Socket) => boolean {
  const open = new Map<string, number>();
  server.maxConnections = limits.maxConnections;
  server.on('drop', () => refuse('too many lines'));
  return (line) => {
    const address = line.remoteAddress ?? '';
    const lines = open.get(address) ?? 0;
    if (lines >= limits.maxPerAddress) {
      refuse('too many lines of one address');
      line.destroy();
      return false;
    }
    open.set(address, lines + 1);
    line.once('close', () => {
      const left = (open.get(address) ?? 0) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
    return true;
  };
}
