import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ownPart } from '../../../../services/part/own-part.ts';
import type { Part, PartWiring } from '../../../../services/part/part.ts';
import { tappedPart } from '../../../../services/part/tapped-part.ts';
import type { Hop } from '../../../../src/evidence/hop.ts';
import { newSalt } from '../../../../src/evidence/print.ts';

const { signal } = new AbortController();
const closers: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A server of somebody's; gives its port. */
async function serve(handle: RequestListener): Promise<number> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

function wiring(port = 0): PartWiring & { readonly hops: Hop[] } {
  const hops: Hop[] = [];
  return {
    wish: { args: [], secrets: {} },
    hops,
    salt: newSalt(),
    port: { port, pinned: true },
    url: () => '',
    issuer: '',
    dataFolder: undefined,
    onLog: () => {},
    onHop: (hop) => hops.push(hop),
    onProgress: () => {},
  };
}

test('a server that answers, whatever it answers, is the part where it is, by the name that it gives itself', async () => {
  const port = await serve((_, response) =>
    response.writeHead(404, { server: `uvicorn \x9b31m${'!'.repeat(100)}` }).end(),
  );
  const source = ownPart({ name: 'tool', url: `http://localhost:${port}/` });
  const place = `your own, at http://localhost:${port}`;
  expect(await source.look(signal)).toEqual({ passed: true, kind: 'own', saw: place });
  const { version, ...part } = await source.open(wiring(), signal);
  expect(part).toMatchObject({ name: 'tool', kind: 'own', url: `http://localhost:${port}`, place, reports: false });
  expect(version).toMatch(/^uvicorn/);
  expect(version).not.toContain('\x9b');
  expect(version.length).toBeLessThan(60);
  expect(await part.silence?.(signal)).toBeUndefined();
  // It is the learner's: it goes on.
  await part.close();
  expect((await source.look(signal)).passed).toBe(true);
});

test('one that has ended since says so when it is asked, and through its tap as well', async () => {
  const port = await serve((_, response) => response.end());
  const part = await ownPart({ name: 'tool', url: `http://localhost:${port}` }).open(wiring(), signal);
  const tapped = await tappedPart(part, 'tool', wiring());
  closers.push(() => tapped.close());
  expect(await tapped.silence?.(signal)).toBeUndefined();
  await closers.shift()?.();
  const said = { kind: 'part-unreachable', message: `Your tool server does not answer at http://localhost:${port}.` };
  expect([await part.silence?.(signal), await tapped.silence?.(signal)]).toMatchObject([said, said]);
});

test('one that is not there says so, and why', async () => {
  const port = await serve(() => {});
  await closers.pop()?.();
  const source = ownPart({ name: 'mcp', url: `http://localhost:${port}` });
  expect(await source.look(signal)).toMatchObject({
    passed: false,
    kind: 'own',
    saw: expect.stringContaining('REFUSED'),
  });
  await expect(source.open(wiring(), signal)).rejects.toMatchObject({
    kind: 'part-unreachable',
    message: `Your mcp server does not answer at http://localhost:${port}.`,
    why: expect.stringContaining('ECONNREFUSED'),
    next: 'Start it, or name the address where it is.',
  });
});

test('a look that is interrupted is no verdict', async () => {
  const port = await serve(() => {});
  const stop = new AbortController();
  const reason = new Error('enough');
  const looking = ownPart({ name: 'mcp', url: `http://localhost:${port}` }).look(stop.signal);
  stop.abort(reason);
  await expect(looking).rejects.toBe(reason);
});

test.each([
  ['plain http to another machine', 'http://192.0.2.1:8000'],
  ['another scheme', 'file:///etc/passwd'],
  ['no URL', 'localhost'],
  ['a password in it', 'http://me:secret@localhost:8000'],
  ['a query', 'http://localhost:8000/?x=1'],
])('no part can be at %s', (_, url) => {
  expect(() => ownPart({ name: 'tool', url })).toThrow(expect.objectContaining({ kind: 'usage' }));
});

describe('with a tap before it', () => {
  let letGo = 0;
  const open = async (handle: RequestListener, path: string, around: PartWiring): Promise<Part> => {
    const source = ownPart({ name: 'gateway', url: `http://localhost:${await serve(handle)}${path}` });
    const own = await source.open(around, signal);
    const close = async () => {
      letGo += 1;
    };
    const tapped = await tappedPart({ ...own, close }, 'tool', around);
    closers.push(tapped.close);
    return tapped;
  };

  test('it is asked at the tap, its path is kept, and what passes is told by the name of the part', async () => {
    const around = wiring();
    const part = await open((request, response) => response.end(request.url), '/base/', around);
    const answer = await fetch(`${part.url}/x`, { headers: { authorization: 'Bearer some-token' } });
    expect(await answer.text()).toBe('/base/x');
    const seen = around.hops.find(({ answer }) => answer);
    expect(seen).toMatchObject({ to: 'gateway', seenBy: 'tap', request: 'GET /base/x', answer: { status: '200' } });
    expect(part).toMatchObject({ kind: 'own', reports: false });
    await part.close();
    await expect(fetch(part.url)).rejects.toThrow();
    expect(letGo).toBe(1);
  });

  test('a port that is taken lets go of the part', async () => {
    const taken = await serve(() => {});
    const url = `http://localhost:${await serve((_, response) => response.end())}`;
    let closed = 0;
    const close = async () => {
      closed += 1;
    };
    const own = { ...(await ownPart({ name: 'tool', url }).open(wiring(), signal)), close };
    await expect(tappedPart(own, 'tool', wiring(taken))).rejects.toMatchObject({ kind: 'part-unreachable' });
    expect(closed).toBe(1);
  });
});
