import { STEP_IDS } from '../lesson.ts';
import { clearAll, run, start } from './program.ts';
import { saltsIn } from './salt.ts';

const JSON_RUN = ['--ci', '--idp', 'embedded', '--json'];

afterEach(clearAll);

/** What a check saw stands behind what it wanted to see: the two as they are shown, where the one only says the other once more. */
function doubled({ title, saw }: { readonly title: string; readonly saw: string }): string | undefined {
  const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}_'’]+/gu) ?? [];
  const [wanted, seen] = [wordsOf(title), wordsOf(saw)];
  const isWanted = (at: number) => at + 3 <= seen.length && wanted.join(' ').includes(seen.slice(at, at + 3).join(' '));
  const repeats = seen.some((_, at) => isWanted(at)) || seen.every((word) => wanted.includes(word));
  return repeats ? `${title}: ${saw}` : undefined;
}

describe('--ci --json', () => {
  test('writes one event of the schema a line, from the first to the verdict, and nothing else', async () => {
    const program = await run(JSON_RUN);
    expect(program.code).toBe(0);
    expect(program.stdout).toMatch(/\n$/);
    // Every line parses as an event: events() throws where one does not.
    const events = program.events();
    expect(events[0]).toMatchObject({ type: 'session-started', schema: 'tutorial-tui/events@2' });
    const all = { proved: STEP_IDS.length, of: STEP_IDS.length };
    expect(events.at(-1)).toMatchObject({ type: 'session-ended', outcome: 'proved', exitCode: 0, ...all });
    expect(events.filter(({ type }) => type === 'session-ended')).toHaveLength(1);

    const ended = events.flatMap((event) => (event.type === 'step-ended' ? [[event.step, event.status]] : []));
    expect(ended).toEqual(STEP_IDS.map((id) => [id, 'done']));
    const checks = events.flatMap((event) => (event.type === 'check' ? [event.check.passed] : []));
    expect(checks.length).toBeGreaterThanOrEqual(STEP_IDS.length);
    expect(checks).not.toContain(false);
    for (const event of events)
      if (event.type === 'check') expect(`${event.check.title}: ${event.check.saw}`).not.toEqual(doubled(event.check));
    const times = events.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test('tells both calls hop by hop, and which process each part is', async () => {
    const program = await run([...JSON_RUN, '--chapter', '1']);
    const events = program.events();
    const hops = events.flatMap((event) => (event.type === 'hop' && event.hop.answer ? [event.hop] : []));
    const call = (credential: string) =>
      hops
        .filter((hop) => hop.credential.text === credential && hop.to !== 'identity')
        .map(({ from, to }) => `${from} → ${to}`)
        // Processes tell of them, whose clocks may be a millisecond apart.
        .toSorted();
    const way = ['mcp → tool', 'stack → mcp', 'you → stack'];
    expect(call('some-api-key')).toEqual(way);
    expect(call('eyJ...')).toEqual(way);
    const traces = hops.filter(({ to, aside }) => to !== 'identity' && !aside).map(({ traceId }) => traceId);
    expect(new Set(traces).size).toBe(2);

    // What was asked beside the calls, by whom, and that nobody told of it twice.
    const asked = hops.filter(({ aside }) => aside).map(({ from, to, request }) => `${from} → ${to} ${request}`);
    expect(asked.toSorted()).toEqual([
      'stack → mcp tools/list',
      'tool → identity GET /realms/demo/.well-known/openid-configuration',
      'tool → identity GET /realms/demo/protocol/openid-connect/certs',
      'you → mcp tools/list',
      'you → stack POST /v1/toolgroups',
    ]);

    const ready = events.flatMap((event) =>
      event.type === 'part' && event.state.status === 'ready' ? [event.state] : [],
    );
    expect(ready.map(({ part }) => part)).toEqual(['identity', 'tool', 'mcp', 'stack']);
    for (const { url, place } of ready) {
      expect(url).toMatch(/^http:\/\/localhost:\d+$/);
      expect(place).toMatch(/^pid \d+$/);
    }
  });

  test('a credential has one print at every part that sees it, another in another run, and nobody hears of the salt', async () => {
    const calls = [...JSON_RUN, '--only', '3a,3b'];
    const runs = await Promise.all([run(calls), run(calls)]);
    const prints = runs.map((program) => {
      const events = program.events();
      const hops = events.flatMap((event) => (event.type === 'hop' ? [event.hop] : []));
      const printsOf = (text: string) =>
        hops
          .filter(({ to, credential }) => to !== 'identity' && credential.text === text)
          .map((hop) => hop.credential.print);
      const [placeholder, token] = ['some-api-key', 'eyJ...'].map(printsOf);
      // Each of three parts tells of the request, and of its answer.
      for (const each of [placeholder, token]) expect([each?.length, new Set(each).size]).toEqual([6, 1]);
      expect(placeholder?.[0]).not.toBe(token?.[0]);
      // It is the one that the user's login gave, and its claims travelled with it.
      const issued = events.flatMap((event) => (event.type === 'token' ? [event] : []));
      expect(issued.map(({ name, print }) => ({ name, print }))).toEqual([{ name: 'user', print: token?.[0] }]);
      const carried = hops.filter(({ credential }) => credential.print === token?.[0]);
      expect(new Set(carried.map(({ to }) => to))).toEqual(new Set(['stack', 'mcp', 'tool']));
      for (const { credential } of carried) expect(credential.token).toEqual(issued[0]?.token);
      const everything = program.stdout + program.stderr + program.home.written();
      expect(everything).toContain(placeholder?.[0]);
      expect(saltsIn(everything, 'some-api-key', placeholder?.[0])).toEqual([]);
      return placeholder?.[0];
    });
    expect(new Set(prints).size).toBe(2);
  });

  test('a token is told with header and claims, without its signature', async () => {
    const program = await run([...JSON_RUN, '--only', '1a']);
    const told = program.events().flatMap((event) => (event.type === 'token' ? [event] : []));
    expect(told.map(({ name }) => name)).toEqual(['user']);
    for (const { token } of told) {
      expect(Object.keys(token)).toEqual(['header', 'claims']);
      expect(token.header).toMatchObject({ alg: 'RS256' });
      expect(token.claims).toMatchObject({ azp: 'llama-stack', aud: 'my-external-tool', typ: 'Bearer' });
    }
  });

  test('what a step stands on is told as set-up', async () => {
    const program = await run([...JSON_RUN, '--only', '1c']);
    const purposes = program
      .events()
      .flatMap((event) => (event.type === 'step-started' ? [[event.step, event.purpose]] : []));
    expect(purposes).toEqual([
      ['1a', 'set-up'],
      ['1b', 'set-up'],
      ['1c', 'prove'],
    ]);
  });

  test('with a failure, the verdict carries it, and where the log is', async () => {
    const program = await run([...JSON_RUN, '--timeout', '1ms']);
    const verdict = program.events().at(-1);
    expect(verdict).toMatchObject({
      type: 'session-ended',
      outcome: 'timed-out',
      exitCode: 124,
      failure: { kind: 'timed-out', message: expect.any(String), next: expect.stringContaining('--timeout') },
      log: expect.stringContaining(program.home.folder),
    });
  });

  test('--keep: the verdict comes before the lab waits to be ended', async () => {
    const program = start([...JSON_RUN, '--keep']);
    await program.sees(/keeps running/);
    expect(await program.event('session-ended')).toMatchObject({ outcome: 'proved', exitCode: 0 });
    program.kill('SIGTERM');
    await expect(program.ended).resolves.toEqual({ code: 0, signal: null });
  });
});

describe('where nothing was begun, the verdict is the only event', () => {
  test.each<[string, readonly string[], Readonly<Record<string, string>>, RegExp]>([
    ['an unknown option', ['--ci', '--json', '--no-such'], {}, /^unknown option '--no-such'/],
    ['one before --json, with a command for its value', ['--user', 'list', '--timeout', 'x', '--json'], {}, /90s/],
    ['an unknown command', ['dance', '--ci', '--json'], {}, /^unknown command 'dance'/],
    ['--json without --ci', ['--json'], {}, /^--json goes with --ci\./],
    ['a step that there is not', ['--ci', '--json', '--only', '9z'], {}, /^There is no step 9z\./],
    [
      'a variable',
      [],
      { TUTORIAL_TUI_CI: '1', TUTORIAL_TUI_JSON: '1', TUTORIAL_TUI_PORT_MCP: 'x' },
      /^TUTORIAL_TUI_PORT_MCP/,
    ],
    ['a file that is not there', ['--ci', '--json', '--config', 'none.json'], {}, /^There is no configuration file/],
  ])('%s', async (_, args, env, message) => {
    const program = await run(args, { env });
    expect(program.code).toBe(2);
    expect(program.events()).toEqual([
      {
        type: 'session-ended',
        at: expect.any(Number),
        outcome: 'usage',
        exitCode: 2,
        proved: 0,
        of: 0,
        tookMs: expect.any(Number),
        failure: expect.objectContaining({ kind: 'usage', message: expect.stringMatching(message) }),
      },
    ]);
    expect(program.stderr).toMatch(/^error: /);
    expect(program.home.written()).toBe('');
  });

  test.each([
    ['help', ['--json', '--help']],
    ['a command of its own', ['list', '--json', '--no-such']],
    ['the value of an option', ['--ci', '--user', '--json', '--no-such']],
  ])('but not with %s', async (_, args) => {
    expect((await run(args)).stdout).not.toContain('session-ended');
  });
});
