import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers every request once it is read, and does nothing else: what the road there and back costs. */
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"received":1}');
  });
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
