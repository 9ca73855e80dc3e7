import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import { createOllama } from '../../services/clients/ollama.ts';
import { newTraceId } from '../../src/evidence/traceparent.ts';
import { FETCH, type ModelLab, openModel, REAL_OLLAMA } from './model-server-lab.ts';

const signal = new AbortController().signal;
const MESSAGES = [{ role: 'user', content: 'Fetch http://localhost:10000' }];

async function withServer(listener: RequestListener, use: (host: string) => Promise<void>): Promise<void> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('of the scripted model', () => {
  let lab: ModelLab;
  let client: ReturnType<typeof createOllama>;
  beforeAll(async () => {
    lab = await openModel();
    client = createOllama({ host: lab.url, signal });
  });
  afterAll(() => lab.close());

  test('version, models, and which of them can call tools', async () => {
    expect(await client.version()).toMatch(/^0\.17/);
    expect((await client.list()).map(({ name }) => name)).toEqual(['scripted:latest', 'scripted-plain:latest']);
    expect(await client.capabilities('scripted')).toEqual(['completion', 'tools']);
    expect(await client.capabilities('scripted-plain')).toEqual(['completion']);
  });

  test('a conversation with a tool in it', async () => {
    const turn = await client.chat({ model: 'scripted', messages: MESSAGES, tools: [FETCH] });
    expect(turn.tool_calls?.[0]?.function).toEqual({ name: 'fetch', arguments: { url: 'http://localhost:10000' } });
    const result = { role: 'tool', tool_name: 'fetch', content: 'Hello, world!' };
    const end = await client.chat({ model: 'scripted', messages: [...MESSAGES, result], tools: [FETCH] });
    expect(end).toEqual({ role: 'assistant', content: 'The tool fetch answered: Hello, world!' });
  });

  test('a pull tells how far it is, and what cannot be had', async () => {
    const told: (number | undefined)[] = [];
    await client.pull('scripted', ({ fraction }) => told.push(fraction));
    expect(told).toEqual([undefined, 1, 1, 1, 1]);
    await expect(client.pull('nope', () => {})).rejects.toMatchObject({
      kind: 'check-failed',
      message: expect.stringContaining('pull model manifest: file does not exist'),
    });
  });

  test.each([
    ["model 'nope' not found", { model: 'nope', messages: MESSAGES }],
    ['does not support tools', { model: 'scripted-plain', messages: MESSAGES, tools: [FETCH] }],
  ])('it refuses in ollama’s words: %s', async (words, ask) => {
    const printed = jest.spyOn(console, 'log');
    await expect(client.chat(ask)).rejects.toMatchObject({
      kind: 'check-failed',
      message: expect.stringContaining(words),
      next: expect.any(String),
    });
    expect(printed).not.toHaveBeenCalled();
    printed.mockRestore();
  });
});

test('each request carries the trace, and says who asks', () =>
  withServer(
    (request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ version: [request.headers.traceparent, request.headers['user-agent']].join(' ') }));
    },
    async (host) => {
      const traceId = newTraceId();
      const said = await createOllama({ host, signal, traceId, agent: 'somebody/1' }).version();
      expect(said).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01 somebody/1$`));
      expect(await createOllama({ host, signal }).version()).toContain('ollama-js/');
    },
  ));

test('the bytes of all layers count, as one', () =>
  withServer(
    (_, response) => {
      const line = (value: object) => `${JSON.stringify(value)}\n`;
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.end(
        line({ status: 'pulling manifest' }) +
          line({ status: 'pulling a', digest: 'sha256:a', total: 300 }) +
          line({ status: 'pulling a', digest: 'sha256:a', total: 300, completed: 150 }) +
          line({ status: 'pulling b', digest: 'sha256:b', total: 100, completed: 50 }) +
          line({ status: 'success' }),
      );
    },
    async (host) => {
      const told: (number | undefined)[] = [];
      await createOllama({ host, signal }).pull('m', ({ fraction }) => told.push(fraction));
      expect(told).toEqual([undefined, 0, 0.5, 0.5, 0.5]);
    },
  ));

test('a pull ends with its signal, and its request with it', () => {
  let isGone = () => {};
  const gone = new Promise<void>((resolve) => {
    isGone = resolve;
  });
  return withServer(
    (request, response) => {
      if (request.url !== '/api/pull') return;
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.write('{"status":"pulling manifest"}\n');
      response.once('close', () => isGone());
    },
    async (host) => {
      const stop = new AbortController();
      const pulling = createOllama({ host, signal: stop.signal }).pull('m', () => stop.abort(new Error('enough')));
      await expect(pulling).rejects.toThrow('enough');
      await gone;
    },
  );
});

test.each<[what: string, listener: RequestListener, kind: string, words: RegExp]>([
  ['something else', (_, response) => void response.end('<html>'), 'part-unreachable', /does not answer as an ollama/],
  [
    'an error',
    (_, response) => void response.writeHead(500).end('{"error":"out of memory"}'),
    'part-unreachable',
    /does not answer as an ollama/,
  ],
  [
    'another form',
    (_, response) => void response.end('{"version":7}'),
    'part-unreachable',
    /does not answer as an ollama/,
  ],
  [
    'another API',
    (_, response) => void response.writeHead(404).end('{"detail":"Not Found"}'),
    'check-failed',
    /at http:\/\/mine:1 refused/,
  ],
])('%s is no ollama', (_, listener, kind, message) =>
  withServer(listener, async (host) => {
    const shownAs = 'http://mine:1';
    await expect(createOllama({ host, shownAs, signal }).version()).rejects.toMatchObject({
      kind,
      message: expect.stringMatching(message),
    });
  }),
);

test.each([
  ['no JSON', 'hello\n', 'is no JSON'],
  ['a line without an end', `{"status":"${'x'.repeat(2 * 1024 * 1024)}`, 'has no end'],
  ['an end too early', '{"status":"pulling manifest"}\n', 'Did not receive done or success'],
])('a stream of %s breaks, and nothing is printed', (_, body, words) =>
  withServer(
    (_request, response) => void response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(body),
    async (host) => {
      const printed = [jest.spyOn(console, 'log'), jest.spyOn(console, 'warn')];
      const pulling = createOllama({ host, signal }).pull('m', () => {});
      await expect(pulling).rejects.toThrow(/ollama/);
      await pulling.catch((error) => expect(`${error.message} ${error.why}`).toContain(words));
      for (const each of printed) {
        expect(each).not.toHaveBeenCalled();
        each.mockRestore();
      }
    },
  ),
);

test('a real one is understood, where there is one', async () => {
  if (REAL_OLLAMA === undefined) return;
  const client = createOllama({ host: REAL_OLLAMA, signal });
  expect(await client.version()).toMatch(/^\d+\.\d+/);
  for (const { name } of await client.list()) expect(await client.capabilities(name)).toContain('completion');
});
