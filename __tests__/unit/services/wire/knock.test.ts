import { type AddressInfo, createServer, type Server } from 'node:net';
import { answers } from '../../../../services/wire/knock.ts';

let server: Server;
let port: number;
beforeEach(async () => {
  server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

test('somebody who listens is there, and nobody where nobody does', async () => {
  expect(await answers('127.0.0.1', port)).toBe(true);
  await new Promise((resolve) => server.close(resolve));
  expect(await answers('127.0.0.1', port)).toBe(false);
});

test('somebody who listens is there, too, where this program is held up for longer than it would wait', async () => {
  const asked = answers('127.0.0.1', port);
  // The connection is begun in the next turn, so that it is under way when the program stands still.
  await new Promise(setImmediate);
  const until = Date.now() + 1_000;
  while (Date.now() < until);
  expect(await asked).toBe(true);
});
