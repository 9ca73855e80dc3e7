import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseEngineAddress } from '../../../../services/container-engine/address.ts';
import { openEngine } from '../../../../services/container-engine/docker.ts';
import { engineGet } from '../../../../services/container-engine/engine-http.ts';

let server: Server;
beforeEach(async () => {
  server = createServer((_, response) => void response.setHeader('content-type', 'application/json').end('[]'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

test('an engine on a loopback name is asked there, whatever a resolver knows', async () => {
  const { port } = server.address() as AddressInfo;
  const parsed = parseEngineAddress(`tcp://engine.localhost:${port}`);
  if ('problem' in parsed) throw new Error(parsed.problem);
  const { address } = parsed;
  const { signal } = new AbortController();
  expect(await engineGet(address, '/containers/json', signal)).toMatchObject({ status: 200, text: '[]' });
  const engine = await openEngine({ address, name: 'an engine', source: 'test', where: 'test' });
  expect(await engine.list('label', signal)).toEqual([]);
});
