import { closeSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { fileURLToPath } from 'node:url';
import { asTutorialError, EXIT_CODES, TutorialError } from './errors.ts';
import { printable } from './evidence/printable.ts';
import { impatience, leftBehind } from './interrupt/impatience.ts';
import { listenToSignals } from './interrupt/signals.ts';
import { main } from './main.ts';
import { asAscii, speaksUnicode, writeAscii } from './presenters/ascii.ts';
import { describeError, toReport } from './presenters/error.ts';
import { OwedVerdict } from './presenters/owed-verdict.ts';
import { workflowCommands } from './presenters/workflow-commands.ts';

/** How long a part may take to end once the process that started it is gone. */
const ORPHAN_GRACE_MS = 1_000;
/** What still holds the process after its work is done, a child that was started by halves, say, holds it no longer than this. */
const GRACE_MS = 1_000;
const STDOUT = 1;
const STDERR = 2;

/** A reader that has seen enough (`| head -1`), or a terminal whose window was closed, is no fault of ours. */
const READER_IS_GONE: readonly (string | undefined)[] = ['EPIPE', 'EIO'];

/** The program as a process: what becomes of its output, of what nobody caught, and its end; of signals, `interrupt/`. `entry` is the URL of its script. */
export async function run(entry: string): Promise<void> {
  const interrupt = new AbortController();
  listenToSignals(interrupt, impatience({ say, exit: () => process.exit(EXIT_CODES.interrupted) }).again);
  watchOutput(interrupt);
  const verdict = new OwedVerdict();
  process.on('uncaughtException', (thrown) => endByFault(thrown, verdict));
  for (const stream of [process.stdout, process.stderr]) if (!isUnicode(stream)) writeAscii(stream);
  letGoOfLostTerminals();
  process.once('disconnect', () => setTimeout(() => process.exit(1), ORPHAN_GRACE_MS).unref());
  const workflow = process.connected ? undefined : workflowCommands(process.env);
  if (workflow) {
    say(workflow.stop);
    process.on('exit', () => {
      say(workflow.resume);
      if (workflow.stopped.has(process.stdout)) say(workflow.resume, STDOUT);
    });
  }
  process.exitCode = await main(
    process.argv.slice(2),
    {
      stdin: process.stdin,
      stdout: process.stdout,
      stderr: process.stderr,
      env: process.env,
      signal: interrupt.signal,
      entry: fileURLToPath(entry),
      ...(workflow && { workflow }),
    },
    verdict,
  );
  // Where its own end came to an end first: an engine that is slow, or gone.
  say(leftBehind());
  endSoon();
}

/** Results that cannot be written (a full disk) end the run, and cost it its verdict. Progress that cannot be is done without. */
function watchOutput(interrupt: AbortController): void {
  let lost: TutorialError | undefined;
  process.stderr.on('error', () => {});
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (lost || READER_IS_GONE.includes(error.code)) return;
    lost = new TutorialError('prerequisite-missing', 'Standard output cannot be written.', {
      why: error.message,
      next: 'Make room where it leads, or send it elsewhere.',
    });
    interrupt.abort(lost);
  });
  process.on('exit', (code) => {
    if (!lost || code === lost.exitCode) return;
    process.exitCode = lost.exitCode;
    say(describeError(lost));
  });
}

/**
 * When it ends, Node sets the terminals that it began with as they were, and where a window was closed it takes the failure of that for a fault
 * of its own and aborts, with a native stack on standard error. What is closed it leaves alone.
 */
function letGoOfLostTerminals(): void {
  const terminals = [0, 1, STDERR].filter(isatty);
  process.on('exit', () => {
    for (const terminal of terminals.filter((each) => !isatty(each))) {
      try {
        closeSync(terminal);
      } catch {
        // It is closed already.
      }
    }
  });
}

function isUnicode({ isTTY }: { isTTY?: boolean }): boolean {
  return speaksUnicode({ platform: process.platform, env: process.env, isTTY: isTTY === true });
}

/** Whatever may be open still: the work is done. What was written reaches its reader first. */
function endSoon(): void {
  setTimeout(() => {
    if (process.stdout.writableLength + process.stderr.writableLength > 0) endSoon();
    else process.exit();
  }, GRACE_MS).unref();
}

/** What nobody caught: a sentence and the stack, in place of Node's excerpt of a bundle that nobody can read. A part says it in one line, which is quoted. */
function endByFault(thrown: unknown, verdict: OwedVerdict): void {
  const error = asTutorialError(thrown);
  say(verdict.lineFor(error), STDOUT);
  say(
    process.connected
      ? `${thrown}\n`
      : describeError(error.kind === 'fault' ? toReport(error) : error, { verbose: true }),
  );
  say(leftBehind());
  process.exit(error.exitCode);
}

/** Where the process ends at once, nothing is written later. */
function say(text: string, to = STDERR): void {
  if (text === '') return;
  try {
    writeSync(to, to === STDOUT || isUnicode(process.stderr) ? printable(text) : asAscii(printable(text)));
  } catch {
    // Nobody listens.
  }
}
