import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { openTap } from '../../services/part/tap/tap.ts';
import { HttpClient } from '../../services/wire/http.ts';
import { closeServer } from '../../services/wire/listen.ts';
import { keepToPolicy } from '../../services/wire/wire-policy.ts';
import { makeAuthority, serverOptions } from '../certificates.ts';

const AUTHORITY = makeAuthority();
const OWN = AUTHORITY.issue('localhost', '127.0.0.1');

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  keepToPolicy({});
  for (const close of closing.splice(0).reverse()) await close();
});

/** A server over TLS, with a certificate that only the authority vouches for; its URL. */
async function open(more: TlsOptions = {}): Promise<URL> {
  const server = createServer({ ...serverOptions(OWN), ...more }, (_, response) => response.end('here'));
  server.on('tlsClientError', () => {});
  await once(server.listen(0, '127.0.0.1'), 'listening');
  closing.push(() => closeServer(server));
  return new URL(`https://localhost:${(server.address() as AddressInfo).port}/`);
}

/** What a client that is made now gets. */
async function got(url: URL): Promise<string> {
  const client = new HttpClient();
  closing.push(() => client.close());
  return (await client.send(url, {})).body.toString();
}

test('a server that only a named authority vouches for is believed, and without it nobody is', async () => {
  const url = await open();
  await expect(got(url)).rejects.toMatchObject({
    stage: 'tls',
    next: expect.stringMatching(/--ca-file .*NODE_EXTRA_CA_CERTS/),
  });
  keepToPolicy({ authorities: [AUTHORITY.certificate] });
  expect(await got(url)).toBe('here');
});

test('another authority of the same name vouches for nobody', async () => {
  const url = await open();
  keepToPolicy({ authorities: [makeAuthority().certificate] });
  await expect(got(url)).rejects.toMatchObject({ stage: 'tls' });
});

test('the certificate has to name the server, whoever vouches for it', async () => {
  const url = await open(serverOptions(AUTHORITY.issue('elsewhere.example')));
  keepToPolicy({ authorities: [AUTHORITY.certificate] });
  await expect(got(url)).rejects.toMatchObject({ stage: 'tls', next: 'Use a host name that its certificate names.' });
});

test('a tap trusts whom the policy trusts, and nobody else', async () => {
  const to = await open();
  const through = async () => {
    const tap = await openTap({ to, as: 'tool' }, { log: () => {}, hop: () => {}, print: () => 'print' });
    closing.push(() => tap.close());
    return got(new URL(tap.url));
  };
  expect(await through()).toMatch(/certificate/);
  keepToPolicy({ authorities: [AUTHORITY.certificate] });
  expect(await through()).toBe('here');
});
