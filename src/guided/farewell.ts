import { writeFile } from 'node:fs/promises';
import { EXIT_CODES, type Outcome, TutorialError } from '../errors.ts';
import { printable } from '../evidence/printable.ts';
import type { Io } from '../io.ts';
import type { SessionState } from '../lesson/state.ts';
import { describeError } from '../presenters/error.ts';
import { type ReceiptFacts, receiptMarkdown } from '../presenters/receipt.ts';
import type { RunFolder } from '../run/run-folder.ts';
import { VERSION } from '../version.ts';
import type { Ending } from './guide-options.ts';
import type { OpenedLab } from './open-lab.ts';

export interface FarewellOptions {
  readonly ending: Ending;
  /** The end from outside, whose reason is a TutorialError. */
  readonly stop: AbortSignal;
  readonly io: Io;
  readonly folder: RunFolder;
  /** Undefined where the learner left before it was opened. */
  readonly lab: OpenedLab | undefined;
  /** Why the progress could not be saved, where it could not. */
  readonly unsaved: string | undefined;
  readonly startedAt: number;
  /** The receipt as it stays on the screen. */
  readonly print: (state: SessionState, facts: ReceiptFacts, file: string) => readonly string[];
}

/** What stays on the normal screen when the lab is gone: the receipt, how to take up again, what went wrong. Gives the exit code. */
export async function farewell({
  ending,
  stop,
  io,
  folder,
  lab,
  unsaved,
  startedAt,
  print,
}: FarewellOptions): Promise<number> {
  const error = errorOf(ending, stop);
  const outcome: Outcome = error?.kind ?? 'proved';
  const exitCode = EXIT_CODES[outcome];
  if (lab) {
    const state = lab.state();
    const proved = state.steps.filter(({ status }) => status === 'done').length;
    lab.tell({
      type: 'session-ended',
      outcome,
      exitCode,
      proved,
      of: state.steps.length,
      tookMs: Date.now() - startedAt,
      ...(folder.log && { log: folder.log }),
    });
    if (proved > 0) await leaveReceipt(state, { io, folder, startedAt, print });
    if (unsaved) io.stdout.write(printable(`Your progress could not be saved: ${unsaved}\n`));
    else if (proved < state.steps.length && ending.by !== 'fault')
      io.stdout.write('The next start takes up where you left; tutorial-tui reset forgets it.\n');
  }
  if (ending.by === 'fault' && error) io.stderr.write(describeError(error, { log: folder.log }));
  await folder.close();
  return exitCode;
}

function errorOf(ending: Ending, stop: AbortSignal): TutorialError | undefined {
  if (ending.by === 'fault') return ending.error;
  if (ending.by !== 'interrupt') return undefined;
  return stop.reason instanceof TutorialError ? stop.reason : new TutorialError('interrupted', 'Interrupted.');
}

async function leaveReceipt(
  state: SessionState,
  { io, folder, startedAt, print }: Pick<FarewellOptions, 'io' | 'folder' | 'startedAt' | 'print'>,
): Promise<void> {
  const facts = {
    version: VERSION,
    node: process.versions.node,
    platform: process.platform,
    from: startedAt,
    to: Date.now(),
  };
  const written = await writeReceipt(receiptMarkdown(state, facts), folder.file('receipt.md'));
  const lines = print(state, facts, written).map((line) => `${printable(line)}\n`);
  io.stdout.write(lines.join(''));
}

/** Where it is, or why it is nowhere. */
async function writeReceipt(text: string, file: string | undefined): Promise<string> {
  if (!file) return 'not written: there is no folder for it';
  try {
    await writeFile(file, text, { mode: 0o600 });
    return file;
  } catch (error) {
    return `could not be written: ${(error as Error).message}`;
  }
}
