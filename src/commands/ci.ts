import { COURSE, realmOf } from '../../steps/index.ts';
import { asFailure, asTutorialError, EXIT_CODES, type TutorialError } from '../errors.ts';
import { printable } from '../evidence/printable.ts';
import { stopSignal } from '../interrupt/stop-signal.ts';
import type { Io } from '../io.ts';
import { chapterNamed, type ShownChapter, stepsOf } from '../lesson/chapter.ts';
import { planSteps } from '../lesson/plan.ts';
import { tallyOf } from '../lesson/tally.ts';
import { describeError } from '../presenters/error.ts';
import { ndjsonPresenter } from '../presenters/ndjson.ts';
import { plainPresenter } from '../presenters/plain.ts';
import { checkReporters, reportersFor, reportPresenters } from '../presenters/reports/reporters.ts';
import { type KeptLab, keptLab } from '../run/kept-lab.ts';
import { openLesson } from '../run/open-lesson.ts';
import { openRunFolder, type RunFolder } from '../run/run-folder.ts';
import { tearDown, tearDownPatience } from '../run/tear-down.ts';
import type { LessonOptions } from '../settings.ts';
import { atStep } from './late-step.ts';

const DEFAULT_TIMEOUT_MS = 120_000;
/** Its image may have to be pulled, and its start has been seen to take four minutes on a machine that had much to do. */
const CONTAINER_TIMEOUT_MS = 600_000;

/** What becomes of the lab of a run when all is proved, where that is more than its end. */
export type Keeping = (folder: RunFolder, io: Io) => KeptLab;

/**
 * Runs the lesson from its first chosen step to its last, or to the first that fails. The verdict is the exit code. The lab ends with it, unless it is
 * to be kept: until Ctrl-C, where nothing else is said.
 */
export async function runCi(options: LessonOptions, io: Io, keeping?: Keeping): Promise<number> {
  const startedAt = Date.now();
  // Before anything that could wait.
  const stop = stopSignal(io.signal, options.timeout ?? DEFAULT_TIMEOUT_MS);
  const chapter = options.chapter === undefined ? undefined : chapterNamed(COURSE, options.chapter);
  const plan = planSteps(stepsOf(COURSE), chapter ? { only: chapter.steps.map(({ id }) => id) } : options);
  const ids = plan.map(({ id }) => id);
  const reporters = reportersFor(options.reporter, io.env);
  await checkReporters(reporters);
  const folder = await openRunFolder();
  if (folder.problem) io.stderr.write(printable(`${folder.problem}\n`));
  const keeps = keeping !== undefined || options.keep === true;
  const kept = keeping ? keeping(folder, io) : keptLab({ log: folder.log, io });
  const describe = (each: TutorialError) =>
    void io.stderr.write(describeError(each, { log: folder.log, verbose: options.verbose ?? false }));
  const presenters = (course: readonly ShownChapter[]) => [
    options.json ? ndjsonPresenter(io) : plainPresenter(io, course, options),
    ...reportPresenters(reporters, course, { io, json: options.json ?? false }),
    kept,
  ];
  const { session, lab, presentation, passwordMade } = openLesson({
    options,
    io,
    folder,
    realm: realmOf(ids),
    chosen: plan.filter(({ purpose }) => purpose === 'prove').map(({ id }) => id),
    stands: keeping !== undefined,
    presenters,
    onFault: describe,
  });
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= tearDown(
      () => lab.close(),
      (text) => io.stderr.write(printable(text)),
      tearDownPatience(stop.left()),
    );
    return closed;
  };

  if (options.timeout === undefined) {
    const looks = Promise.all(lab.parts.map((part) => lab.look(part, stop.signal)));
    looks
      .then((all) => all.some(({ kind }) => kind === 'container') && stop.allow(CONTAINER_TIMEOUT_MS))
      .catch(() => {});
  }
  let error: TutorialError | undefined;
  try {
    const parts = plan.flatMap(({ id }) => session.step(id).starts ?? []);
    // Whatever is amiss is said by the step that it concerns.
    if (parts.length > 1) lab.prepare(parts, stop.signal).catch(() => {});
    for (const { id, purpose } of plan) {
      const ended = await session.run(id, stop.signal, purpose);
      const step = session.state.steps.find((each) => each.id === id);
      error = ended && step ? atStep(ended, step) : ended;
      if (error) break;
      session.beginAhead(ids, id, stop.signal);
    }
  } catch (thrown) {
    // A fault of ours has a verdict, too.
    error = asTutorialError(thrown);
  } finally {
    stop.clear();
    if (error || !keeps) await close();
  }
  const amiss = error ?? presentation.fault;
  const outcome = amiss?.kind ?? 'proved';
  const exitCode = EXIT_CODES[outcome];
  session.tell({
    type: 'session-ended',
    outcome,
    exitCode,
    ...tallyOf(session.state),
    tookMs: Math.max(0, Date.now() - startedAt),
    ...(folder.log && { log: folder.log }),
    ...(amiss && { failure: asFailure(amiss) }),
  });
  if (error) describe(error);
  await presentation.finish(session.state, tearDownPatience(stop.left()));
  if (!error && keeps) error = await kept.keep({ state: session.state, lab, passwordMade });
  await close();
  await folder.close();
  // What was asked for, and is not there, is no success.
  return (error ?? presentation.fault)?.exitCode ?? exitCode;
}
