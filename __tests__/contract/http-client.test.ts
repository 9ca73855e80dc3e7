import { EventEmitter, getEventListeners, once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createRawServer, type Server as NetServer } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';
import { exchangeJson } from '../../services/clients/json-exchange.ts';
import { login } from '../../services/clients/login.ts';
import { createStackClient } from '../../services/clients/stack/client.ts';
import { askProvider } from '../../services/identity/ask-provider.ts';
import { askByPassword, askByRefresh, endSession } from '../../services/identity/token-endpoint.ts';
import { wireFetch, wireStream } from '../../services/wire/fetch.ts';
import { HttpClient, readBody, wire } from '../../services/wire/http.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { look } from '../../steps/look.ts';

const NEVER = new AbortController().signal;
const PASSWORD = new Secret('for-https-only');
const USER = { username: 'alan', password: PASSWORD };
const client = new HttpClient();
const servers: NetServer[] = [];
afterEach(async () => {
  await Promise.all(
    servers.splice(0).map((server) => {
      if (server instanceof Server) server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    }),
  );
});
afterAll(() => client.close());

async function listening(server: NetServer): Promise<string> {
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

function open(listener: RequestListener): Promise<string> {
  return listening(createServer(listener));
}

/** A server that answers with these bytes, whatever it is asked. */
function openRaw(bytes: string): Promise<string> {
  return listening(
    createRawServer((socket) => void socket.on('error', () => {}).once('data', () => socket.end(bytes))),
  );
}

describe('no answer', () => {
  test('in time', async () => {
    const url = new URL(await open(() => {}));
    await expect(client.send(url, { timeoutMs: 50 })).rejects.toMatchObject({
      stage: 'timeout',
      message: 'no answer within 50 ms',
      why: 'No answer within 50 ms.',
    });
  });

  test('that would ever be complete: a byte now and then does not buy time', async () => {
    let drip: NodeJS.Timeout | undefined;
    const url = new URL(
      await open((_, response) => {
        response.writeHead(200).write('{');
        drip = setInterval(() => response.write(' '), 5);
      }),
    );
    await expect(client.send(url, { timeoutMs: 2_000 })).rejects.toMatchObject({
      stage: 'timeout',
      message: 'the answer was not complete within 2 s',
    });
    clearInterval(drip);
  });

  test('but 101, which nobody asked for', async () => {
    const url = new URL(await openRaw('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'));
    await expect(client.send(url, {})).rejects.toMatchObject({ stage: 'answer' });
  });

  test('but a connection that ends in the middle', async () => {
    const url = new URL(await openRaw('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'));
    await expect(client.send(url, {})).rejects.toMatchObject({ stage: 'answer' });
  });

  test('of what speaks no TLS: one line, no addresses of OpenSSL', async () => {
    const url = (await openRaw('HTTP/1.1 400 Bad Request\r\n\r\n')).replace('http:', 'https:');
    const error = await client.send(new URL(url), {}).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ stage: 'tls', message: 'it does not speak TLS there (wrong version number)' });
    expect((error as { next: string }).next).toContain('http://');
  });

  test.each<[string, (url: string) => Promise<unknown>]>([
    ['the admin client', (url) => askProvider(url, {}, NEVER)],
    ['the stack client', (url) => createStackClient({ baseUrl: url }).health()],
    [
      'a login',
      (url) => login({ issuer: url, clientId: 'a', username: 'b', password: new Secret('c'), signal: NEVER }),
    ],
  ])('of a server whose certificate nobody vouches for: %s says what to set', async (_, ask) => {
    const pem = readFileSync(fileURLToPath(new URL('fixtures/self-signed.pem', import.meta.url)));
    const url = await listening(createTlsServer({ key: pem, cert: pem }));
    await expect(ask(url.replace('http:', 'https:'))).rejects.toMatchObject({
      kind: 'part-unreachable',
      // Newer versions of Node.js add a hint of their own.
      why: expect.stringMatching(/^Its certificate is not accepted: self-signed certificate\b.*\.$/),
      next: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
  });

  test('where nobody listens: both addresses are named', async () => {
    const url = await open(() => {});
    await new Promise((resolve) => servers.splice(0)[0]?.close(resolve));
    const { port } = new URL(url);
    await expect(client.send(new URL(url), {})).rejects.toMatchObject({
      stage: 'connect',
      message: expect.stringMatching(`^connect ECONNREFUSED 127.0.0.1:${port}, connect \\w+ ::1:${port}`),
    });
  });

  test('once the signal has ended, at any moment', async () => {
    const stop = new AbortController();
    const url = new URL(
      await open((_, response) => {
        response.writeHead(200).write('begun');
        stop.abort(new Error('enough'));
      }),
    );
    await expect(client.send(url, { signal: stop.signal })).rejects.toMatchObject({ stage: 'cancelled' });
    await expect(client.send(url, { signal: stop.signal })).rejects.toMatchObject({ stage: 'cancelled' });
    await expect(wireFetch(url, { signal: stop.signal })).rejects.toThrow('enough');
  });

  test('of a client that was closed', async () => {
    const own = new HttpClient();
    const url = new URL(await open(() => void own.close()));
    await expect(own.send(url, {})).rejects.toMatchObject({ stage: 'cancelled' });
    await expect(own.send(url, {})).rejects.toMatchObject({ stage: 'cancelled' });
  });
});

test('of an answer that is read as it comes, only the beginning has to be there in time', async () => {
  let end = () => {};
  const url = new URL(
    await open((_, response) => {
      response.writeHead(200).write('begun');
      end = () => void response.end(', ended');
    }),
  );
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'Date'] });
  try {
    const answer = await client.open(url, { timeoutMs: 1_000 });
    const body = readBody(answer, 100);
    jest.advanceTimersByTime(2_000);
    end();
    expect((await body).toString()).toBe('begun, ended');
  } finally {
    jest.useRealTimers();
  }
});

test('a look at a part that hangs says that its step starts it anew, and that one of the learner’s own is theirs to end', async () => {
  const seen = new EventEmitter();
  const url = await open(() => void seen.emit('request'));
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'Date'] });
  try {
    const asked = once(seen, 'request');
    const said = look(url, NEVER).catch((error: unknown) => error);
    await asked;
    jest.advanceTimersByTime(wire.patienceMs);
    expect(await said).toMatchObject({ next: expect.stringMatching(/Run its step again.*end first/) });
  } finally {
    jest.useRealTimers();
  }
});

test('a signal that outlives its requests keeps nothing of them', async () => {
  const { signal } = new AbortController();
  const url = new URL(await open((_, response) => void response.end('here')));
  for (let times = 0; times < 3; times += 1) await client.send(url, { signal });
  const listeners = () => getEventListeners(signal, 'abort').length;
  for (let turns = 0; turns < 1_000 && listeners() > 0; turns += 1) await setImmediate();
  expect(listeners()).toBe(0);
});

test('the user name and password of a URL are not sent', async () => {
  let authorization: string | undefined;
  const url = new URL(
    await open(({ headers }, response) => {
      authorization = headers.authorization ?? 'none';
      response.end();
    }),
  );
  url.username = 'alan';
  url.password = 'secret';
  await client.send(url, {});
  expect(authorization).toBe('none');
});

test('a run that has more time than the client gives it the same', () => {
  const own = new HttpClient();
  const usual = own.patienceMs;
  own.waitAsLongAs(usual - 1);
  expect(own.patienceMs).toBe(usual);
  own.waitAsLongAs(2 * usual);
  expect(own.patienceMs).toBe(2 * usual);
});

test('a GET is sent again where the server closed the kept connection, a POST is not', async () => {
  // Each connection answers once, and is ended as the next request comes.
  const url = new URL(
    await listening(
      createRawServer((socket) => {
        let asked = 0;
        socket
          .on('error', () => {})
          .on('data', () => {
            asked += 1;
            if (asked === 1) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
            else socket.destroy();
          });
      }),
    ),
  );
  const text = async (method: string) => (await client.send(url, { method })).body.toString();
  expect(await text('GET')).toBe('ok');
  expect(await text('GET')).toBe('ok');
  await expect(text('POST')).rejects.toMatchObject({ stage: 'answer' });
});

describe('an answer that is too large is not read to its end', () => {
  const MEBIBYTE = 'x'.repeat(1024 * 1024);
  let written = 0;
  /** Endless, for whoever lets it. */
  const flood: RequestListener = (_, response) => {
    written = 0;
    response.writeHead(200, { 'content-type': 'application/json' });
    const more = () => {
      while (!response.destroyed && written < 256) {
        written += 1;
        if (!response.write(MEBIBYTE)) return void response.once('drain', more);
      }
      response.end();
    };
    more();
  };

  test.each<[string, (url: string) => Promise<unknown>]>([
    ['the client itself', (url) => client.send(new URL(url), { bodyLimit: 1000 })],
    ['the stack client', (url) => exchangeJson({ method: 'GET', url, headers: {} })],
    ['the admin client', (url) => askProvider(url, {}, NEVER)],
    ['a look', (url) => look(url, NEVER)],
    ['openid-client', (url) => wireFetch(url)],
  ])('%s', async (_, ask) => {
    const url = await open(flood);
    const error = await ask(url).catch((thrown: Error) => thrown);
    const said = error as Error & { why?: string };
    expect(`${said.message} ${said.why}`).toMatch(/larger than \d+ bytes/);
    expect(written).toBeLessThan(64);
  });
});

test('a body may have as many bytes as its limit, and not one more', async () => {
  const url = new URL(await open((_, response) => void response.end('x'.repeat(1_000))));
  expect((await client.send(url, { bodyLimit: 1_000 })).body).toHaveLength(1_000);
  await expect(client.send(url, { bodyLimit: 999 })).rejects.toMatchObject({ stage: 'size' });
});

describe('redirects are not followed', () => {
  test.each<[string, (url: string) => Promise<unknown>]>([
    ['the client itself', (url) => client.send(new URL(url), {})],
    ['the admin client', (url) => askProvider(url, {}, NEVER)],
    ['a look', (url) => look(url, NEVER)],
    ['openid-client', (url) => wireFetch(url)],
    ['an MCP client', (url) => wireStream(url)],
  ])('%s', async (_, ask) => {
    let asked = 0;
    const elsewhere = await open((_request, response) => {
      asked += 1;
      response.end('{}');
    });
    const url = await open((_request, response) => void response.writeHead(302, { location: elsewhere }).end());
    await ask(url).catch(() => {});
    expect(asked).toBe(0);
  });
});

test.each<[string, (url: string, signal: AbortSignal) => Promise<unknown>]>([
  ['a password', (tokenEndpoint, signal) => askByPassword({ tokenEndpoint, clientId: 'a', user: USER }, signal)],
  ['a refresh token', (tokenEndpoint, signal) => askByRefresh({ tokenEndpoint, clientId: 'a' }, PASSWORD, signal)],
  ['the refresh token of a logout', (endpoint, signal) => endSession(endpoint, { clientId: 'a' }, PASSWORD, signal)],
])('%s goes to no endpoint that is plain http elsewhere', async (_, send) => {
  const sent = send('http://192.0.2.1/token', AbortSignal.timeout(1_000));
  await expect(sent).rejects.toMatchObject({ kind: 'usage', message: expect.stringContaining('192.0.2.1') });
});
