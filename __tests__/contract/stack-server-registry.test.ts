import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FETCH_TOOL, startMcpFixture } from './fixtures/mcp-fixture.ts';
import { openStack, TOOL_GROUP, withFolder } from './stack-server-lab.ts';

/** The registry: it survives a restart, is never half-written or silently replaced, and holds no credential. */
let mcp: Awaited<ReturnType<typeof startMcpFixture>>;
beforeAll(async () => {
  mcp = await startMcpFixture();
});
afterAll(() => mcp.close());

test('tool groups and tools survive a restart', () =>
  withFolder(async (dataFolder) => {
    const first = await openStack({ dataFolder });
    const args = { metadata: { key1: 'value1' } };
    expect(await first.register(mcp.sse, { args })).toMatchObject({ status: 200, json: null });
    const before = [await first.ask('/v1/toolgroups'), await first.ask('/v1/tools/fetch')].map(({ json }) => json);
    await first.close();

    const second = await openStack({ dataFolder });
    const after = [await second.ask('/v1/toolgroups'), await second.ask('/v1/tools/fetch')].map(({ json }) => json);
    expect(after).toEqual(before);
    expect(before[0]).toMatchObject({ data: [{ identifier: TOOL_GROUP, args }] });
    expect(await second.invoke({ url: 'http://localhost:10000' })).toMatchObject({
      status: 200,
      json: { error_code: 0 },
    });
    await second.ask(`/v1/toolgroups/${TOOL_GROUP}`, { method: 'DELETE' });
    await second.close();

    const third = await openStack({ dataFolder });
    expect((await third.ask('/v1/tools')).json).toEqual({ data: [] });
    await third.close();
  }));

test('registrations that come at once are all kept', () =>
  withFolder(async (dataFolder) => {
    const servers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => startMcpFixture({ tools: [{ ...FETCH_TOOL, name: `tool-${index}` }] })),
    );
    const stack = await openStack({ dataFolder });
    const answers = await Promise.all(
      servers.map(({ sse, streamable }, index) =>
        stack.register(index % 2 ? sse : streamable, { toolgroup_id: `group-${String(index).padStart(2, '0')}` }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(servers.map(() => 200));
    await stack.close();
    const again = await openStack({ dataFolder });
    const { data } = (await again.ask('/v1/toolgroups')).json as { data: { identifier: string }[] };
    expect(data.map(({ identifier }) => identifier)).toEqual(
      servers.map((_, index) => `group-${String(index).padStart(2, '0')}`),
    );
    await again.close();
    await Promise.all(servers.map((server) => server.close()));
  }));

test('a tool that its server lists twice is one tool', async () => {
  const server = await startMcpFixture({ tools: [FETCH_TOOL, FETCH_TOOL] });
  const stack = await openStack();
  expect(await stack.register(server.sse)).toMatchObject({ status: 200 });
  expect((await stack.ask('/v1/tools')).json).toMatchObject({ data: [{ identifier: 'fetch' }] });
  await stack.close();
  await server.close();
});

test('a registration that cannot be written counts for nothing', () =>
  withFolder(async (dataFolder) => {
    const stack = await openStack({ dataFolder });
    // A folder in the place of the file, which no rename replaces: works for root too, unlike taking rights away.
    const blocked = join(dataFolder, 'registry.json');
    await mkdir(join(blocked, 'x'), { recursive: true });
    const answer = await stack.register(mcp.sse);
    expect(answer).toMatchObject({ status: 503, json: { detail: expect.stringContaining('could not be written') } });
    expect((await stack.ask('/v1/toolgroups')).json).toEqual({ data: [] });
    expect((await readdir(dataFolder)).filter((name) => name.endsWith('.next'))).toEqual([]);
    await stack.close();
  }));

test.each([
  ['broken off', '{"version":1,"toolGroups":[{"ident'],
  ['of another version', '{"version":2,"toolGroups":[],"tools":[],"models":[]}'],
  ['of another shape', '{"version":1,"toolGroups":[{"identifier":5}],"tools":[],"models":[]}'],
  ['empty', ''],
])('a registry that is %s is set aside, and the log says so', (_, content) =>
  withFolder(async (dataFolder) => {
    await writeFile(join(dataFolder, 'registry.json'), content);
    const stack = await openStack({ dataFolder });
    expect((await stack.ask('/v1/toolgroups')).json).toEqual({ data: [] });
    const aside = (await readdir(dataFolder)).find((name) => name.startsWith('registry.json.corrupt-')) ?? '';
    expect(await readFile(join(dataFolder, aside), 'utf8')).toBe(content);
    expect(stack.logs.join('\n')).toContain(aside);
    await stack.register(mcp.sse);
    await stack.close();
    const again = await openStack({ dataFolder });
    expect((await again.ask('/v1/tools/fetch')).json).not.toBeNull();
    await again.close();
  }),
);

test('a second server on the folder is refused, with the way out', () =>
  withFolder(async (dataFolder) => {
    const first = await openStack({ dataFolder });
    await expect(openStack({ dataFolder })).rejects.toMatchObject({
      kind: 'part-unreachable',
      message: `The data folder ${dataFolder} is taken by process ${process.pid}.`,
      next: expect.stringContaining('--data-folder'),
    });
    await first.close();
    const second = await openStack({ dataFolder });
    await second.close();
    expect(await readdir(dataFolder)).toEqual([]);
  }));

test('the lock of a process that is gone counts for nothing', () =>
  withFolder(async (dataFolder) => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    await writeFile(join(dataFolder, 'registry.lock'), `${child.pid}\n`);
    const stacks = await Promise.allSettled([openStack({ dataFolder }), openStack({ dataFolder })]);
    const opened = stacks.filter(({ status }) => status === 'fulfilled');
    expect(opened).toHaveLength(1);
    await Promise.all(stacks.map((stack) => (stack.status === 'fulfilled' ? stack.value.close() : undefined)));
  }));

// Windows has no named pipes in folders.
if (process.platform !== 'win32') {
  test.each(['registry.json', 'registry.lock'])(
    'a pipe as %s, which nobody writes to, is said and not waited for',
    (name) =>
      withFolder(async (dataFolder) => {
        execFileSync('mkfifo', [join(dataFolder, name)]);
        await expect(openStack({ dataFolder })).rejects.toMatchObject({
          kind: 'part-unreachable',
          why: expect.stringContaining(name),
          next: expect.stringContaining('--data-folder'),
        });
        expect(await readdir(dataFolder)).toEqual([name]);
      }),
  );
}

test('a port that is taken leaves the folder free', () =>
  withFolder(async (dataFolder) => {
    const other = await openStack();
    const listen = { host: '127.0.0.1', port: Number(new URL(other.url).port), pinned: true };
    await expect(openStack({ dataFolder, listen })).rejects.toMatchObject({ kind: 'part-unreachable' });
    expect(await readdir(dataFolder)).toEqual([]);
    await other.close();
  }));

const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGFuIn0.c2lnbmF0dXJl';
test.each([
  ['in the arguments', { args: { token: TOKEN } }],
  ['as a password in the arguments', { args: { password: 'hunter2' } }],
  ['in the URL', { mcp_endpoint: { uri: `http://localhost:1/sse?token=${TOKEN}` } }],
  ['as user info of the URL', { mcp_endpoint: { uri: 'http://alan:hunter2@localhost:1/sse' } }],
])('a credential %s is refused and not kept', (_, changes) =>
  withFolder(async (dataFolder) => {
    const stack = await openStack({ dataFolder });
    const answer = await stack.register(mcp.sse, changes);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.json) + stack.logs.join('\n')).not.toMatch(/hunter2|c2lnbmF0dXJl/);
    expect((await readdir(dataFolder)).filter((name) => name.startsWith('registry.json'))).toEqual([]);
    await stack.close();
  }),
);

test('the credentials of registering and calling are not in the folder', () =>
  withFolder(async (dataFolder) => {
    const stack = await openStack({ dataFolder });
    await stack.ask('/v1/toolgroups', {
      method: 'POST',
      headers: { 'X-LlamaStack-Provider-Data': JSON.stringify({ api_key: TOKEN }) },
      body: { provider_id: 'mcp-identity', toolgroup_id: TOOL_GROUP, mcp_endpoint: { uri: mcp.sse } },
    });
    await stack.invoke({ url: 'x' }, { 'X-LlamaStack-Provider-Data': JSON.stringify({ api_key: TOKEN }) });
    await stack.close();
    const files = await readdir(dataFolder);
    const contents = await Promise.all(files.map((name) => readFile(join(dataFolder, name), 'utf8')));
    expect(files).toEqual(['registry.json']);
    expect(contents.join()).not.toContain('eyJ');
  }));
