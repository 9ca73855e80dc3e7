import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { openTap } from '../../services/part/tap/tap.ts';
import { HttpClient } from '../../services/wire/http.ts';
import { closeServer } from '../../services/wire/listen.ts';
import { keepToPolicy } from '../../services/wire/wire-policy.ts';
import { makeAuthority, serverOptions } from '../certificates.ts';
import { type ConnectProxy, openConnectProxy } from '../connect-proxy.ts';

/** No resolver knows it: only the proxy leads there. */
const NAME = 'tool.example.test';
const AUTHORITY = makeAuthority();
const VARIABLES = ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'].flatMap((name) => [name, name.toUpperCase()]);

const before = { ...process.env };
const closing: (() => Promise<void>)[] = [];
beforeEach(() => {
  for (const name of VARIABLES) delete process.env[name];
  keepToPolicy({ authorities: [AUTHORITY.certificate] });
});
afterEach(async () => {
  for (const name of VARIABLES) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
  keepToPolicy({});
  for (const close of closing.splice(0).reverse()) await close();
});

/** A server that says what it was asked, over TLS and by any of these names, or over plain HTTP; its port. */
async function open(...names: readonly string[]): Promise<number> {
  const tls = names.length > 0 && serverOptions(AUTHORITY.issue(...names));
  const answer: Parameters<typeof createServer>[1] = ({ method, url, headers }, response) =>
    void response.end(`${method} ${url} ${headers.host} ${headers['proxy-authorization']}`);
  const server = tls ? createTlsServer(tls, answer) : createServer(answer);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  closing.push(() => closeServer(server));
  return (server.address() as AddressInfo).port;
}

async function proxy(refusal?: string): Promise<ConnectProxy> {
  const opened = await openConnectProxy(refusal);
  closing.push(() => opened.close());
  return opened;
}

async function got(url: string, client = new HttpClient()): Promise<string> {
  closing.push(() => client.close());
  return (await client.send(new URL(url), {})).body.toString();
}

/** The proxy with a login in its URL. */
function withLogin({ url }: ConnectProxy): string {
  return url.replace('http://', 'http://me:se%3Acret@');
}

test('a server over TLS is asked through a tunnel, whose end only knows where it leads', async () => {
  const port = await open(NAME);
  const { url, asked } = await proxy();
  process.env.HTTPS_PROXY = url;
  const client = new HttpClient();
  const both = [await got(`https://${NAME}:${port}/a?b`, client), await got(`https://${NAME}:${port}/c`, client)];
  expect(both).toEqual([`GET /a?b ${NAME}:${port} undefined`, `GET /c ${NAME}:${port} undefined`]);
  // The second went over the connection of the first.
  expect(asked).toEqual([`CONNECT ${NAME}:${port}`]);
});

test('the certificate has to name the server that was meant, not the proxy', async () => {
  const port = await open('another.example.test');
  process.env.HTTPS_PROXY = (await proxy()).url;
  await expect(got(`https://${NAME}:${port}/`)).rejects.toMatchObject({ stage: 'tls' });
});

test('a server over plain HTTP is asked of the proxy, by its whole address', async () => {
  const port = await open();
  const { url, asked } = await proxy();
  process.env.http_proxy = url;
  expect(await got(`http://${NAME}:${port}/a?b`)).toBe(`GET /a?b ${NAME}:${port} undefined`);
  expect(asked).toEqual([`GET http://${NAME}:${port}/a?b`]);
});

test.each(['HTTPS_PROXY', 'HTTP_PROXY'])('the login in %s is for the proxy alone', async (variable) => {
  const isTls = variable === 'HTTPS_PROXY';
  const port = await open(...(isTls ? [NAME] : []));
  const there = await proxy();
  process.env[variable] = withLogin(there);
  expect(await got(`${isTls ? 'https' : 'http'}://${NAME}:${port}/`)).toBe(`GET / ${NAME}:${port} undefined`);
  expect(there.logins).toEqual([`Basic ${Buffer.from('me:se:cret').toString('base64')}`]);
});

test.each(['HTTPS_PROXY', 'HTTP_PROXY'])(
  '%s: a proxy that wants a login is named, and no login is repeated',
  async (variable) => {
    const there = await proxy('407 Proxy Authentication Required');
    process.env[variable] = withLogin(there);
    const scheme = variable === 'HTTPS_PROXY' ? 'https' : 'http';
    const error = await got(`${scheme}://${NAME}/`).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({
      stage: 'connect',
      message: `the proxy ${there.url} refuses: 407 Proxy Authentication Required`,
    });
    expect(`${error} ${JSON.stringify(error)}`).not.toMatch(/cret/);
  },
);

test('a proxy that does not lead there is named', async () => {
  const { url } = await proxy('403 Forbidden');
  process.env.HTTPS_PROXY = url;
  await expect(got(`https://${NAME}/`)).rejects.toMatchObject({
    message: `the proxy ${url} refuses: 403 Forbidden`,
    next: expect.stringContaining('NO_PROXY'),
  });
});

test.each(['https', 'http'])('a proxy that is not there is named: %s', async (scheme) => {
  const gone = await openConnectProxy();
  await gone.close();
  process.env.ALL_PROXY = gone.url;
  await expect(got(`${scheme}://${NAME}/`)).rejects.toMatchObject({
    stage: 'connect',
    message: expect.stringMatching(`^the proxy ${gone.url} cannot be used: connect ECONNREFUSED`),
  });
});

test('this machine is asked without one, whatever the variables say', async () => {
  const port = await open('localhost');
  const { url, asked } = await proxy();
  Object.assign(process.env, { HTTPS_PROXY: url, HTTP_PROXY: url, ALL_PROXY: url });
  expect(await got(`https://localhost:${port}/`)).toBe(`GET / localhost:${port} undefined`);
  expect(asked).toEqual([]);
});

test('a tap before a server over TLS goes through the proxy, too', async () => {
  const port = await open(NAME);
  const { url, asked } = await proxy();
  process.env.HTTPS_PROXY = url;
  const to = new URL(`https://${NAME}:${port}/`);
  const tap = await openTap({ to, as: 'tool' }, { log: () => {}, hop: () => {}, print: () => 'print' });
  closing.push(() => tap.close());
  expect(await got(`${tap.url}/x`)).toBe(`GET /x ${NAME}:${port} undefined`);
  expect(asked).toEqual([`CONNECT ${NAME}:${port}`]);
});

test('a caller of a tap reads that the proxy refuses', async () => {
  const { url } = await proxy('403 Forbidden');
  process.env.HTTPS_PROXY = url;
  const to = new URL(`https://${NAME}/`);
  const tap = await openTap({ to, as: 'tool' }, { log: () => {}, hop: () => {}, print: () => 'print' });
  closing.push(() => tap.close());
  expect(await got(`${tap.url}/x`)).toContain(`the proxy ${url} refuses: 403 Forbidden`);
});
