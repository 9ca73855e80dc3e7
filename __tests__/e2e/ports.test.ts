import { FORMAT_IDS } from '../../src/report/formats.ts';
import { ALL_OF_THEM } from '../lesson.ts';
import { STARTED_PARTS, usualPortOf } from '../parts.ts';
import { clearAll, type Program, run, start } from './program.ts';
import { freePorts, isListening, occupy } from './world.ts';

const EMBEDDED = ['--ci', '--idp', 'embedded'];

afterEach(clearAll);

/** The port each part took, by the events of --json. */
function portsOf(program: Program): Record<string, number> {
  const ready = program
    .events()
    .flatMap((event) => (event.type === 'part' && event.state.status === 'ready' ? [event.state] : []));
  return Object.fromEntries(ready.map(({ part, url }) => [part, Number(new URL(url ?? '').port)]));
}

describe("with every one of the tutorial's ports taken", () => {
  let taken: Awaited<ReturnType<typeof occupy>>[];
  beforeEach(async () => {
    taken = await Promise.all(STARTED_PARTS.map((part) => occupy(usualPortOf(part))));
  });
  afterEach(async () => {
    await Promise.all(taken.map(({ release }) => release()));
  });

  test('the lesson is proved on the next free ones, and each is said aloud on stderr', async () => {
    const { code, stdout, stderr } = await run(EMBEDDED, { env: { COLUMNS: '80' } });
    expect(code).toBe(0);
    expect(stdout).toContain(`${ALL_OF_THEM} proved`);
    const [identity, tool] = ['identity', 'tool'].map((part) => {
      const usual = usualPortOf(part);
      return Number(new RegExp(`${part}: port (\\d+) instead of the tutorial's ${usual}$`, 'm').exec(stderr)?.[1]);
    });
    expect(identity).toBeGreaterThan(usualPortOf('identity'));
    expect(tool).toBeGreaterThan(usualPortOf('tool'));
    expect(stderr).toMatch(/mcp: port \d+ instead of the tutorial's 8000$/m);
    expect(stderr).toMatch(/stack: port \d+ instead of the tutorial's 8321$/m);
    // What is shown is true of the ports that were taken.
    expect(stdout).toContain(`issuer http://localhost:${identity}/realms/demo`);
  });

  test('two lessons at once do not get into each other’s way', async () => {
    // Kept, so that both are there at the same time, whichever comes first.
    const programs = [1, 2].map(() => start([...EMBEDDED, '--json', '--keep']));
    const ended = await Promise.all(programs.map((program) => program.event('session-ended')));
    expect(ended.map(({ outcome }) => outcome)).toEqual(['proved', 'proved']);
    const ports = programs.flatMap((program) => Object.values(portsOf(program)));
    expect(new Set(ports).size).toBe(2 * STARTED_PARTS.length);
  });
});

test('pinned ports are the ones that are used, without a word about them, and are free again afterwards', async () => {
  const free = await freePorts(STARTED_PARTS.length);
  const pinned = Object.fromEntries(STARTED_PARTS.map((part, index) => [part, free[index] ?? 0]));
  const options = Object.entries(pinned).flatMap(([part, port]) => [`--port-${part}`, String(port)]);
  const program = await run([...EMBEDDED, '--json', ...options]);
  expect(program.code).toBe(0);
  expect(portsOf(program)).toEqual(pinned);
  expect(await Promise.all(Object.values(pinned).map(isListening))).toEqual(STARTED_PARTS.map(() => false));
});

test('a port that only ::1 holds counts as taken: localhost would lead there', async () => {
  const [port = 0] = await freePorts(1);
  const taken = await occupy(port, '::1');
  const { code, stderr } = await run([...EMBEDDED, '--port-tool', String(port), '--only', '0,1b']);
  await taken.release();
  expect(code).toBe(5);
  // Step 0 has seen it, and the step that it concerns says it again.
  expect(stderr).toContain(`      Port, tool: ${port} is held by `);
  if (process.platform === 'linux') expect(stderr).toContain(`(pid ${process.pid}) on ::1.`);
  expect(stderr).toMatch(new RegExp(`^error: .*${port}`, 'm'));
});

test('--retries: a part whose port is taken is started again, which is told, until it is free', async () => {
  const [port = 0] = await freePorts(1);
  const taken = await occupy(port);
  const args = ['--ci', '--json', '--idp', 'embedded', '--only', '1a', '--port-identity', String(port)];
  const program = start([...args, '--retries', '9']);
  try {
    const { step, text } = await program.event('progress', (event) => event.text.includes('started again'));
    expect({ step, text }).toEqual({
      step: '1a',
      text: expect.stringMatching(/^The identity server did not start: .* taken\..* It is started again \(1 of 9\)\.$/),
    });
    const { part, retry, retries, failure } = await program.event('part-retried');
    expect({ part, retry, retries }).toEqual({ part: 'identity', retry: 1, retries: 9 });
    expect(`${failure.message} It is started again (1 of 9).`).toBe(text);
  } finally {
    await taken.release();
  }
  expect(await program.event('session-ended')).toMatchObject({ outcome: 'proved', proved: 1, of: 1 });
  const { failure } = await program.event('part-retried');
  const times = program.events().filter(({ type }) => type === 'part-retried').length;
  const note = `${failure.message} It was started again ${times === 1 ? 'once' : `${times} times`}.`;
  for (const format of FORMAT_IDS) {
    const report = await run(['report', '-', '--format', format], { input: program.stdout });
    // Text is folded; what else is written as it may be in the format.
    const told = report.stdout.replaceAll(/\s+/g, ' ').replaceAll('\\', '');
    expect({ format, told }).toEqual({ format, told: expect.stringContaining(note) });
  }
  const without = await occupy(port);
  const given = await run(args);
  await without.release();
  expect(given).toMatchObject({ code: 5 });
  expect(given.stdout).not.toContain('started again');
}, 60_000);
