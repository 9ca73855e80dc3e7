import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, request } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Hop, hopSchema } from '../../src/evidence/hop.ts';
import { clearAll, type Program, run, start } from './program.ts';
import { freePorts, isListening, occupy } from './world.ts';

const SIGNATURE = 'c2lnbmF0dXJlLXRoYXQtbm9ib2R5LWlzLXRvLXNlZQ';
const CLAIMS = {
  iss: 'http://localhost:8080/realms/demo',
  aud: ['my-external-tool', 'account'],
  azp: 'llama-stack',
  sub: 'f2a1',
  scope: 'profile tool-audience',
  exp: 4_102_444_800,
  jti: 'its-number',
};
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const TOKEN = `${encoded({ alg: 'RS256', kid: 'one' })}.${encoded(CLAIMS)}.${SIGNATURE}`;

afterEach(clearAll);

/** Starts taps and waits until all of them listen. */
async function tap(
  args: readonly string[],
  taps = 1,
  env: Readonly<Record<string, string>> = {},
): Promise<{ program: Program; urls: string[] }> {
  const program = start(['tap', ...args], { env });
  const urls = await program.until(({ stdout, stderr }) => {
    const found = [...(stdout + stderr).matchAll(/ listens on (http:\/\/localhost:\d+)/g)].map(([, url = '']) => url);
    return found.length === taps && found;
  });
  return { program, urls };
}

const refusing: RequestListener = (_, response) => {
  response.writeHead(401, { 'content-type': 'application/json' }).end('{"error_description":"not for me"}');
};

/** A server for the time of a test; without more, one that nobody's token satisfies. */
async function withServer(test: (url: string) => Promise<void>, handle: RequestListener = refusing): Promise<void> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await test(`http://localhost:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const ask = (url: string, token = TOKEN) => fetch(url, { headers: { authorization: `Bearer ${token}` } });

test('tells who asked with what: the claims that decide, the credential masked; and what was answered', async () => {
  await withServer(async (server) => {
    const { program, urls } = await tap(['--to', server, '--as', 'tool']);
    const answer = await ask(`${urls[0]}/deep`);
    expect([answer.status, await answer.text()]).toEqual([401, '{"error_description":"not for me"}']);
    await program.sees(/^#1 {4}✗ 401 · \d+ ms · not for me$/m);
    expect(program.stdout).toMatch(/^#1 .* caller \(node\) → tool {2}GET \/deep$/m);
    expect(program.stdout).toMatch(/^ {6}credential {2}eyJ\.\.\. in Authorization: Bearer · print [0-9a-f]{12}$/m);
    const rows = [...program.stdout.matchAll(/^ {6}(\w+) {2,}(.*)$/gm)].map(([, name, value]) => [name, value]);
    expect(rows.slice(1)).toEqual([
      ['alg', 'RS256 · kid one'],
      ['iss', CLAIMS.iss],
      ['aud', 'my-external-tool, account'],
      ['azp', 'llama-stack'],
      ['sub', 'f2a1'],
      ['scope', 'profile tool-audience'],
      ['exp', expect.stringMatching(/^2100-01-01T00:00:00\.000Z \(in \d+ days\)$/)],
      ['also', 'jti'],
    ]);
    expect(program.stdout + program.stderr).not.toContain(SIGNATURE);
  });
});

test('--json: the hop in both of its reports, one a line, and nothing else on standard output', async () => {
  await withServer(async (server) => {
    const { program, urls } = await tap(['--to', server, '--as', 'tool', '--json']);
    await (await ask(`${urls[0]}`)).text();
    const hops = await program.until(({ stdout }) => {
      const lines = stdout.split('\n').slice(0, -1);
      return lines.length === 2 && lines.map((line): Hop => hopSchema.parse(JSON.parse(line)));
    });
    expect(hops.map(({ id }) => id)).toEqual([hops[0]?.id, hops[0]?.id]);
    expect(hops.map(({ answer }) => answer?.status)).toEqual([undefined, '401']);
    expect(hops[0]?.credential.token?.claims).toEqual(CLAIMS);
    expect(program.stdout).not.toContain(SIGNATURE);
  });
});

test('several taps in one: a credential has the same print at each of them, and each call is of its kind', async () => {
  await withServer(async (server) => {
    const { program, urls } = await tap(['--to', `mcp=${server}`, '--to', `tool=${server}`], 2);
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'f', _meta: { api_key: TOKEN } } };
    await fetch(`${urls[0]}/mcp`, { method: 'POST', body: JSON.stringify(call) });
    await ask(`${urls[1]}`);
    await ask(`${urls[1]}`, 'another-credential-altogether');
    const prints = await program.until(({ stdout }) => {
      const found = [...stdout.matchAll(/ → (\w+).*\n.* print (\w+)$/gm)].map(([, to, print]) => [to, print]);
      return found.length === 3 && found;
    });
    expect(prints.map(([to]) => to)).toEqual(['mcp', 'tool', 'tool']);
    expect(prints[0]?.[1]).toBe(prints[1]?.[1]);
    expect(prints[2]?.[1]).not.toBe(prints[1]?.[1]);
  });
});

test('without --as it says that it guesses, and marks what it guessed', async () => {
  await withServer(async (server) => {
    const { program, urls } = await tap(['--to', server]);
    await program.sees(/^note: Without --as, /m);
    await fetch(`${urls[0]}/v1/tool-runtime/invoke`, { method: 'POST' });
    await program.sees(/^#1 .* → stack\? {2}POST \/v1\/tool-runtime\/invoke$/m);
  });
});

test('where nobody answers it says so at once, and of each request; the server may come later', async () => {
  const [port = 0] = await freePorts(1);
  const { program, urls } = await tap(['--to', `http://localhost:${port}/mcp`, '--as', 'mcp']);
  await program.sees(new RegExp(`^note: Nobody answers at http://localhost:${port} yet`, 'm'));
  const refused = await fetch(`${urls[0]}/mcp`);
  expect(refused.status).toBe(502);
  expect(await refused.text()).toContain(`connect ECONNREFUSED 127.0.0.1:${port}`);
  const later = createServer((_, response) => response.end('there')).listen(port, '127.0.0.1');
  expect(await (await fetch(`${urls[0]}/mcp`)).text()).toBe('there');
  later.closeAllConnections();
  await new Promise((resolve) => later.close(resolve));
});

test('its port is the one after the server’s, or the one that was named; a named one that is taken: exit code 5', async () => {
  const [server = 0, named = 0] = await freePorts(2);
  const taken = await occupy(named);
  const { code, stderr } = await run(['tap', '--to', `http://localhost:${server}`, '--port', String(named)]);
  await taken.release();
  expect(code).toBe(5);
  expect(stderr).toContain(`Port ${named} is taken`);
  expect((await tap(['--to', 'http://localhost:1', '--port', String(named)])).urls).toEqual([
    `http://localhost:${named}`,
  ]);
  const [after] = (await tap(['--to', `http://localhost:${server}`])).urls;
  expect(Number(new URL(after ?? '').port)).toBeGreaterThan(server);
});

test('a server that others could read what passes to is none, unless that is said by name', async () => {
  const to = ['tap', '--to', 'mcp=http://mcp.test:8000'];
  const { code, stdout, stderr } = await run(to);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('--to leads to http://mcp.test:8000, which cannot be sent a token.');
  expect(stderr).toContain('--plain-http-to mcp.test');
  await start([...to, '--plain-http-to', 'mcp.test']).sees(/A tap before http:\/\/mcp\.test:8000 \(mcp\) listens on/);
});

test('a server over https is asked over TLS, by its own name, whatever the caller speaks and calls it', async () => {
  const pem = fileURLToPath(new URL('../contract/fixtures/self-signed.pem', import.meta.url));
  const key = readFileSync(pem);
  const server = createTlsServer({ key, cert: key }, (incoming, response) => response.end(`over TLS ${incoming.url}`));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { urls } = await tap(['--to', `https://localhost:${port}`], 1, { NODE_EXTRA_CA_CERTS: pem });
  const answer = await fetch(`${urls[0]?.replace('localhost', '127.0.0.1')}/x`);
  expect(await answer.text()).toBe('over TLS /x');
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

// Where a process can be asked how much memory it has had at most.
if (process.platform === 'linux') {
  test('fifty megabytes up and down pass, and are not kept', async () => {
    const MEGABYTES = 50;
    const chunk = Buffer.alloc(256 * 1024, 'x');
    await withServer(
      async (server) => {
        const { program, urls } = await tap(['--to', server, '--as', 'tool']);
        const body = Buffer.alloc(MEGABYTES * 1024 * 1024);
        const pass = async () => (await (await fetch(`${urls[0]}`, { method: 'POST', body })).arrayBuffer()).byteLength;
        expect(await pass()).toBe(body.length);
        // What is on its way, and what has not been cleared away yet.
        const before = mostMemory(program.pid);
        expect([await pass(), await pass(), await pass()]).toEqual([body.length, body.length, body.length]);
        expect(mostMemory(program.pid) - before).toBeLessThan(MEGABYTES);
        await program.sees(/^#4 .* \(not seen: it is longer than 256 kB\)$/m);
      },
      async (incoming, response) => {
        let size = 0;
        for await (const part of incoming) size += (part as Buffer).length;
        for (let left = size; left > 0; left -= chunk.length)
          if (!response.write(chunk.subarray(0, left))) await once(response, 'drain');
        response.end();
      },
    );
  });
}

/** Megabytes of a process at their highest. */
function mostMemory(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

if (process.platform !== 'win32') {
  test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it with 0, amid a call, and the port is free', async (signal) => {
    await withServer(
      async (server) => {
        const { program, urls } = await tap(['--to', server, '--as', 'tool']);
        request(`${urls[0]}`)
          .on('error', () => {})
          .end();
        await program.sees(/^#1 /m);
        program.kill(signal);
        expect(await program.ended).toEqual({ code: 0, signal: null });
        expect(await isListening(Number(new URL(urls[0] ?? '').port))).toBe(false);
      },
      () => {},
    );
  });

  test('when nobody reads any more it ends', async () => {
    await withServer(async (server) => {
      const { program, urls } = await tap(['--to', server, '--as', 'tool', '--json']);
      program.child.stdout?.destroy();
      // What is written first may find the pipe still open.
      const asking = setInterval(() => void fetch(`${urls[0]}`).catch(() => {}), 20);
      expect((await program.ended).code).toBe(0);
      clearInterval(asking);
    });
  });
}
