import { COURSE_WORDS } from '../../steps/course-words.ts';
import { TutorialError } from '../errors.ts';
import type { Io } from '../io.ts';
import { chapterNamed } from '../lesson/chapter.ts';
import type { LessonOptions } from '../settings.ts';

/** The walkthrough at a terminal: full screen, or line by line where somebody listens to it. Its verdict is an exit code. */
export async function runGuided(asked: LessonOptions, io: Io): Promise<number> {
  requireTerminal(io);
  const options = asked.chapter === undefined ? asked : { ...asked, from: await firstStepOf(asked.chapter) };
  if (wantsLines(options, io.env)) {
    const { runLinear } = await import('../guided/linear/linear.ts');
    return runLinear(options, io, COURSE_WORDS);
  }
  const { runFullScreen } = await import('../guided/full-screen.ts');
  return runFullScreen(options, io, COURSE_WORDS);
}

/** The step that a chapter begins with. The course is loaded where a chapter was named, and not before. */
async function firstStepOf(chapter: string): Promise<string> {
  const { COURSE } = await import('../../steps/index.ts');
  return chapterNamed(COURSE, chapter)?.steps[0]?.id ?? '';
}

/** Ink is never loaded without a terminal on both sides: it cannot read keys, and would write its escape codes into the pipe. */
function requireTerminal({ stdin, stdout }: Io): void {
  if (stdin.isTTY && stdout.isTTY) return;
  const missing = stdin.isTTY
    ? 'standard output is none'
    : stdout.isTTY
      ? 'standard input is none'
      : 'neither standard input nor standard output is one';
  throw new TutorialError('usage', `The walkthrough needs a terminal, and ${missing}.`, {
    next: 'Run the same lesson without one: tutorial-tui --ci',
  });
}

/** Whether to write lines and never redraw: for a screen reader, or a terminal that cannot move its cursor. */
function wantsLines({ accessible }: LessonOptions, env: NodeJS.ProcessEnv): boolean {
  return accessible === true || isOn(env.ACCESSIBLE) || isOn(env.INK_SCREEN_READER) || env.TERM === 'dumb';
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false', 'no'].includes(value.toLowerCase());
}
