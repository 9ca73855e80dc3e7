import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, type Socket } from 'node:net';
import { createHttpServer } from '../../../../services/wire/http-server.ts';
import { closeServer } from '../../../../services/wire/listen.ts';

/** Clients that ask wrongly and then neither read nor close. */
const server = createHttpServer({
  handle: (_, response) => void response.end('ok'),
  errorBody: (_, message) => ({ contentType: 'text/plain', body: message }),
});
const clients: Socket[] = [];

beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'));
afterAll(async () => {
  for (const client of clients) client.destroy();
  await closeServer(server);
});

/** Sends a text as a client that never closes and never reads; gives the server's end of its connection. */
async function halfOpen(text: string): Promise<Socket> {
  const client = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', allowHalfOpen: true });
  clients.push(client.pause());
  const [theirs] = (await once(server, 'connection')) as [Socket];
  client.write(text);
  return theirs;
}

test('a half-open client that was refused loses its connection before its headers would be late', async () => {
  const began = performance.now();
  await once(await halfOpen('NONSENSE\r\n\r\n'), 'close');
  const late = await halfOpen('GET / HTTP/1.1\r\n');
  server.emit('clientError', Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), late);
  await once(late, 'close');
  expect(performance.now() - began).toBeLessThan(server.headersTimeout);
});
