import { type Program, type StartOptions, start } from '../e2e/program.ts';
import { freePorts, leftOver } from '../e2e/world.ts';
import { LESSON } from '../lesson.ts';

export const PARTS = ['identity', 'tool', 'mcp', 'stack', 'model'] as const;
export type PartName = (typeof PARTS)[number];

/** A run of the built program on ports of its own, which says in events what it does. */
export interface FaultyRun {
  readonly program: Program;
  readonly ports: readonly number[];
}

/** Starts a headless run of the lesson. */
export async function lesson(further: readonly string[] = [], options: StartOptions = {}): Promise<FaultyRun> {
  const ports = await freePorts(PARTS.length);
  const pinned = PARTS.slice(0, 4).flatMap((part, index) => [`--port-${part}`, `${ports[index]}`]);
  const program = start(
    ['--ci', '--json', '--idp', 'embedded', '--ollama', 'scripted', '--timeout', '90s', ...pinned, ...further],
    options,
  );
  return { program, ports };
}

/** One in which this step runs, and all that it stands on; resolves when the step begins. */
export async function atStep(step: string, further: readonly string[] = []): Promise<FaultyRun> {
  const run = await lesson(['--only', step, ...further]);
  await run.program.event('step-started', (event) => event.step === step && event.purpose === 'prove');
  return run;
}

/** The process that a part runs in now; undefined where it does not run. */
export function pidOf({ program }: FaultyRun, part: PartName): number | undefined {
  const states = program
    .events()
    .flatMap((event) => (event.type === 'part' && event.state.part === part ? [event.state] : []));
  const last = states.at(-1);
  const pid = last?.status === 'ready' ? /pid (\d+)/.exec(last.place ?? '')?.[1] : undefined;
  return pid === undefined ? undefined : Number(pid);
}

/** How a run may end that was disturbed: with a verdict that says why, and nothing left. */
export async function expectHonestEnd(run: FaultyRun, codes: readonly number[]): Promise<void> {
  const { code, signal } = await run.program.ended;
  const verdict = run.program.events().at(-1);
  expect({ codes, signal }).toMatchObject({ codes: expect.arrayContaining([code]), signal: null });
  expect(verdict).toMatchObject({ type: 'session-ended', exitCode: code });
  expect(run.program.stderr).not.toMatch(/^\s+at |is a fault of tutorial-tui/m);
  if (code !== 0) {
    expect(verdict).toHaveProperty('failure.message', expect.stringMatching(/\S/));
    expect(run.program.stderr).toMatch(/^error: /m);
  }
  expect(await leftOver(run.program, run.ports)).toEqual([]);
}

export const STEPS = LESSON.map(({ id }) => id);
