import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeServer } from '../../services/wire/listen.ts';
import { type SessionEvent, sessionEventSchema } from '../../src/lesson/events.ts';
import { LESSON } from '../lesson.ts';
import { clearAll, run, start } from './program.ts';
import { freePorts, isListening } from './world.ts';

afterEach(clearAll);

type Numbers = Readonly<Record<string, number>>;
const urlOf = (port: number | undefined) => `http://localhost:${port}`;

/** A server of the learner's: ours, in a process that no lab started and that finds none, so that it reports to nobody. */
async function startOwn(part: string, port: number | undefined, ...options: readonly string[]): Promise<string> {
  const program = start(['serve', part, '--port', String(port), ...options]);
  await program.sees(/listens on/);
  return urlOf(port);
}

/** Runs the whole lesson in a lab that has these servers of the learner's, and is to stand on these ports. */
function lessonWith(own: Readonly<Record<string, string>>, ports: Numbers, json: boolean, ...more: readonly string[]) {
  const options = [
    ...more,
    ...Object.entries(own).flatMap(([part, url]) => [`--${part}`, url]),
    ...Object.entries(ports).flatMap(([part, port]) => [`--port-${part}`, String(port)]),
  ];
  return run(['--ci', '--idp', 'embedded', ...(json ? ['--json'] : []), ...options], { env: { COLUMNS: '200' } });
}

function eventsIn(stdout: string): SessionEvent[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => sessionEventSchema.parse(JSON.parse(line)));
}

/** Who saw each hop of the call of a step, in order. */
function seenIn(events: readonly SessionEvent[], step: string): string[] {
  const call = events.findLast((event) => event.type === 'call' && event.step === step);
  const hops = events.flatMap((event) =>
    event.type === 'hop' && call?.type === 'call' && event.hop.traceId === call.traceId && event.hop.answer
      ? [event.hop]
      : [],
  );
  return ['stack', 'mcp', 'tool'].flatMap((to) =>
    hops.filter((hop) => hop.to === to).map(({ from, seenBy, answer }) => `${from}→${to} ${seenBy} ${answer?.status}`),
  );
}

test('with a tool of the learner’s own, the lesson is proved by what passes before it', async () => {
  const [identity, tap, its] = await freePorts(3);
  const tool = await startOwn('tool', its, '--issuer', `${urlOf(identity)}/realms/demo`);
  const { code, stdout, stderr } = await lessonWith({ tool }, { identity: identity ?? 0, tool: tap ?? 0 }, false);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stderr).toContain(`the tool server is your own, at ${tool}; a tap at ${urlOf(tap)} sees what passes`);
  const proved = LESSON.length - (stdout.match(/^· \d/gm) ?? []).length;
  expect(stdout).toContain(`${proved} of ${proved} proved`);
  // Side by side, the two calls differ in their credential and in what the tap saw the tool say.
  expect(stdout).toMatch(/ api_key .* some-api-key .* eyJ\.\.\. /);
  expect(stdout).toMatch(/ tool: 401 .* tool: 200 /);
  expect(stdout).toMatch(/aud my-external-tool/);
  // Its log is its own, and nothing is claimed of it.
  expect(stdout).toMatch(/tool log .*none told.*none told/);
  expect(stdout).not.toContain('log lines');
  // The tap is gone with the lab; the server is not.
  expect(await isListening(tap ?? 0)).toBe(false);
  expect(await isListening(its ?? 0)).toBe(true);
});

test('with an MCP server and a stack server of the learner’s own as well', async () => {
  const [identity, tool, mcp, stack, itsMcp, itsStack] = await freePorts(6);
  const own = {
    mcp: await startOwn('mcp', itsMcp, '--allow-origin', urlOf(tool)),
    stack: await startOwn('stack', itsStack, '--in-memory'),
  };
  const ports = { identity, tool, mcp, stack } as Numbers;
  const { code, stdout, stderr } = await lessonWith(own, ports, true);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const events = eventsIn(stdout);
  // Whose they are, and where, beside the address of the tap.
  const theirs = events.flatMap((event) =>
    event.type === 'part' && event.state.status === 'ready' && event.state.own !== undefined ? [event.state] : [],
  );
  expect(theirs.map(({ part, own: at, url }) => [part, at, url])).toEqual(
    expect.arrayContaining([
      ['mcp', own.mcp, urlOf(mcp)],
      ['stack', own.stack, urlOf(stack)],
    ]),
  );
  // What would have to be started otherwise is left out.
  const left = events.flatMap((event) =>
    event.type === 'step-ended' && event.status === 'skipped' ? [event.step] : [],
  );
  expect(left).toEqual(expect.arrayContaining(['3.2', '3.3', '3.5', '3.6', '3.8', '3.10']));
  const proved = LESSON.length - left.length;
  expect(events.at(-1)).toMatchObject({ type: 'session-ended', outcome: 'proved', proved, of: proved });
  expect(events.filter((event) => event.type === 'step-ended' && event.notSeen)).toEqual([]);
  expect(seenIn(events, '3a')).toEqual([
    'you→stack tap 200 error_code 1',
    'stack→mcp tap isError: true',
    'mcp→tool receiver 401',
  ]);
  expect(seenIn(events, '3b')).toEqual([
    'you→stack tap 200 error_code 0',
    'stack→mcp tap isError: false',
    'mcp→tool receiver 200',
  ]);
});

test('behind a stack server of the learner’s, our MCP server is repaired as behind ours', async () => {
  const [identity, tool, mcp, stack, itsStack] = await freePorts(5);
  const its = await startOwn('stack', itsStack, '--in-memory');
  const ports = { identity, tool, mcp, stack } as Numbers;
  const { code, stdout, stderr } = await lessonWith({ stack: its }, ports, false, '--chapter', '3');
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stdout).toMatch(/✓ 3\.5 .*aud my-external-tool for mcp-server/);
  expect(stdout).not.toMatch(/^· 3/m);
});

test('a tool group of the learner’s is called as it is: nothing is registered, and it is there afterwards', async () => {
  const [identity, tool, mcp, stack, itsStack, itsMcp] = await freePorts(6);
  const its = await startOwn('stack', itsStack, '--in-memory');
  const theirs = await startOwn('mcp', itsMcp, '--allow-origin', urlOf(tool));
  const register = ['--stack', its, '--toolgroup', 'mine::fetch', '--mcp-endpoint', `${theirs}/sse`];
  expect((await run(['tool', 'register', ...register])).code).toBe(0);
  const folder = mkdtempSync(join(tmpdir(), 'own-group-'));
  const config = join(folder, 'mine.json');
  writeFileSync(config, JSON.stringify({ stack: { url: its, toolGroup: 'mine::fetch' } }));
  try {
    const ports = { identity, tool, mcp, stack } as Numbers;
    const { code, stdout, stderr } = await lessonWith({}, ports, true, '--config', config, '--only', '4,2.2,3.5');
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const events = eventsIn(stdout);
    expect(seenIn(events, '3b')).toEqual(['you→stack tap 200 error_code 0', 'mcp→tool receiver 200']);
    const asked = events.flatMap((event) =>
      event.type === 'hop' && event.hop.to === 'stack' ? [event.hop.request] : [],
    );
    expect(asked.filter((request) => request.includes('toolgroups'))).toEqual([]);
    const left = events.find((event) => event.type === 'step-ended' && event.step === '3.5');
    expect(left).toMatchObject({
      status: 'skipped',
      proved: 'the tool group is your own, mine::fetch, and stays as it is',
    });
    expect((await run(['tool', 'list', '--stack', its])).stdout).toContain('mine::fetch');
    writeFileSync(config, JSON.stringify({ stack: { url: its, toolGroup: 'nobodys' } }));
    const other = await lessonWith({}, ports, false, '--config', config, '--only', '2b');
    expect(other.code).toBe(3);
    expect(other.stderr).toContain('The stack server has no tool group nobodys.');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('an MCP server that may not send the token to the tap is told by which option it may', async () => {
  const [identity, tap, its, itsMcp, again, mcp, stack] = await freePorts(7);
  const tool = await startOwn('tool', its, '--issuer', `${urlOf(identity)}/realms/demo`);
  const ports = { identity, tool: tap, mcp, stack } as Numbers;
  const with_ = (url: string) => lessonWith({ tool, mcp: url }, ports, false, '--only', '3b');
  const { code, stderr } = await with_(await startOwn('mcp', itsMcp, '--allow-origin', tool));
  expect(code).toBe(3);
  const [, option = ''] = /Start your MCP server with one more option, (--allow-origin \S+):/.exec(stderr) ?? [];
  expect(option).toBe(`--allow-origin ${urlOf(tap)}`);
  expect(await with_(await startOwn('mcp', again, '--allow-origin', tool, ...option.split(' ')))).toMatchObject({
    code: 0,
  });
});

test('one that is not there is said by its step, which names the address', async () => {
  const [port] = await freePorts(1);
  const { code, stderr } = await lessonWith({ tool: urlOf(port) }, {}, false);
  expect(code).toBe(5);
  expect(stderr).toContain(`Your tool server does not answer at ${urlOf(port)}.`);
  expect(stderr).toContain('Start it, or name the address where it is.');
});

test('a URL that cannot be used is said before anything begins, and without what it may hold', async () => {
  const wrong: readonly [option: string, url: string, said: string][] = [
    ['--stack', 'localhost:8321', 'A URL begins with http:// or https://.'],
    ['--mcp', 'http://me:pass-w0rd@localhost:8000', '--mcp carries credentials.'],
    ['--tool', 'http://localhost:10000/?key=pass-w0rd', 'nothing but a path behind it'],
    ['--tool', 'http://tool.example.org', '--tool leads to http://tool.example.org, which cannot be sent a token.'],
    ['--tool', 'http://localhost:9', '--port-tool is where a tap is to stand before your tool server'],
  ];
  for (const [option, url, said] of wrong) {
    const { code, stdout, stderr, home } = await run(['--ci', '--port-tool', '9', option, url]);
    expect({ option, url, code, stdout, written: home.written() }).toEqual({
      option,
      url,
      code: 2,
      stdout: '',
      written: '',
    });
    expect(stderr).toContain(said);
    expect(stderr).not.toContain('pass-w0rd');
  }
});

test('a tool of the learner’s own that refuses without a challenge, as the tutorial’s does, is one', async () => {
  const server = createServer((_, response) => response.writeHead(401).end('Missing Authorization header\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const [identity, tap] = await freePorts(2);
  const tool = urlOf((server.address() as AddressInfo).port);
  const ports = [`--port-identity=${identity}`, `--port-tool=${tap}`];
  const { code, stdout } = await run(['--ci', '--idp', 'embedded', '--only', '1b', '--tool', tool, ...ports], {
    env: { COLUMNS: '200' },
  });
  expect(stdout).toContain('401 without a token, and no WWW-Authenticate with it, by the server that you');
  expect(code).toBe(0);
  await closeServer(server);
}, 60_000);
