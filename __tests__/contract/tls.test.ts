import { once } from 'node:events';
import { createServer } from 'node:https';
import { type AddressInfo, createServer as createRawServer } from 'node:net';
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

describe('plain HTTP where TLS is spoken is named as that', () => {
  const NAMED = { stage: 'tls', message: expect.stringContaining('it speaks TLS there'), next: 'Use https://.' };
  const plainly = (url: URL) => new URL(url.href.replace('https:', 'http:'));

  test('by a server that hangs up, whoever vouches for it', async () => {
    await expect(got(plainly(await open()))).rejects.toMatchObject(NAMED);
  });

  test('by one that wants a certificate besides', async () => {
    const url = await open({ requestCert: true, maxVersion: 'TLSv1.2' });
    await expect(got(plainly(url))).rejects.toMatchObject(NAMED);
  });

  /** As they come from nginx, and from a server of Go; and an alert, as OpenSSL writes it. */
  test.each([
    'HTTP/1.1 400 Bad Request\r\nContent-Length: 71\r\n\r\n<center>The plain HTTP request was sent to HTTPS port</center>.........',
    'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n',
    '\x15\x03\x01\x00\x02\x02\x46',
  ])('by one that says so', async (said) => {
    const server = createRawServer(
      (socket) => void socket.on('error', () => {}).once('data', () => socket.end(said, 'latin1')),
    );
    await once(server.listen(0, '127.0.0.1'), 'listening');
    closing.push(async () => void server.close());
    await expect(got(new URL(`http://localhost:${(server.address() as AddressInfo).port}/`))).rejects.toMatchObject(
      NAMED,
    );
  });

  test('and one that hangs up on everybody is not', async () => {
    const server = createRawServer((socket) => void socket.on('error', () => {}).once('data', () => socket.destroy()));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    closing.push(async () => void server.close());
    const asked = got(new URL(`http://localhost:${(server.address() as AddressInfo).port}/`));
    await expect(asked).rejects.toMatchObject({ stage: 'answer' });
  });
});

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('a server that wants a certificate, over %s', (version) => {
  const wants = { requestCert: true, ca: AUTHORITY.certificate, minVersion: version, maxVersion: version } as const;
  const authorities = [AUTHORITY.certificate];

  test('is shown one, and answers', async () => {
    const url = await open(wants);
    keepToPolicy({ authorities, client: AUTHORITY.issue('a client') });
    expect(await got(url)).toBe('here');
  });

  test('is one that wants a certificate, in the error, where there is none to show', async () => {
    const url = await open(wants);
    keepToPolicy({ authorities });
    await expect(got(url)).rejects.toMatchObject({
      stage: 'tls',
      message: expect.stringMatching(/want.* a certificate of whoever asks \(.* alert .*\)$/),
      next: expect.stringMatching(/--cert-file .*--key-file/),
    });
  });

  test('is shown one by a tap, too', async () => {
    const to = await open(wants);
    keepToPolicy({ authorities, client: AUTHORITY.issue('a client') });
    const tap = await openTap({ to, as: 'tool' }, { log: () => {}, hop: () => {}, print: () => 'print' });
    closing.push(() => tap.close());
    expect(await got(new URL(tap.url))).toBe('here');
  });
});
