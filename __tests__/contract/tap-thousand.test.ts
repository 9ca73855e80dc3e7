import type { Hop } from '../../src/evidence/hop.ts';
import { callIdOf, hopsOfCall } from '../../src/lesson/joined-hops.ts';
import { type McpLab, openMcp } from './mcp-server-lab.ts';
import { openStack, providerData, type StackLab } from './stack-server-lab.ts';
import { closeAll, httpTarget } from './tap-lab.ts';
import { print, tap, type Watched } from './tap-watch.ts';
import { claimsOf, newKey, sign } from './tool-server-lab.ts';

const WAY = ['you', 'stack', 'mcp', 'tool'];
const USERS = ['ann', 'ben', 'cat', 'dan', 'eve', 'fay', 'gus', 'hal', 'ida', 'jon'];
/** Each user makes so many calls a round, one after the other, while all others make theirs. */
const CALLS_OF_A_ROUND = 5;
const ROUNDS = 20;

interface Made {
  readonly user: string;
  readonly path: string;
  readonly answer: string;
}

let mcp: McpLab;
let stack: StackLab;
let taps: readonly Watched[];
let toolUrl: string;
let tokens: ReadonlyMap<string, string>;

beforeAll(async () => {
  const key = await newKey('one');
  const signed = USERS.map(async (sub) => [sub, await sign(claimsOf('http://localhost/', { sub }), key)] as const);
  tokens = new Map(await Promise.all(signed));
  // A tool that says by whose token it was asked; some it keeps waiting, so that calls overtake each other.
  const port = await httpTarget((request, response) => {
    const [, payload = ''] = (request.headers.authorization ?? '').split('.');
    const { sub } = JSON.parse(Buffer.from(payload, 'base64url').toString() || '{}');
    setTimeout(() => response.end(`Hello, ${sub}!`), sub.charCodeAt(0) % 3 === 0 ? 5 : 0);
  });
  const tool = await tap(`http://localhost:${port}`, 'tool');
  mcp = await openMcp([tool.url]);
  const beforeMcp = await tap(mcp.url, 'mcp');
  stack = await openStack();
  taps = [await tap(stack.url, 'stack'), beforeMcp, tool];
  toolUrl = tool.url;
  await stack.register(`${beforeMcp.url}/sse`);
});
afterAll(async () => {
  await closeAll();
  await Promise.all([stack.close(), mcp.close()]);
});

async function call(user: string, path: string): Promise<Made> {
  const answered = await fetch(`${taps[0]?.url}/v1/tool-runtime/invoke`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...providerData({ api_key: tokens.get(user) }) },
    body: JSON.stringify({ tool_name: 'fetch', kwargs: { url: `${toolUrl}${path}` } }),
  });
  return { user, path, answer: await answered.text() };
}

/** Five calls of each user, none of which brings a trace. */
async function round(number: number): Promise<Made[]> {
  const ofUser = async (user: string) => {
    const made: Made[] = [];
    for (let each = 0; each < CALLS_OF_A_ROUND; each += 1) made.push(await call(user, `/${user}-${number}-${each}`));
    return made;
  };
  return (await Promise.all(USERS.map(ofUser))).flat();
}

test('of a thousand calls by ten users at once, none is mixed up with another', async () => {
  const mixed: unknown[] = [];
  let calls = 0;
  for (let number = 0; number < ROUNDS; number += 1) {
    for (const { hops } of taps) hops.splice(0);
    const made = await round(number);
    await Promise.all(taps.map((each) => each.told(made.length)));
    const seen = taps.flatMap(({ hops }) => hops.filter(({ answer, aside }) => answer && !aside));
    expect(seen.filter(({ traceId }) => traceId)).toEqual([]);
    for (const { user, path, answer } of made) {
      const first = seen.find(({ to, exchange }) => to === 'stack' && exchange.request.body?.includes(`${path}"`));
      const hops = first ? hopsOfCall(seen, callIdOf(first), WAY) : [];
      const isHis = (hop: Hop) => hop.credential.print === print(tokens.get(user) ?? '');
      const names = hops.map(({ to, request }) => `${to} ${request.includes(path) || to === 'stack'}`);
      const isWhole = names.join() === 'stack true,mcp true,tool true';
      calls += 1;
      if (!isWhole || !hops.every(isHis) || !hops.every(({ answer: its }) => its?.text.includes(user)))
        mixed.push({ path, names, texts: hops.map(({ answer: its }) => its?.text) });
      expect(answer).toContain(`Hello, ${user}!`);
    }
  }
  expect(mixed).toEqual([]);
  expect(calls).toBe(1_000);
}, 120_000);
