import { withDeadline } from '../../services/wire/deadline.ts';
import { asTutorialError } from '../errors.ts';
import { printable } from '../evidence/printable.ts';
import { stopSignal } from '../interrupt/stop-signal.ts';
import type { Io } from '../io.ts';
import type { CourseWords, ShownChapter } from '../lesson/chapter.ts';
import { shellOn } from '../lesson/shell.ts';
import type { SessionState } from '../lesson/state.ts';
import { speaksUnicode } from '../presenters/ascii.ts';
import type { Presenter } from '../presenters/presenter.ts';
import { receiptFile } from '../presenters/receipt-file.ts';
import { offeredLogin } from '../run/offered-login.ts';
import { progressFile, progressSaver, readProgress } from '../run/progress-file.ts';
import { openRunFolder } from '../run/run-folder.ts';
import { tearDown, tearDownPatience } from '../run/tear-down.ts';
import type { OpenWalkthrough } from '../run/walkthrough.ts';
import type { LessonOptions } from '../settings.ts';
import { VERSION } from '../version.ts';
import type { Size } from '../view/view.ts';
import { copyTo } from './clipboard.ts';
import { farewell } from './farewell.ts';
import { Guide } from './guide.ts';
import type { Ending } from './guide-options.ts';
import { canOpenPages, openPage } from './open-page.ts';
import { personsBrowser } from './persons-browser.ts';
import { fetchQuestion, toFetch } from './questions.ts';

/** How the walkthrough is shown: on the whole screen, or line by line. */
export interface Face {
  size(): Size;
  /** Takes the keys of a person to the guide, and shows them what comes of it. Resolves only when it can go on no longer. */
  show(guide: Guide): Promise<void>;
  /** Hears the session beside the guide. */
  readonly presenter?: Presenter;
  /** Writes a control sequence that moves nothing, e.g. one that sets the clipboard. */
  control(sequence: string): void;
  /** Stops the program until the shell continues it; not there where nothing could. */
  suspend?(): void;
  /** The receipt as it stays on the screen: what was proved, and where the file of it is. */
  receipt(state: SessionState, course: readonly ShownChapter[], file: string): readonly string[];
  /** Gives the terminal back. Safe to call twice. */
  close(): void;
}

/** How long the last of the progress may take to be saved. */
const SAVE_MS = 2_000;

/** One walkthrough, from the login to the receipt. The exit code is its verdict. */
export async function walk(options: LessonOptions, io: Io, course: CourseWords, face: Face): Promise<number> {
  const startedAt = Date.now();
  const stop = stopSignal(io.signal, options.timeout);
  const [folder, kept] = await Promise.all([openRunFolder(), readProgress(progressFile())]);
  const problem = [folder.problem, kept.problem].filter(Boolean).join(' ');
  const saver = progressSaver(progressFile());
  let lesson: OpenWalkthrough | undefined;
  // A window that is closed takes the keyboard away; SIGHUP says so, too.
  io.stdin.on('error', () => {});
  const shell = shellOn(process.platform);
  const offered = offeredLogin(options, io.env);
  const receiptOf = (course: readonly ShownChapter[]) =>
    receiptFile({
      file: folder.file('receipt.md'),
      course,
      stdout: io.stdout,
      print: face.receipt,
    });
  const copies = {
    command: folder.file(shell === 'posix' ? 'by-hand.sh' : 'by-hand.ps1'),
    shown: folder.file('copied.txt'),
  };
  const guide: Guide = new Guide({
    about: {
      version: VERSION,
      course,
      ...offered,
      shell,
      keysInWords: !speaksUnicode({ platform: process.platform, env: io.env, isTTY: true }),
      canSuspend: face.suspend !== undefined,
      log: folder.log ?? 'none: no folder can be written',
    },
    size: face.size(),
    signal: stop.signal,
    progress: kept.progress,
    ...(problem && { problem }),
    from: options.from ?? options.only?.[0],
    open: async (typed) => {
      // Loaded here and not before: the first frame does not wait for it.
      const { openWalkthrough } = await import('../run/walkthrough.ts');
      lesson = await openWalkthrough({
        options,
        io,
        folder,
        typed,
        presenters: (course) => [guide, ...(face.presenter ? [face.presenter] : []), receiptOf(course)],
        browser: personsBrowser({
          ask: (question, signal) => guide.ask(question, signal),
          copy: (text) => copyTo({ control: face.control, file: copies.shown }, text),
          open: canOpenPages(process.platform, io.env) ? openPage : undefined,
          // A realm that somebody keeps knows its users' passwords, and so do they; this program knows what it was given.
          known: () =>
            lesson?.passwordMade !== true
              ? 'to both'
              : offered.password === 'known'
                ? 'to the person'
                : 'to the program',
        }),
        onFault: (error) => guide.fail(error),
        ask: async (what) => toFetch(await guide.ask(fetchQuestion(what))),
      });
      return lesson;
    },
    save: saver.save,
    ...(face.suspend && { suspend: face.suspend }),
    copy: (text, what) => copyTo({ control: face.control, file: copies[what] }, text),
  });
  const ending = await Promise.race([guide.ended, face.show(guide).then(() => guide.ended)]).catch(
    (thrown): Ending => ({ by: 'fault', error: asTutorialError(thrown) }),
  );
  // The terminal is the learner's again before what may take its time: they see what is waited for, and Ctrl-C is heard.
  guide.store.close();
  face.close();
  await tearDown(
    async () => lesson?.close(),
    (text) => io.stderr.write(printable(text)),
    tearDownPatience(stop.left()),
  );
  stop.clear();
  // A disk that hangs does not hold up the end.
  const unsaved = await withDeadline(SAVE_MS, new AbortController().signal, saver.saved).catch(
    (error: Error) => error.message,
  );
  return farewell({
    ending,
    stop: stop.signal,
    io,
    folder,
    lesson,
    unsaved,
    startedAt,
    patienceMs: SAVE_MS,
  });
}
