import { once } from 'node:events';
import { Agent, request, type ServerResponse } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import type { Protocol } from '../../services/part/tap/protocol.ts';
import { openTap, type Tap, type TapOptions } from '../../services/part/tap/tap.ts';
import { loopbackLookup } from '../../services/wire/loopback.ts';
import type { Hop } from '../../src/evidence/hop.ts';
import { newSalt, printer } from '../../src/evidence/print.ts';
import { callFetch, connect, type McpLab, openMcp, type Way } from './mcp-server-lab.ts';
import { openStack, providerData, type StackLab } from './stack-server-lab.ts';
import { closeAll, httpTarget, onClose, rawTarget } from './tap-lab.ts';
import {
  AUDIENCE,
  claimsOf,
  type Issuer,
  newKey,
  openIssuer,
  openTool,
  sign,
  type ToolLab,
} from './tool-server-lab.ts';

const print = printer(newSalt());
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const TRACEPARENT = `00-${TRACE}-b7ad6b7169203331-01`;

interface Watched extends Tap {
  readonly hops: Hop[];
  readonly logs: string[];
  /** Waits until so many hops were told, both reports of each. */
  told(hops: number): Promise<Hop[]>;
}

async function tap(to: string, as?: Protocol, more: Partial<TapOptions> = {}): Promise<Watched> {
  const hops: Hop[] = [];
  const logs: string[] = [];
  let onTold: () => void = () => {};
  const reporter = {
    hop: (hop: Hop) => {
      hops.push(hop);
      onTold();
    },
    log: (line: string) => {
      logs.push(line);
      onTold();
    },
    print,
  };
  const opened = await openTap({ to: new URL(to), ...(as && { as }), ...more }, reporter);
  onClose(opened.close);
  const told = async (count: number) => {
    while (hops.filter(({ answer }) => answer).length < count)
      await new Promise<void>((resolve) => {
        onTold = resolve;
      });
    return hops.filter(({ answer }) => answer);
  };
  return { ...opened, hops, logs, told };
}

async function logged(watched: Watched, text: RegExp): Promise<string> {
  for (;;) {
    const line = watched.logs.find((each) => text.test(each));
    if (line !== undefined) return line;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

afterEach(closeAll);

describe('before our own parts, it tells what they tell themselves', () => {
  let issuer: Issuer;
  let token: string;
  let tool: ToolLab;
  let mcp: McpLab;
  let stack: StackLab;
  let taps: Record<'stack' | 'mcp' | 'tool', Watched>;

  beforeEach(async () => {
    const key = await newKey('one');
    issuer = await openIssuer([key]);
    token = await sign(claimsOf(issuer.issuer), key);
    tool = await openTool(issuer.issuer);
    const beforeTool = await tap(tool.url, 'tool');
    mcp = await openMcp([beforeTool.url]);
    const beforeMcp = await tap(mcp.url, 'mcp');
    stack = await openStack({ traceEveryCall: true });
    taps = { tool: beforeTool, mcp: beforeMcp, stack: await tap(stack.url, 'stack') };
  });
  afterEach(async () => {
    await Promise.all([stack.close(), mcp.close(), tool.close(), issuer.close()]);
  });

  /** What both have to say alike. */
  const essence = ({ from, to, traceId, request: asked, carrier, credential, answer }: Hop) => ({
    from,
    to,
    traceId,
    request: asked,
    carrier,
    text: credential.text,
    claims: credential.token?.claims,
    answer: answer && { status: answer.status, ok: answer.ok, text: answer.text },
  });

  test.each([
    ['refused', () => 'some-api-key', 'malformed jwt'],
    ['answered', () => token, 'Hello, world!'],
  ])('a call through the whole chain that is %s', async (_, key, text) => {
    await stack.register(`${taps.mcp.url}/sse`);
    const answered = await fetch(`${taps.stack.url}/v1/tool-runtime/invoke`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent: TRACEPARENT, ...providerData({ api_key: key() }) },
      body: JSON.stringify({ tool_name: 'fetch', kwargs: { url: taps.tool.url } }),
    });
    expect(answered.status).toBe(200);
    const own = { stack: stack.hops, mcp: mcp.hops, tool: tool.hops };
    for (const name of ['stack', 'mcp', 'tool'] as const) {
      const [hop] = await taps[name].told(1);
      const receivers = own[name].find(({ answer, traceId }) => answer && traceId === TRACE);
      expect(hop?.seenBy).toBe('tap');
      expect(receivers && essence(receivers)).toBeDefined();
      expect(hop && essence(hop)).toEqual(receivers && essence(receivers));
      expect(hop?.traceId).toBe(TRACE);
      // Reported twice, under one id.
      expect(taps[name].hops.map(({ id }) => id)).toEqual([hop?.id, hop?.id]);
    }
    expect((await taps.tool.told(1))[0]?.answer?.text).toContain(text);
  });

  test.each<Way>(['SSE', 'Streamable HTTP'])('calls over one %s session, several at once', async (way) => {
    const client: Client = await connect(taps.mcp.url, way);
    const keys = ['first-key', 'second-key', token];
    await Promise.all(keys.map((key) => callFetch(client, taps.tool.url, { api_key: key })));
    await client.close();
    const told = await taps.mcp.told(3);
    expect(told.map(({ credential }) => credential.text).sort()).toEqual(['***', '***', 'eyJ...']);
    for (const { credential, answer } of told) {
      expect(answer?.status).toBe(`isError: ${credential.text !== 'eyJ...'}`);
      if (credential.text === 'eyJ...') expect(answer?.text).toBe('Hello, world!');
    }
    expect(new Set(told.map(({ credential }) => credential.print))).toEqual(new Set(keys.map(print)));
    expect(await logged(taps.mcp, /\(initialize\)/)).toMatch(/^POST /);
    expect(await logged(taps.mcp, /\(tools\/call|notifications\/initialized\)/)).toMatch(/20\d/);
  });

  test('a tool that is asked without a token, and with a token for somebody else', async () => {
    await tool.ask(undefined);
    await fetch(taps.tool.url);
    const key = await newKey('one');
    const other = await sign(claimsOf(issuer.issuer, { aud: 'account' }), key);
    await fetch(`${taps.tool.url}/deep?access_token=${token}`, { headers: { authorization: `Bearer ${other}` } });
    const [without, wrong] = await taps.tool.told(2);
    expect(without).toMatchObject({ credential: { text: '', print: '' }, answer: { status: '401', ok: false } });
    expect(wrong).toMatchObject({ request: 'GET /deep?access_token=***', answer: { status: '401' } });
    expect(wrong?.credential.token?.claims).toMatchObject({ aud: 'account' });
    expect(AUDIENCE).not.toBe('account');
  });
});

const call = (id: number | string, meta: unknown = { api_key: 'some-api-key' }, name = 'fetch') => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: { url: 'u' }, _meta: meta },
});
const result = (id: number | string, text: string, isError = false) => ({
  jsonrpc: '2.0',
  id,
  result: { content: [{ type: 'text', text }], isError },
});

async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** An MCP server over SSE that answers when it is told to. */
async function sseServer(endpoint: (host: string) => string) {
  const streams: ServerResponse[] = [];
  const port = await httpTarget((incoming, response) => {
    if (incoming.method === 'GET') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`event: endpoint\ndata: ${endpoint(incoming.headers.host ?? '')}\n\n`);
      streams.push(response);
    } else incoming.resume().once('end', () => response.writeHead(202).end('Accepted'));
  });
  return { port, streams };
}

/** Opens the stream and waits for its first event. */
async function openStream(url: string) {
  const asked = request(`${url}/sse`, { headers: { accept: 'text/event-stream' } }).end();
  asked.on('error', () => {});
  onClose(async () => void asked.destroy());
  const [stream] = await once(asked, 'response');
  await once(stream, 'data');
  return { asked, stream };
}

describe('an MCP server', () => {
  test('a batch in one request: each call has its own credential and its own answer', async () => {
    const port = await httpTarget((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify([result('b', 'second'), result(1, 'first', true)]));
    });
    const watched = await tap(`http://127.0.0.1:${port}`);
    await post(`${watched.url}/mcp`, [call(1), call('b', { api_key: 'another-key' })]);
    const told = await watched.told(2);
    expect(told.map(({ credential, answer }) => [credential.text, answer?.status, answer?.text]).sort()).toEqual([
      ['***', 'isError: false', 'second'],
      ['some-api-key', 'isError: true', 'first'],
    ]);
    expect(told[0]).toMatchObject({ from: 'caller', to: 'mcp' });
  });

  test('an answer by a stream is told when it comes, not when the stream ends; compressed or not', async () => {
    for (const encoding of [undefined, 'gzip']) {
      const port = await httpTarget((_, response) => {
        response.writeHead(200, {
          'content-type': 'text/event-stream',
          ...(encoding && { 'content-encoding': encoding }),
        });
        const text = `: hello\n\nevent: message\ndata: ${JSON.stringify(result(7, 'streamed'))}\n\n`;
        response.write(encoding ? gzipSync(text) : text);
      });
      const watched = await tap(`http://127.0.0.1:${port}`, 'mcp');
      await post(`${watched.url}/mcp`, call(7));
      expect((await watched.told(1))[0]?.answer).toMatchObject({ ok: true, text: 'streamed' });
    }
  });

  test('an answer at the end of a compressed stream, which is decoded after the stream has passed', async () => {
    const port = await httpTarget((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' });
      response.end(gzipSync(`data: ${JSON.stringify(result(7, 'the last word'))}\n\n`));
    });
    const watched = await tap(`http://127.0.0.1:${port}`, 'mcp');
    await (await post(`${watched.url}/mcp`, call(7))).text();
    expect((await watched.told(1))[0]?.answer).toMatchObject({ ok: true, text: 'the last word' });
  });

  test('an answer in a body that is compressed is read, and passes as it is', async () => {
    const body = JSON.stringify(result(7, 'squeezed'));
    const codings = { gzip: gzipSync(body), br: brotliCompressSync(body), deflate: deflateSync(body) };
    for (const [coding, bytes] of Object.entries(codings)) {
      const port = await httpTarget((_, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': coding }).end(bytes);
      });
      const watched = await tap(`http://127.0.0.1:${port}`, 'mcp');
      const asked = request(`${watched.url}/mcp`, { method: 'POST', agent: false }).end(JSON.stringify(call(7)));
      const [answer] = await once(asked, 'response');
      const parts: Buffer[] = [];
      for await (const part of answer) parts.push(part);
      expect(Buffer.concat(parts)).toEqual(bytes);
      expect((await watched.told(1))[0]?.answer?.text).toBe('squeezed');
    }
  });

  test('Streamable HTTP: what the server says by itself comes by the stream of GET, and DELETE ends the session', async () => {
    let ended: string | undefined;
    const port = await httpTarget(async (incoming, response) => {
      const { method, headers } = incoming;
      if (method === 'DELETE') {
        ended = headers['mcp-session-id'] as string;
        response.writeHead(204).end();
      } else if (method === 'GET') {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const params = { level: 'info', data: 'by itself' };
        const notification = { jsonrpc: '2.0', method: 'notifications/message', params };
        response.write(`data: ${JSON.stringify(notification)}\n\n`);
      } else {
        let body = '';
        for await (const part of incoming.setEncoding('utf8')) body += part;
        const message = JSON.parse(body);
        if (message.id === undefined) response.writeHead(202).end();
        else {
          response.writeHead(200, { 'content-type': 'application/json', 'mcp-session-id': 'the-session' });
          const serverInfo = { name: 'server', version: '1' };
          const { protocolVersion } = message.params;
          const capabilities = { logging: {} };
          const opened = { jsonrpc: '2.0', id: message.id, result: { protocolVersion, capabilities, serverInfo } };
          response.end(JSON.stringify(message.method === 'initialize' ? opened : result(message.id, 'called')));
        }
      }
    });
    const watched = await tap(`http://127.0.0.1:${port}`, 'mcp');
    const client = new Client({ name: 'client', version: '1' });
    const said = new Promise((resolve) => client.setNotificationHandler(LoggingMessageNotificationSchema, resolve));
    const transport = new StreamableHTTPClientTransport(new URL(`${watched.url}/mcp`));
    await client.connect(transport as Transport);
    expect(await said).toMatchObject({ params: { data: 'by itself' } });
    expect(await client.callTool({ name: 'f' })).toMatchObject({ content: [{ text: 'called' }] });
    await transport.terminateSession();
    await client.close();
    expect(ended).toBe('the-session');
    expect((await watched.told(1))[0]).toMatchObject({ request: 'tools/call f()', answer: { text: 'called' } });
    await logged(watched, /^GET \/mcp: 200, a stream of events$/);
    await logged(watched, /^DELETE \/mcp: 204 in/);
  });

  test('over SSE the answer is found by session and id, and no other session answers', async () => {
    let sessions = 0;
    const { port, streams } = await sseServer(() => `/messages/?session_id=${++sessions}`);
    const watched = await tap(`http://127.0.0.1:${port}`, 'mcp');
    await openStream(watched.url);
    await openStream(watched.url);
    await post(`${watched.url}/messages/?session_id=1`, call(1));
    await post(`${watched.url}/messages/?session_id=2`, call(1, {}, 'other'));
    streams[1]?.write(`data: ${JSON.stringify(result(1, 'of two'))}\n\n`);
    const [first] = await watched.told(1);
    expect(first).toMatchObject({ request: 'tools/call other(u)', answer: { text: 'of two' } });
    streams[0]?.end();
    const [, second] = await watched.told(2);
    expect(second?.answer).toMatchObject({ status: 'no answer', ok: false, text: 'the stream ended' });
  });

  test('over SSE the answer counts, though the caller has not read all of what accepted the call', async () => {
    let stream: ServerResponse | undefined;
    const port = await httpTarget((incoming, response) => {
      if (incoming.method === 'GET') {
        stream = response.writeHead(200, { 'content-type': 'text/event-stream' });
        stream.write('event: endpoint\ndata: /messages/?session_id=1\n\n');
      } else response.writeHead(202, { 'content-length': 8 }).write('Acc');
    });
    const watched = await tap(`http://127.0.0.1:${port}`, 'mcp');
    await openStream(watched.url);
    const asked = request(`${watched.url}/messages/?session_id=1`, { method: 'POST', agent: false });
    asked.on('error', () => {}).end(JSON.stringify(call(1)));
    const [accepted] = await once(asked, 'response');
    accepted.on('error', () => {});
    asked.destroy();
    // The tap has seen that it went away.
    await post(`${watched.url}/messages/?session_id=1`, 'nothing').then(({ body }) => body?.cancel());
    await logged(watched, /broken off/);
    stream?.write(`data: ${JSON.stringify(result(1, 'came all the same'))}\n\n`);
    expect((await watched.told(1))[0]?.answer).toMatchObject({ ok: true, text: 'came all the same' });
  });

  test('over SSE the answer is found, though there is no time yet to look at the stream', async () => {
    const { port, streams } = await sseServer(() => '/messages/?session_id=1');
    const watched = await tap(`http://127.0.0.1:${port}`, 'mcp');
    const args = Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`name-${at}`, `value ${at}`]));
    const load = { ...call(0), params: { name: 'f', arguments: args, _meta: { api_key: 'a-key' } } };
    await Promise.all(Array.from({ length: 200 }, () => post(`${watched.url}/elsewhere`, load)));
    await openStream(watched.url);
    await post(`${watched.url}/messages/?session_id=1`, call(1));
    streams[0]?.write(`data: ${JSON.stringify(result(1, 'here it is'))}\n\n`);
    const told = await watched.told(201);
    expect(told.find(({ request: asked }) => asked === 'tools/call fetch(u)')?.answer?.text).toBe('here it is');
  });

  test('a call whose stream does not pass here is not waited for', async () => {
    const { port } = await sseServer(() => '/messages/?session_id=1');
    const watched = await tap(`http://127.0.0.1:${port}`, 'mcp');
    await post(`${watched.url}/messages/?session_id=9`, call(1));
    expect((await watched.told(1))[0]?.answer).toMatchObject({
      status: '202',
      ok: false,
      text: expect.stringContaining('does not pass here'),
    });
  });

  test('an endpoint made of Host names the tap; one that names the server is passed as it is, and said to lead around', async () => {
    const byHost = await sseServer((host) => `http://${host}/messages/?session_id=1`);
    const good = await tap(`http://127.0.0.1:${byHost.port}`, 'mcp');
    const { stream } = await openStream(good.url);
    stream.resume();
    await post(`${good.url}/messages/?session_id=1`, call(1));
    byHost.streams[0]?.write(`data: ${JSON.stringify(result(1, 'here'))}\n\n`);
    expect((await good.told(1))[0]?.answer?.text).toBe('here');

    const fixed = await sseServer(() => `http://elsewhere.example/messages/?session_id=1`);
    const around = await tap(`http://127.0.0.1:${fixed.port}`, 'mcp');
    const asked = request(`${around.url}/sse`).end();
    onClose(async () => void asked.destroy());
    const [answer] = await once(asked, 'response');
    const [event] = await once(answer, 'data');
    expect(String(event)).toContain('data: http://elsewhere.example/messages/?session_id=1\n');
    expect(await logged(around, /leads around the tap/)).toContain('http://elsewhere.example/messages/?session_id=***');
  });

  test('a redirect to the server itself is said to lead around', async () => {
    const port = await httpTarget((_, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${port}/mcp` }).end();
    });
    const watched = await tap(`http://127.0.0.1:${port}`, 'mcp');
    await fetch(`${watched.url}/mcp/`, { method: 'POST', redirect: 'manual' });
    expect(await logged(watched, /leads around the tap/)).toContain('redirect');
  });

  test('a refusal before any JSON-RPC, in the words of the challenge', async () => {
    const port = await httpTarget((_, response) => {
      response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end();
    });
    const watched = await tap(`http://127.0.0.1:${port}`, 'mcp');
    await post(`${watched.url}/mcp`, call(1, {}), { authorization: 'Bearer some-api-key' });
    expect((await watched.told(1))[0]).toMatchObject({
      carrier: 'Authorization: Bearer',
      answer: { status: '401', ok: false, text: 'Bearer error="invalid_token"' },
    });
  });
});

describe('what is not seen is not guessed', () => {
  test('a body that is too long is passed whole; the tap says that it did not see it', async () => {
    let size = 0;
    const port = await httpTarget(async (incoming, response) => {
      for await (const part of incoming) size += (part as Buffer).length;
      response.end('x'.repeat(300_000));
    });
    const watched = await tap(`http://127.0.0.1:${port}`, 'stack');
    const answer = await post(`${watched.url}/v1/tool-runtime/invoke`, 'y'.repeat(300_000));
    expect([size, (await answer.text()).length]).toEqual([300_000, 300_000]);
    const [hop] = await watched.told(1);
    expect(hop?.answer).toMatchObject({ ok: false, text: '(not seen: it is longer than 256 kB)' });
    expect(hop?.exchange.request.body).toBeUndefined();
    expect(hop?.exchange.response).toMatchObject({ status: 200 });
  });

  test('an event that is too long, and all of its stream from there on', async () => {
    const events = [result(7, 'x'.repeat(300_000)), result(7, 'too late')];
    const port = await httpTarget((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''));
    });
    const watched = await tap(`http://127.0.0.1:${port}`, 'mcp');
    const passed = await (await post(`${watched.url}/mcp`, call(7))).text();
    expect(passed).toContain('too late');
    const [hop] = await watched.told(1);
    expect(hop?.answer).toMatchObject({ status: '200', ok: false, text: '(not seen: an event is too long)' });
  });

  test.each(['application/json', 'text/event-stream'])(
    'but what was looked at makes room for more: %s',
    async (type) => {
      const long = 'x'.repeat(250_000);
      const port = await httpTarget(async (incoming, response) => {
        for await (const _ of incoming);
        const answer = JSON.stringify({ ...result(7, 'seen'), long });
        response.writeHead(200, { 'content-type': type });
        response.end(type === 'application/json' ? answer : `data: ${answer}\n\n`);
      });
      const watched = await tap(`http://127.0.0.1:${port}`, 'mcp');
      // More than it keeps at once, and never much of it at once.
      for (let round = 1; round <= 9; round += 1) {
        const calls = Array.from({ length: 16 }, () => post(`${watched.url}/mcp`, { ...call(7), long }));
        await Promise.all(calls.map(async (answer) => (await answer).text()));
        await watched.told(round * 16);
      }
      const texts = watched.hops.flatMap(({ answer }) => answer?.text ?? []);
      expect([texts.length, ...new Set(texts)]).toEqual([144, 'seen']);
    },
  );

  test('of a HEAD there is no body to be missed, however long it would be', async () => {
    const port = await httpTarget((_, response) => response.writeHead(200, { 'content-length': 300_000 }).end());
    const watched = await tap(`http://127.0.0.1:${port}`, 'tool');
    await fetch(watched.url, { method: 'HEAD' });
    expect((await watched.told(1))[0]?.answer).toMatchObject({ status: '200', ok: true, text: '' });
  });

  test('an encoding that Node does not know, and one that bursts', async () => {
    const bodies: [string, Buffer][] = [
      ['dcb', Buffer.from('whatever')],
      ['gzip', gzipSync(Buffer.alloc(10 * 1024 * 1024))],
      ['gzip', Buffer.from('no gzip at all')],
    ];
    const port = await httpTarget((_, response) => {
      const [encoding = '', body] = bodies.shift() ?? [];
      response.writeHead(200, { 'content-encoding': encoding }).end(body);
    });
    const watched = await tap(`http://127.0.0.1:${port}`, 'mcp');
    for (const why of ['its encoding is dcb', 'it is longer than 256 kB', 'it cannot be decoded']) {
      const asked = request(`${watched.url}/mcp`, { method: 'POST', agent: false });
      asked.end(JSON.stringify(call(1)));
      const [answer] = await once(asked, 'response');
      answer.resume();
      await once(answer, 'end');
      while (!watched.hops.some((hop) => hop.answer?.text.includes(why))) await new Promise(setImmediate);
    }
  });

  test.each([
    ['the server is not there', undefined, 'no answer', /ECONNREFUSED/],
    ['the server goes without a word', '', 'no answer', /closed|hang up/],
    ['the answer breaks off', 'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"half', '200, broken off', /broke off/],
  ])('%s', async (_, answer, status, text) => {
    const port = await rawTarget((socket) => void socket.once('data', () => socket.end(answer ?? '')));
    const watched = await tap(`http://127.0.0.1:${answer === undefined ? 1 : port}`, 'mcp');
    await post(`${watched.url}/mcp`, call(1))
      .then((response) => response.text())
      .catch(() => {});
    expect((await watched.told(1))[0]?.answer).toMatchObject({ status, ok: false, text: expect.stringMatching(text) });
  });

  test('the caller goes away before the answer', async () => {
    const port = await rawTarget((socket) => void socket.once('data', () => asked.destroy()));
    const watched = await tap(`http://127.0.0.1:${port}`, 'mcp');
    const asked = request(`${watched.url}/mcp`, { method: 'POST' });
    asked.on('error', () => {}).end(JSON.stringify(call(1)));
    expect((await watched.told(1))[0]?.answer).toMatchObject({ status: 'no answer', text: 'the caller went away' });
  });
});

describe('where it stands, and until when', () => {
  test('on both loopback addresses, at the port that was asked for, under the names that it was given', async () => {
    const target = await httpTarget((_, response) => response.end('ok'));
    const before = await tap(`http://127.0.0.1:${target}`);
    await before.close();
    const free = Number(new URL(before.url).port);
    const watched = await tap(`http://127.0.0.1:${target}`, 'tool', {
      from: 'weather',
      name: 'calendar',
      port: { port: free, pinned: true },
    });
    expect(watched.url).toBe(`http://localhost:${free}`);
    for (const host of ['127.0.0.1', '[::1]']) await fetch(`http://${host}:${free}/`);
    for (const { from, to } of await watched.told(2)) expect([from, to]).toEqual(['weather', 'calendar']);
    await expect(tap('http://127.0.0.1:1', 'tool', { port: { port: free, pinned: true } })).rejects.toThrow(
      `Port ${free} is taken.`,
    );
  });

  test('the end of its signal ends it, and what is under way', async () => {
    const ending = new AbortController();
    const target = await httpTarget((_, response) => response.writeHead(200).write('for ever'));
    const watched = await tap(`http://127.0.0.1:${target}`, 'tool', { signal: ending.signal });
    const answer = await fetch(watched.url);
    ending.abort();
    await expect(answer.text()).rejects.toThrow();
    await watched.close();
    await expect(fetch(watched.url)).rejects.toThrow();
    await expect(tap('http://127.0.0.1:1', 'tool', { signal: ending.signal })).rejects.toThrow(/abort/);
  });
});

describe('a Llama Stack of a later generation', () => {
  test.each([
    [
      'mcp_headers',
      providerData({ mcp_headers: { 'http://localhost:8000/sse': { Authorization: 'Bearer some-api-key' } } }),
      {},
    ],
    ['authorization in the body', {}, { authorization: 'some-api-key' }],
    ['tools[0].authorization', {}, { tools: [{ type: 'mcp', authorization: 'some-api-key' }] }],
  ])('%s', async (carrier, headers, more) => {
    const port = await httpTarget((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ content: [{ type: 'text', text: 'hello' }], error_message: null, error_code: 0 }));
    });
    const watched = await tap(`http://127.0.0.1:${port}`);
    await post(`${watched.url}/v1/responses`, { tool_name: 'whoami', kwargs: {}, ...more }, headers);
    const [hop] = await watched.told(1);
    expect(hop?.carrier).toContain(carrier);
    expect(hop).toMatchObject({
      to: 'stack',
      credential: { text: 'some-api-key' },
      answer: { status: '200 error_code 0', ok: true, text: 'hello' },
    });
  });

  test('a response by a stream tells what its tool answered', async () => {
    const response = {
      object: 'response',
      output: [{ type: 'mcp_call', name: 'whoami', output: 'hello alan', error: null }],
    };
    const port = await httpTarget((_, answer) => {
      answer.writeHead(200, { 'content-type': 'text/event-stream' });
      answer.write('event: response.created\ndata: {"response":{"output":[]}}\n\n');
      answer.end(`event: response.completed\ndata: ${JSON.stringify({ response })}\n\n`);
    });
    const watched = await tap(`http://127.0.0.1:${port}`);
    await post(`${watched.url}/v1/responses`, { tools: [{ type: 'mcp', authorization: 'some-api-key' }] });
    expect((await watched.told(1))[0]?.answer).toMatchObject({ status: '200', ok: true, text: 'hello alan' });
  });
});

test('a thousand calls at once: each has its own hop and its own answer', async () => {
  const CALLS = 1_000;
  const port = await httpTarget(async (incoming, response) => {
    let body = '';
    for await (const part of incoming.setEncoding('utf8')) body += part;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(result(JSON.parse(body).id, `to ${JSON.parse(body).id}`)));
  });
  const watched = await tap(`http://127.0.0.1:${port}`, 'mcp');
  const agent = new Agent({ keepAlive: true });
  onClose(async () => agent.destroy());
  await Promise.all(
    Array.from({ length: CALLS }, async (_, id) => {
      const asked = request(`${watched.url}/mcp`, { method: 'POST', agent, lookup: loopbackLookup });
      asked.end(JSON.stringify(call(id, { api_key: `key-${id}` })));
      const [answer] = await once(asked, 'response');
      let text = '';
      for await (const part of answer) text += part;
      expect(JSON.parse(text).id).toBe(id);
    }),
  );
  const unlooked = watched.logs.flatMap((line) => /^\((\d+) more requests/.exec(line)?.[1] ?? []);
  const told = await watched.told(CALLS - unlooked.reduce((sum, count) => sum + Number(count), 0));
  const ids = new Map(Array.from({ length: CALLS }, (_, id) => [print(`key-${id}`), id]));
  for (const { credential, answer } of told) expect(answer?.text).toBe(`to ${ids.get(credential.print)}`);
  expect(told.length).toBeGreaterThan(CALLS / 2);
});

describe.each([
  ['long', 'hunter2-is-a-long-secret-0123456789'],
  ['short', 'hunter2'],
])('%s secrets do not come out, however they go in', (_length, SECRET) => {
  const jwt = `eyJhbGciOiJub25lIn0.${Buffer.from('{"sub":"a"}').toString('base64url')}.${SECRET.replaceAll('-', '_')}`;
  const attempts: [string, { path?: string; headers?: Record<string, string>; body?: string }][] = [
    ['provider data without end', { headers: { 'X-LlamaStack-Provider-Data': `{"api_key": "${SECRET}` } }],
    ['provider data that is a list', { headers: { 'X-LlamaStack-Provider-Data': `[["${SECRET}"]]` } }],
    ['provider data of another shape', { headers: { 'X-LlamaStack-Provider-Data': `{"a":{"b":["x ${SECRET}"]}}` } }],
    ['Basic', { headers: { authorization: `Basic ${SECRET}` } }],
    ['no scheme', { headers: { authorization: SECRET } }],
    ['words behind the token', { headers: { authorization: `Bearer abc ${SECRET}` } }],
    [
      'a header of another name',
      { headers: { 'X-Api-Key': SECRET, 'x-session-token': SECRET, cookie: `a=${SECRET}` } },
    ],
    ['the query', { path: `/v1/x?token=${SECRET}&session_id=${SECRET}&access_token=${encodeURIComponent(jwt)}` }],
    ['JSON that breaks off', { body: `{"authorization": "${SECRET}"` }],
    ['a field deep in the body', { body: JSON.stringify([{ a: { password: SECRET, apiKey: SECRET } }]) }],
    ['a field deeper in it than is shown', { body: `${'{"a":'.repeat(30)}{"apiKey":"${SECRET}"}${'}'.repeat(30)}` }],
    ['_meta that is a list', { body: JSON.stringify(call(1, [{ api_key: SECRET }])) }],
    ['api_key that is an object', { body: JSON.stringify(call(1, { api_key: { token: SECRET } })) }],
    ['a key with a quote in it', { body: JSON.stringify(call(1, { api_key: `"\\${SECRET}` })) }],
    ['a form', { body: `grant_type=password&password=${SECRET}&client_secret=${SECRET}&code=${SECRET}` }],
    [
      'a token in the arguments',
      { body: JSON.stringify({ ...call(1), params: { name: 'f', arguments: { url: jwt } } }) },
    ],
  ];

  test.each(['stack', 'mcp', 'tool', undefined] as const)('as %s', async (as) => {
    let seen = '';
    const port = await httpTarget(async (incoming, response) => {
      seen += JSON.stringify([incoming.rawHeaders, incoming.url]);
      for await (const part of incoming) seen += part;
      const { authorization = '' } = incoming.headers;
      response.writeHead(401, { 'set-cookie': `s=${SECRET}`, location: `/cb?code=${SECRET}` });
      response.end(JSON.stringify({ detail: `bad ${authorization}`, access_token: SECRET, error: { token: SECRET } }));
    });
    const watched = await tap(`http://127.0.0.1:${port}`, as);
    for (const [, { path = '/v1/tool-runtime/invoke', headers = {}, body = '{}' }] of attempts)
      await (await post(watched.url + path, body, headers)).text();
    // Each is told of, as a hop or in the log; and each did arrive.
    const answered = () => watched.hops.filter(({ answer }) => answer).length;
    while (answered() + watched.logs.length < attempts.length) await new Promise(setImmediate);
    expect(seen.split(SECRET).length).toBeGreaterThan(attempts.length);
    const told = JSON.stringify([watched.hops, watched.logs]);
    for (const secret of [SECRET, SECRET.replaceAll('-', '_'), SECRET.slice(0, 20)]) {
      const at = told.indexOf(secret);
      expect(at === -1 ? '' : told.slice(at - 200, at + 50)).toBe('');
    }
  });
});

test('a token in a path is masked where the request is no call, too', async () => {
  const port = await httpTarget((_, response) => void response.end());
  const watched = await tap(`http://127.0.0.1:${port}`, 'stack');
  await fetch(`${watched.url}/v1/files/eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.signature`);
  expect(await logged(watched, /files/)).toMatch(/^GET \/v1\/files\/eyJ\.\.\.: 200 in/);
});

test('the scheme before a credential is none itself, and stays legible', async () => {
  const port = await httpTarget((_, response) => {
    response.writeHead(401, { 'www-authenticate': 'Bearer realm="x", Basic realm="y"' });
    response.end('no Bearer token of yours');
  });
  const watched = await tap(`http://127.0.0.1:${port}`, 'tool');
  for (const scheme of ['Bearer', 'Basic'])
    await fetch(watched.url, { headers: { authorization: `${scheme} hunter2`, 'x-auth': `${scheme} hunter2` } });
  for (const { answer, exchange } of await watched.told(2)) {
    expect(answer?.text).toBe('no Bearer token of yours');
    expect(exchange.response?.headers['www-authenticate']).toBe('Bearer realm="x", Basic realm="y"');
  }
});
