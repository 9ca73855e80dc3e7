import { credentialsFrom } from '../../services/identity/credentials.ts';

import type { LessonOptions } from '../cli.ts';
import { EXIT_CODES, type TutorialError } from '../errors.ts';
import type { Io } from '../io.ts';
import { planSteps } from '../lesson/plan.ts';
import { asFailure } from '../lesson/session.ts';
import { describeError } from '../presenters/error.ts';
import { ndjsonPresenter } from '../presenters/ndjson.ts';
import { plainPresenter } from '../presenters/plain.ts';
import { openSession } from './open-session.ts';
import { openRunFolder } from './run-folder.ts';
import { stopSignal } from './stop-signal.ts';

const DEFAULT_TIMEOUT_MS = 120_000;

/** Runs the lesson from its first chosen step to its last, or to the first that fails. The verdict is the exit code. */
export async function runCi(options: LessonOptions, io: Io): Promise<number> {
  const startedAt = Date.now();
  const plan = planSteps(options);
  const folder = await openRunFolder();
  const present = options.json ? ndjsonPresenter(io) : plainPresenter(io, options.verbose ?? false);
  const stop = stopSignal(io.signal, options.timeout ?? DEFAULT_TIMEOUT_MS);
  const credentials = credentialsFrom(io.env, options.user);
  const { session, lab } = openSession({ options, io, credentials, folder, present });

  let proved = 0;
  let error: TutorialError | undefined;
  try {
    // Whatever is amiss is said by the step that it concerns.
    if (plan.length > 1) lab.warmUp(stop.signal).catch(() => {});
    for (const { id, purpose } of plan) {
      error = await session.run(id, stop.signal, purpose);
      if (error) break;
      if (purpose === 'prove') proved += 1;
    }
  } finally {
    stop.clear();
    if (error || !options.keep) await lab.close();
  }
  const outcome = error?.kind ?? 'proved';
  const exitCode = EXIT_CODES[outcome];
  const of = plan.filter(({ purpose }) => purpose === 'prove').length;
  session.tell({
    type: 'session-ended',
    outcome,
    exitCode,
    proved,
    of,
    tookMs: Date.now() - startedAt,
    log: folder.log,
    ...(error && { failure: asFailure(error) }),
  });
  if (error) io.stderr.write(describeError(error, { log: folder.log, verbose: options.verbose ?? false }));
  else if (options.keep) await keepRunning(credentials.generated, io);
  await lab.close();
  await folder.close();
  return exitCode;
}

/** Leaves the lab as it is until the interrupt. */
async function keepRunning(passwordUnknown: boolean, { stderr, signal }: Io): Promise<void> {
  stderr.write('The lab keeps running; Ctrl-C ends it.\n');
  if (passwordUnknown) stderr.write('To log in by hand, set USER_NAME and USER_PASSWORD before you start.\n');
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
