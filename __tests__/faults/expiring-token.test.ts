import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeHome } from '../e2e/home.ts';
import { headerOf, LESSON } from '../lesson.ts';
import { clearAll, endsClean, goOn, logIn, runStep, startGuided } from '../pty/guided.ts';
import { adjustableClock } from './preloads.ts';

afterEach(clearAll);

const CHAPTER_1 = LESSON.slice(1, LESSON.findIndex(({ id }) => id === '4') + 1).map(({ id }) => id);
/** Twice as long as a token lives, and less than a session does. */
const READING_MS = 600_000;

test('a learner reads for longer than a token lives: the next step gets another, and is proved', async () => {
  const home = makeHome();
  const clock = join(home.folder, 'clock');
  const guided = await startGuided({ home, args: ['--chapter', '1'], env: adjustableClock(home, clock) });
  await logIn(guided);
  await runStep(guided);
  let off = 0;
  for (const id of CHAPTER_1) {
    await goOn(guided, headerOf(id));
    // Before each step somebody reads.
    off += READING_MS;
    writeFileSync(clock, String(off));
    await runStep(guided);
  }
  guided.terminal.press('q');
  await endsClean(guided);
});
