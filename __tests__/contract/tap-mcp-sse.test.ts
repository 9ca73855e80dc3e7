import { once } from 'node:events';
import { request, type ServerResponse } from 'node:http';
import { call, result } from './mcp-messages.ts';
import { closeAll, httpTarget, onClose } from './tap-lab.ts';
import { logged, post, tap } from './tap-watch.ts';

afterEach(closeAll);

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

describe('an MCP server over SSE', () => {
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
});
