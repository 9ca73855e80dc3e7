import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { loopbackLookup } from '../../services/wire/loopback.ts';
import { call, result } from './mcp-messages.ts';
import { closeAll, httpTarget, onClose } from './tap-lab.ts';
import { logged, post, print, tap } from './tap-watch.ts';

afterEach(closeAll);

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
