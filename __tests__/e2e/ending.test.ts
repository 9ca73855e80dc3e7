import { LESSON, STEP_IDS } from '../lesson.ts';
import { clearAll, type Program, start } from './program.ts';
import { freePorts, isListening, leftOver } from './world.ts';

/** Near the end of the course, and long enough that a signal finds it running. */
const LONG_STEP = '4.8';
/**
 * Steps that start a part, and some of those that open, or change at the provider, what would be there still if nobody took it back. At every step of the
 * course: faults/signals.test.ts.
 */
const OPENING = [...LESSON.filter(({ starts }) => starts).map(({ id }) => id), '2.13', '3.8', LONG_STEP];

afterEach(clearAll);

/** A lesson on ports of its own, which says in events what it does. */
async function lesson(...further: string[]): Promise<{ program: Program; ports: number[] }> {
  const ports = await freePorts(4);
  const options = ['identity', 'tool', 'mcp', 'stack'].flatMap((part, index) => [`--port-${part}`, `${ports[index]}`]);
  return { program: start(['--ci', '--idp', 'embedded', '--json', ...options, ...further]), ports };
}

/** A lesson in which this step runs, all that it stands on, and then a long one. */
async function atStep(step: string): Promise<{ program: Program; ports: number[] }> {
  const run = await lesson('--only', `${step},${LONG_STEP}`);
  await run.program.event('step-started', (event) => event.step === step);
  return run;
}

// Windows has no signals that a process could answer.
if (process.platform !== 'win32') {
  describe.each(OPENING)('while step %s runs', (step) => {
    test('SIGINT ends it with 130, and nothing is left', async () => {
      const run = await atStep(step);
      run.program.kill('SIGINT');
      const { code } = await run.program.ended;
      const verdict = run.program.events().at(-1);
      expect(await leftOver(run.program, run.ports)).toEqual([]);
      // After the last steps nothing is run any more: where the signal comes after them, all is proved.
      if (code === 0 && STEP_IDS.indexOf(step) >= STEP_IDS.indexOf(LONG_STEP))
        expect(verdict).toMatchObject({ type: 'session-ended', outcome: 'proved', exitCode: 0 });
      else {
        expect(verdict).toMatchObject({ type: 'session-ended', outcome: 'interrupted', exitCode: 130 });
        expect(run.program.stderr).toContain('error: Interrupted.');
        expect(code).toBe(130);
      }
    });
  });

  test.each(OPENING)('kill -9 while step %s runs: nothing is left', async (step) => {
    const run = await atStep(step);
    run.program.kill('SIGKILL');
    expect(await run.program.ended).toEqual({ code: null, signal: 'SIGKILL' });
    expect(await leftOver(run.program, run.ports)).toEqual([]);
  });

  test.each(['SIGTERM', 'SIGHUP'] as const)('%s is an interrupt too', async (signal) => {
    const run = await lesson();
    await run.program.event('step-started', (event) => event.step === '1b');
    run.program.kill(signal);
    expect(await run.program.ended).toEqual({ code: 130, signal: null });
    expect(await leftOver(run.program, run.ports)).toEqual([]);
  });

  test('an impatient second Ctrl-C ends it at once, and nothing is left', async () => {
    const run = await lesson();
    await run.program.event('step-started', (event) => event.step === '2a');
    run.program.kill('SIGINT');
    run.program.kill('SIGINT');
    expect(await run.program.ended).toEqual({ code: 130, signal: null });
    expect(await leftOver(run.program, run.ports)).toEqual([]);
  });

  describe('while the lab is kept running', () => {
    test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it with the verdict, and nothing is left', async (signal) => {
      const run = await lesson('--keep', '--chapter', '1');
      await run.program.sees(/keeps running/);
      expect(await Promise.all(run.ports.map(isListening))).toEqual([true, true, true, true]);
      run.program.kill(signal);
      expect(await run.program.ended).toEqual({ code: 0, signal: null });
      expect(await leftOver(run.program, run.ports)).toEqual([]);
    });

    test('a part that ends is said aloud, at once, and the exit code tells', async () => {
      const run = await lesson('--keep', '--chapter', '1');
      const isStack = (event: { state: { part: string; status: string } }) => event.state.part === 'stack';
      const ready = await run.program.event('part', (event) => isStack(event) && event.state.status === 'ready');
      await run.program.sees(/keeps running/);
      process.kill(Number(/\d+/.exec(ready.state.place ?? '')?.[0]), 'SIGKILL');
      await run.program.sees(/error: The lab is not whole any more: stack has ended\.\n {2}why {3}.*SIGKILL/);
      const failed = await run.program.event('part', (event) => isStack(event) && event.state.status === 'failed');
      expect(failed.state.why).toContain('SIGKILL');
      // The rest goes on until it is told to end.
      expect(await isListening(run.ports[0] ?? 0)).toBe(true);
      run.program.kill('SIGINT');
      expect(await run.program.ended).toEqual({ code: 5, signal: null });
      expect(await leftOver(run.program, run.ports)).toEqual([]);
    });

    test('kill -9: nothing is left', async () => {
      const run = await lesson('--keep', '--chapter', '1');
      await run.program.sees(/keeps running/);
      run.program.kill('SIGKILL');
      expect(await run.program.ended).toEqual({ code: null, signal: 'SIGKILL' });
      expect(await leftOver(run.program, run.ports)).toEqual([]);
    });
  });

  test('out of time: nothing is left', async () => {
    const run = await lesson('--timeout', '400ms');
    expect(await run.program.ended).toEqual({ code: 124, signal: null });
    expect(await leftOver(run.program, run.ports)).toEqual([]);
  });

  test('a part that dies while the lesson runs ends it with 5, and nothing is left', async () => {
    const run = await lesson();
    const ready = await run.program.event('part', ({ state }) => state.part === 'tool' && state.status === 'ready');
    process.kill(Number(/\d+/.exec(ready.state.place ?? '')?.[0]), 'SIGKILL');
    expect((await run.program.ended).code).not.toBe(0);
    expect(await leftOver(run.program, run.ports)).toEqual([]);
  });
}

test('a lesson that went well leaves nothing', async () => {
  const run = await lesson();
  expect((await run.program.ended).code).toBe(0);
  if (process.platform !== 'win32') expect(await leftOver(run.program, run.ports)).toEqual([]);
});
