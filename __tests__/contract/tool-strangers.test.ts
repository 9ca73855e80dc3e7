import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { exchangeJson } from '../../services/clients/json-exchange.ts';
import type { ToolOptions } from '../../src/commands/tool.ts';
import type { TutorialError } from '../../src/errors.ts';
import { type RecordedStack, startRecordedStack } from './fixtures/recorded-stack.ts';
import { runToolCommand } from './tool-run.ts';

/** `tutorial-tui tool` against what is no Llama Stack server, or one that does not keep its word. */
const TOKEN = 'opaque-token-of-alan-0123456789';
const ACTIONS: readonly ToolOptions['action'][] = ['register', 'unregister', 'list', 'invoke'];

async function withServer(listener: RequestListener, use: (url: string) => Promise<void>): Promise<void> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }
}

async function failureOf(options: ToolOptions): Promise<TutorialError> {
  try {
    await runToolCommand(options, { env: { ACCESS_TOKEN: TOKEN } });
  } catch (error) {
    return error as TutorialError;
  }
  throw new Error(`${options.action} was believed`);
}

const page = '<!doctype html>\n<html><head><title>\n Sign in to Acme </title></head><body>…</body></html>';
const json =
  (status: number, body: unknown): RequestListener =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

describe.each<[string, RequestListener, RegExp]>([
  [
    'a login page',
    (_, response) => void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page),
    /^(?:GET|POST|DELETE) \/v1\/\S+: It answered 200 with a web page, “Sign in to Acme”\.$/,
  ],
  ['a web page without a type', (_, response) => void response.end(page), /a web page, “Sign in to Acme”/],
  [
    'a redirect',
    (_, response) => void response.writeHead(302, { location: 'https://sso.example.com/login?next=%2F' }).end(),
    /It answered 302 and leads to https:\/\/sso\.example\.com\/login\?next=%2F\.$/,
  ],
  ['other JSON', json(200, { hello: 1 }), /It answered 200: \{"hello":1\}\.$/],
  ['null, whatever it is asked', json(200, null), /It answered 200: null\.$/],
  ['204, whatever it is asked', (_, response) => void response.writeHead(204).end(), /It answered 204/],
  ['an error page', (_, response) => void response.writeHead(502).end('upstream\nis gone'), /502: upstream is gone\.$/],
  ["another FastAPI application's 404", json(404, { detail: 'Not Found' }), /It answered 404: Not Found\.$/],
  ['an endless line', (_, response) => void response.end('x'.repeat(100_000)), /^.{1,200}…\.$/],
  [
    'its caller’s token',
    (request, response) => void response.end(`${request.headers['x-llamastack-provider-data']}`),
    /./,
  ],
])('%s', (_, listener, why) => {
  test.each(ACTIONS)('%s is not believed', (action) =>
    withServer(listener, async (stack) => {
      const failure = await failureOf({ action, stack });
      expect(failure).toMatchObject({
        kind: 'part-unreachable',
        exitCode: 5,
        message: `What answers at ${stack} is no Llama Stack server.`,
        why: expect.stringMatching(why),
        next: expect.any(String),
      });
      expect(failure.why).not.toContain(TOKEN);
      expect(failure.why).not.toContain(TOKEN.slice(0, 8));
    }),
  );
});

test('nobody there is told apart from somebody else', async () => {
  let gone = '';
  await withServer(
    () => {},
    async (url) => {
      gone = url;
    },
  );
  expect(await failureOf({ action: 'list', stack: gone })).toMatchObject({
    kind: 'part-unreachable',
    message: `No stack server answers at ${gone}.`,
    next: expect.stringContaining('serve stack'),
  });
});

describe.each<[string, (socket: Socket) => void]>([
  ['an SSH server', (socket) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n')],
  ['one that hangs up', (socket) => void socket.destroy()],
  [
    'one that hangs up in the middle',
    (socket) => void socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"da'),
  ],
])('%s', (_, speak) => {
  test('is not nobody, and no stack server', async () => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => speak(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const stack = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await failureOf({ action: 'list', stack })).toMatchObject({
      kind: 'part-unreachable',
      message: `What listens at ${stack} gives no answer to the end.`,
      why: expect.stringMatching(/^[A-Z].*\.$/s),
    });
    await new Promise((resolve) => server.close(resolve));
  });
});

test('https where there is none', () =>
  withServer(
    () => {},
    async (url) => {
      const stack = url.replace('http:', 'https:');
      expect(await failureOf({ action: 'list', stack })).toMatchObject({
        kind: 'part-unreachable',
        message: `The connection to the stack server at ${stack} cannot be trusted.`,
        next: expect.stringContaining('http://'),
      });
    },
  ));

test('a Llama Stack with answers of a form that is not known says its version', () =>
  withServer(
    (request, response) => {
      const version = request.url === '/v1/version';
      response.end(JSON.stringify(version ? { version: '0.5.9' } : { data: [{ id: 'other' }] }));
    },
    async (stack) => {
      expect(await failureOf({ action: 'list', stack })).toMatchObject({
        kind: 'check-failed',
        message: `Llama Stack 0.5.9 at ${stack} answers in a form that is not known.`,
        why: 'GET /v1/toolgroups: It answered 200: {"data":[{"id":"other"}]}.',
      });
    },
  ));

describe('a yes is believed', () => {
  let real: RecordedStack;
  beforeAll(async () => {
    real = await startRecordedStack('0.2.12', 'groups');
  });
  afterAll(() => real.close());

  /** A Llama Stack that lists remote::web-fetch, whatever it is told: its other answers are these. */
  const behind =
    (answer: RequestListener): RequestListener =>
    async (request, response) => {
      if (request.method !== 'GET') return void answer(request, response);
      const { status, body } = await exchangeJson({ method: 'GET', url: `${real.url}${request.url}`, headers: {} });
      response.writeHead(status).end(body);
    };

  test('when the group is seen to be there, or to be gone', () =>
    withServer(behind(json(200, null)), async (stack) => {
      expect(await failureOf({ action: 'register', stack, toolgroup: 'mcp::other' })).toMatchObject({
        kind: 'check-failed',
        message: 'mcp::other is not registered, though the server said that it is.',
      });
      expect(await failureOf({ action: 'unregister', stack })).toMatchObject({
        kind: 'check-failed',
        message: 'remote::web-fetch is still registered, though the server said that it is not.',
      });
      const elsewhere = { mcpEndpoint: 'http://localhost:8001/sse', provider: 'model-context-protocol' };
      expect(await failureOf({ action: 'register', stack, ...elsewhere })).toMatchObject({
        kind: 'check-failed',
        message: 'remote::web-fetch was registered before, and stays as it was.',
      });
    }));

  test.each(['register', 'unregister'] as const)('in the words of the API: %s', (action) =>
    withServer(
      behind((_, response) => void response.end(page)),
      async (stack) => {
        expect(
          await failureOf({ action, stack, toolgroup: 'mcp::other', provider: 'model-context-protocol' }),
        ).toMatchObject({
          message: `Llama Stack 0.2.12 at ${stack} answers in a form that is not known.`,
          why: expect.stringContaining('Sign in to Acme'),
        });
      },
    ),
  );
});

test.each([
  ['HTML without an end', `<html><title>${'<title'.repeat(200_000)}`],
  ['blanks without an end', ' '.repeat(2_000_000)],
])('%s costs no time', (_, body) =>
  withServer(
    (__, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(body),
    async (stack) => {
      expect((await failureOf({ action: 'list', stack })).kind).toBe('part-unreachable');
    },
  ),
);

test('--timeout ends it, also where a byte comes now and then', () =>
  withServer(
    (request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 20);
      request.on('close', () => clearInterval(drip));
    },
    async (stack) => {
      expect(await failureOf({ action: 'list', stack, timeout: 200 })).toMatchObject({
        kind: 'timed-out',
        exitCode: 124,
        next: expect.stringContaining('--timeout'),
      });
    },
  ));
