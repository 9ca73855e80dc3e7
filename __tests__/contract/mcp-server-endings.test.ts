import {
  callFetch,
  connect,
  type McpLab,
  openMcp,
  openSession,
  openSse,
  openTarget,
  send,
  type Target,
  toolsCall,
} from './mcp-server-lab.ts';

/** Sessions and calls that end before their time: cancelled, deleted, left by their client. */
let mcp: McpLab;
let target: Target;
/** Answers that the target holds back until a test lets them go. */
interface Held {
  release(): void;
  /** The one who asked has gone. */
  readonly gone: Promise<void>;
}
const held: Held[] = [];

beforeAll(async () => {
  target = await openTarget((path, response) => {
    if (path !== '/held') return void response.end('ok');
    const gone = new Promise<void>((resolve) => response.once('close', resolve));
    held.push({ release: () => response.end('released'), gone });
  });
  mcp = await openMcp([target.url]);
});
afterAll(async () => {
  await mcp.close();
  await target.close();
});

const PING = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });
test('a session that was deleted is unknown', async () => {
  const headers = await openSession(mcp.url);
  expect(await send(`${mcp.url}/mcp`, { method: 'DELETE', headers })).toMatchObject({ status: 204 });
  expect(await send(`${mcp.url}/mcp`, { headers, body: PING })).toMatchObject({ status: 404 });
});

test('an SSE session ends with its connection', async () => {
  const stream = await openSse(mcp.url);
  const { data } = await stream.next();
  expect(await send(`${mcp.url}${data}`, { body: PING })).toMatchObject({ status: 202 });
  stream.close();
  let status = 202;
  while (status === 202) ({ status } = await send(`${mcp.url}${data}`, { body: PING }));
  expect(status).toBe(404);
});

test('a protocol version that nobody knows is refused', async () => {
  const headers = { ...(await openSession(mcp.url)), 'mcp-protocol-version': '1999-01-01' };
  expect(await send(`${mcp.url}/mcp`, { headers, body: PING })).toMatchObject({ status: 400 });
});

test('an id under way cannot be used twice', async () => {
  const headers = await openSession(mcp.url);
  const first = send(`${mcp.url}/mcp`, { headers, body: toolsCall(1, { url: `${target.url}/held` }) });
  const answer = await heldBack();
  expect(await send(`${mcp.url}/mcp`, { headers, body: PING })).toMatchObject({ status: 400 });
  answer.release();
  expect((await first).body).toContain('released');
});

test('a cancelled call ends, and its request to the tool with it', async () => {
  const headers = await openSession(mcp.url);
  const call = (id: number) => send(`${mcp.url}/mcp`, { headers, body: toolsCall(id, { url: `${target.url}/held` }) });
  const kept = call(8);
  const first = await heldBack();
  const cancelled = call(9);
  const second = await heldBack();
  const cancel = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 9 } });
  expect(await send(`${mcp.url}/mcp`, { headers, body: cancel })).toMatchObject({ status: 202 });
  expect((await cancelled).body).toContain('The request was cancelled.');
  // The first would run into its time limit before the second.
  expect(await Promise.race([first.gone.then(() => 'kept'), second.gone.then(() => 'cancelled')])).toBe('cancelled');
  first.release();
  expect((await kept).body).toContain('released');
});

test('a call whose client goes away ends at the tool, too', async () => {
  const headers = await openSession(mcp.url);
  const kept = send(`${mcp.url}/mcp`, { headers, body: toolsCall(1, { url: `${target.url}/held` }) });
  const first = await heldBack();
  const leaving = new AbortController();
  const left = fetch(`${mcp.url}/mcp`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: toolsCall(2, { url: `${target.url}/held` }),
    signal: leaving.signal,
  });
  const second = await heldBack();
  leaving.abort();
  await expect(left).rejects.toThrow();
  expect(await Promise.race([first.gone.then(() => 'kept'), second.gone.then(() => 'left')])).toBe('left');
  first.release();
  await kept;
});

test('an SSE call that its client cancels leaves the session usable', async () => {
  const client = await connect(mcp.url, 'SSE');
  const stop = new AbortController();
  const call = client.callTool({ name: 'fetch', arguments: { url: `${target.url}/held` } }, undefined, {
    signal: stop.signal,
  });
  await heldBack();
  stop.abort('enough');
  await expect(call).rejects.toThrow('enough');
  expect(await callFetch(client, target.url)).toEqual({ text: 'ok', isError: false });
  await client.close();
});

test('closing the server ends calls under way', async () => {
  const other = await openMcp([target.url]);
  const headers = await openSession(other.url);
  const call = send(`${other.url}/mcp`, { headers, body: toolsCall(1, { url: `${target.url}/held` }) }).catch(
    () => undefined,
  );
  await heldBack();
  await other.close();
  await call;
});

/** The next request that the target does not answer. */
async function heldBack(): Promise<Held> {
  for (;;) {
    const next = held.shift();
    if (next) return next;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
