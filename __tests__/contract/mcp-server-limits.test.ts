import { once } from 'node:events';
import { createServer, get, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SseTransport } from '../../services/mcp-server/sse-transport.ts';
import {
  type McpLab,
  openMcp,
  openSession,
  openSse,
  openTarget,
  send,
  type Target,
  toolsCall,
} from './mcp-server-lab.ts';

/** What callers can make the MCP server do and hold at once. */
let mcp: McpLab;
let target: Target;
const held: ServerResponse[] = [];

beforeAll(async () => {
  target = await openTarget((_, response) => void held.push(response));
  mcp = await openMcp([target.url]);
});
afterAll(async () => {
  await mcp.close();
  await target.close();
});

const call = (id: number) => JSON.parse(toolsCall(id, { url: target.url }));
const batch = (calls: number) => JSON.stringify(Array.from({ length: calls }, (_, index) => call(index)));
const turn = () => new Promise((resolve) => setImmediate(resolve));
async function reaching(count: number): Promise<void> {
  while (held.length < count) await turn();
}

test('a batch of more than eight calls is refused', async () => {
  const headers = await openSession(mcp.url);
  expect(await send(`${mcp.url}/mcp`, { headers, body: batch(9) })).toMatchObject({
    status: 400,
    body: expect.stringContaining('a batch has at most 8 calls'),
  });
  expect(target.asked).toEqual([]);
});

test('sixteen calls are under way at once, of whatever sessions; the next wait, and other requests do not', async () => {
  const batches = Array.from({ length: 3 }, async () => {
    const headers = await openSession(mcp.url);
    return send(`${mcp.url}/mcp`, { headers, body: batch(8) });
  });
  await reaching(16);
  const stream = await openSse(mcp.url);
  const { data } = await stream.next();
  const waiting = send(`${mcp.url}${data}`, { body: toolsCall(7, { url: target.url }) });
  await openSession(mcp.url);
  expect(held).toHaveLength(16);
  for (const answer of held.splice(0)) answer.end('ok');
  await reaching(9);
  for (const answer of held.splice(0)) answer.end('ok');
  for (const answer of await Promise.all(batches)) expect(JSON.parse(answer.body)).toHaveLength(8);
  expect(await waiting).toMatchObject({ status: 202 });
  expect((await stream.next()).data).toContain('"text":"ok"');
  stream.close();
});

test('a caller that goes away while its call waits leaves no place taken, and nobody is asked for it', async () => {
  const asked = target.asked.length;
  const headers = await openSession(mcp.url);
  const others = await Promise.all(Array.from({ length: 2 }, () => openSession(mcp.url)));
  const full = others.map((session) => send(`${mcp.url}/mcp`, { headers: session, body: batch(8) }));
  await reaching(16);
  const leaving = request(`${mcp.url}/mcp`, {
    method: 'POST',
    agent: false,
    headers: { ...headers, 'content-type': 'application/json' },
  });
  leaving.on('error', () => {}).end(batch(8));
  await once(leaving, 'finish');
  await openSession(mcp.url);
  await new Promise((resolve) => leaving.once('close', resolve).destroy());
  // The server has seen it go when it answers what was sent after that.
  await openSession(mcp.url);
  for (const answer of held.splice(0)) answer.end('ok');
  await Promise.all(full);
  expect(target.asked.length - asked).toBe(16);
});

test('an id under way cannot be used twice over SSE, or its place would be given back too early', async () => {
  const stream = await openSse(mcp.url);
  const { data } = await stream.next();
  expect(await send(`${mcp.url}${data}`, { body: toolsCall(1, { url: target.url }) })).toMatchObject({ status: 202 });
  await reaching(1);
  expect(await send(`${mcp.url}${data}`, { body: toolsCall(1, { url: target.url }) })).toMatchObject({ status: 400 });
  held.shift()?.end('ok');
  expect((await stream.next()).data).toContain('"text":"ok"');
  stream.close();
});

test('a stream that its client does not read holds one message; the next is written when it was read', async () => {
  const big = 'x'.repeat(32 * 1024 * 1024);
  const left: number[] = [];
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const asked = get({ port: (server.address() as AddressInfo).port });
  const [, response] = (await once(server, 'request')) as [IncomingMessage, ServerResponse];
  const transport = new SseTransport('1', response);
  await transport.start();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.pause();
  const asking = (id: number) => ({ jsonrpc: '2.0' as const, id, method: 'tools/call' });
  for (const id of [1, 2]) {
    transport.receive(asking(id), {}, () => left.push(id));
    void transport.send({ jsonrpc: '2.0', id, result: { big } });
  }
  await turn();
  expect(response.writableLength).toBeLessThan(2 * big.length);
  expect({ left, owes: transport.owes(2) }).toEqual({ left: [], owes: true });
  answer.resume();
  await transport.drained;
  expect(left).toEqual([1, 2]);
  await transport.close();
  await new Promise((resolve) => server.close(resolve));
});
