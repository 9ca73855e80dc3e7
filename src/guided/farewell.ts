import { EXIT_CODES, type Outcome, TutorialError } from '../errors.ts';
import { printable } from '../evidence/printable.ts';
import type { Io } from '../io.ts';
import type { Session } from '../lesson/session.ts';
import { describeError } from '../presenters/error.ts';
import type { OpenLesson } from '../run/open-lesson.ts';
import type { RunFolder } from '../run/run-folder.ts';
import type { Ending } from './guide-options.ts';

/** How the walkthrough ended, and where it is said. */
export interface FarewellOptions {
  readonly ending: Ending;
  /** The end from outside, whose reason is a TutorialError. */
  readonly stop: AbortSignal;
  readonly io: Pick<Io, 'stdout' | 'stderr'>;
  readonly folder: RunFolder;
  /** Undefined where the learner left before it was opened. */
  readonly lesson:
    | (Pick<OpenLesson, 'presentation'> & { readonly session: Pick<Session<never>, 'state' | 'tell'> })
    | undefined;
  /** Why the progress could not be saved, where it could not. */
  readonly unsaved: string | undefined;
  readonly startedAt: number;
  /** Milliseconds that the presenters have for their end. */
  readonly patienceMs: number;
}

/** What stays on the normal screen when the lab is gone: the receipt, how to take up again, what went wrong. Gives the exit code. */
export async function farewell(options: FarewellOptions): Promise<number> {
  const { ending, stop, io, folder, lesson, unsaved, startedAt, patienceMs } = options;
  const error = errorOf(ending, stop);
  const outcome: Outcome = error?.kind ?? 'proved';
  const exitCode = EXIT_CODES[outcome];
  if (lesson) {
    const { session, presentation } = lesson;
    const { steps } = session.state;
    const proved = steps.filter(({ status }) => status === 'done').length;
    session.tell({
      type: 'session-ended',
      outcome,
      exitCode,
      proved,
      of: steps.length,
      tookMs: Math.max(0, Date.now() - startedAt),
      ...(folder.log && { log: folder.log }),
    });
    await presentation.finish(session.state, patienceMs);
    if (unsaved) io.stdout.write(printable(`Your progress could not be saved: ${unsaved}\n`));
    else if (proved < steps.length && ending.by !== 'fault')
      io.stdout.write('The next start takes up where you left; tutorial-tui reset forgets it.\n');
  }
  const fault = ending.by === 'fault' ? error : lesson?.presentation.fault;
  if (fault) io.stderr.write(describeError(fault, { log: folder.log }));
  await folder.close();
  return (error ?? fault)?.exitCode ?? exitCode;
}

function errorOf(ending: Ending, stop: AbortSignal): TutorialError | undefined {
  if (ending.by === 'fault') return ending.error;
  if (ending.by !== 'interrupt') return undefined;
  return stop.reason instanceof TutorialError ? stop.reason : new TutorialError('interrupted', 'Interrupted.');
}
