import { LESSON } from '../lesson.ts';
import { clearAll, type Program, start } from './program.ts';
import { freePorts } from './world.ts';

afterEach(clearAll);

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
