import { clearAll } from '../e2e/program.ts';
import { atStep, expectHonestEnd, PARTS, pidOf, STEPS } from './lab.ts';

afterEach(clearAll);

/** Whether there was a process to be killed: a step may be over before its beginning is read, and its parts with it. */
function killed(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

// Windows has no such signal.
if (process.platform !== 'win32') {
  describe.each(STEPS)('while step %s runs', (step) => {
    test.each(PARTS)(
      'the part %s is killed: the run says so, or did not need it any more, and nothing is left',
      async (part) => {
        const run = await atStep(step);
        // 3: a check saw that what it looks for is not there; 5: who was asked does not answer.
        await expectHonestEnd(run, killed(pidOf(run, part)) ? [0, 3, 5] : [0]);
      },
    );
  });
}
