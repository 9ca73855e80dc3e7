import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LESSON } from '../lesson.ts';
import { clearAll, type Program, start } from './program.ts';
import { freePorts } from './world.ts';

afterEach(clearAll);

const PARTS = ['identity', 'tool', 'mcp', 'stack'] as const;

const urlOf = (port: number | undefined) => `http://localhost:${port}`;

/** A server of the learner's: ours, in a process that no lab started and that finds none, so that it reports to nobody. */
async function startOwn(part: string, port: number | undefined, ...options: readonly string[]): Promise<Program> {
  const program = start(['serve', part, '--port', String(port), ...options]);
  await program.sees(/listens on/);
  return program;
}

/** The lesson on three servers of the learner's. */
async function lesson() {
  const [identity, tool, mcp, stack, itsTool, itsMcp, itsStack] = await freePorts(7);
  const own: Readonly<Record<string, Program>> = {
    tool: await startOwn('tool', itsTool, '--issuer', `${urlOf(identity)}/realms/demo`),
    mcp: await startOwn('mcp', itsMcp, '--allow-origin', urlOf(tool)),
    stack: await startOwn('stack', itsStack, '--in-memory'),
  };
  const urls = { tool: urlOf(itsTool), mcp: urlOf(itsMcp), stack: urlOf(itsStack) } as Readonly<Record<string, string>>;
  const options = [
    ...Object.entries(urls).flatMap(([part, url]) => [`--${part}`, url]),
    ...Object.entries({ identity, tool, mcp, stack }).flatMap(([part, port]) => [`--port-${part}`, String(port)]),
  ];
  const program = start(['--ci', '--json', '--idp', 'embedded', ...options]);
  return { own, urls, program };
}

/** Each dies once the step is done that has found it: how far the lesson has come meanwhile is the machine's affair. */
const DEATHS = [
  ['tool', '1b'],
  ['mcp', '1c'],
  ['stack', '2a'],
] as const;

test.each(DEATHS)(
  'a %s server of the learner’s that dies after step %s is named by a step that asks it',
  async (part, found) => {
    const { own, urls, program } = await lesson();
    await program.event('step-ended', ({ step, status }) => step === found && status === 'done');
    own[part]?.kill('SIGKILL');
    const { code } = await program.ended;
    const failed = program.events().flatMap((event) => (event.type === 'step-ended' && event.failure ? [event] : []));
    expect(failed.map(({ failure }) => failure)).toEqual([
      {
        kind: 'part-unreachable',
        message: `Your ${part} server does not answer at ${urls[part]}.`,
        why: expect.stringContaining('ECONNREFUSED'),
        next: 'Start it, or name the address where it is.',
      },
    ]);
    expect({ code, last: program.events().at(-1) }).toMatchObject({ code: 5, last: { outcome: 'part-unreachable' } });
    const place = (id: string | undefined) => LESSON.findIndex((step) => step.id === id);
    expect(place(failed[0]?.step)).toBeGreaterThan(place(found));
  },
);

test('a tool server of ours that is killed is named by the step that needs it and in every report, with how it ended', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tutorial-tui-killed-'));
  const ports = await freePorts(4);
  const [text, junit] = [join(folder, 'r.txt'), join(folder, 'r.xml')];
  const options = PARTS.flatMap((part, at) => [`--port-${part}`, String(ports[at])]);
  try {
    const program = start([
      ...['--ci', '--json', '--idp', 'embedded', '--only', '2.1', '--reporter', `text=${text},junit=${junit}`],
      ...options,
    ]);
    // From here on nobody asks it until step 2.1 does.
    await program.event('step-started', ({ step }) => step === '2b');
    const ready = await program.event('part', ({ state }) => state.part === 'tool' && state.status === 'ready');
    process.kill(Number(/\d+/.exec(ready.state.place ?? '')?.[0]), 'SIGKILL');
    const { code } = await program.ended;
    const how = 'The tool server has ended: its process was ended by SIGKILL.';
    expect({ code, last: program.events().at(-1) }).toMatchObject({
      code: 5,
      last: {
        outcome: 'part-unreachable',
        failure: { message: how, next: 'Run step 1b, which starts it anew, then this one.' },
      },
    });
    const unfolded = readFileSync(text, 'utf8').replaceAll(/\s+/g, ' ');
    expect(unfolded).toContain(`✗ 0 of 1 steps proved; 2.1 failed: ${how.slice(0, -1)} · part-unreachable`);
    expect(unfolded).toMatch(/ why What step 2\.1 saw of it: Not so: The tool server answered the call; /);
    expect(readFileSync(junit, 'utf8')).toContain(`<failure message="${how}" type="part-unreachable">`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 90_000);
