import { setTimeout as sleep } from 'node:timers/promises';
import { clearAll } from '../e2e/program.ts';
import { leftOver } from '../e2e/world.ts';
import { atStep, expectHonestEnd, STEPS } from './lab.ts';

afterEach(clearAll);

/** Milliseconds that a run is suspended for: longer than any step takes by itself. */
const SUSPENDED_MS = 1_500;

// Windows has no signals that a process could answer.
if (process.platform !== 'win32') {
  describe.each(STEPS)('while step %s runs', (step) => {
    test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
      '%s ends it with 130, or it was done already',
      async (signal) => {
        const run = await atStep(step);
        run.program.kill(signal);
        await expectHonestEnd(run, [0, 130]);
      },
    );

    test.each(['SIGUSR1', 'SIGPIPE', 'SIGWINCH'] as const)('%s changes nothing', async (signal) => {
      const run = await atStep(step);
      run.program.kill(signal);
      await expectHonestEnd(run, [0]);
    });

    test.each(['SIGUSR2', 'SIGQUIT', 'SIGKILL'] as const)(
      '%s ends it as the system does, and nothing is left',
      async (signal) => {
        const run = await atStep(step);
        run.program.kill(signal);
        const ended = await run.program.ended;
        // It may have been done already.
        expect([signal, null]).toContain(ended.signal);
        expect(await leftOver(run.program, run.ports)).toEqual([]);
      },
    );

    test('suspended and resumed, it goes on', async () => {
      const run = await atStep(step);
      run.program.kill('SIGSTOP');
      await sleep(SUSPENDED_MS);
      run.program.kill('SIGCONT');
      await expectHonestEnd(run, [0]);
    });
  });
}
