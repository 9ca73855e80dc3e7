import { clearAll } from '../e2e/program.ts';
import { atStep, expectHonestEnd, PARTS, pidOf, STEPS } from './lab.ts';

afterEach(clearAll);

// Windows has no such signal.
if (process.platform !== 'win32') {
  describe.each(STEPS)('while step %s runs', (step) => {
    test.each(PARTS)(
      'the part %s is killed: the run says so, or did not need it any more, and nothing is left',
      async (part) => {
        const run = await atStep(step);
        const pid = pidOf(run, part);
        if (pid !== undefined) process.kill(pid, 'SIGKILL');
        // 3: a check saw that what it looks for is not there; 5: who was asked does not answer.
        await expectHonestEnd(run, pid === undefined ? [0] : [0, 3, 5]);
      },
    );
  });
}
