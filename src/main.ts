import { CommanderError } from 'commander';
import { wantsEvents } from './cli/wants-events.ts';
import { cli } from './cli.ts';
import { asTutorialError, EXIT_CODES, TutorialError } from './errors.ts';
import { interruption } from './interrupt/stop-signal.ts';
import type { Io } from './io.ts';
import { describeError } from './presenters/error.ts';
import { OwedVerdict } from './presenters/owed-verdict.ts';

/** argv in, exit code out; runs inside a test as well as outside. Where events were asked for, a verdict is among them, whatever goes wrong. */
export async function main(argv: readonly string[], given: Io, verdict = new OwedVerdict()): Promise<number> {
  const io: Io = { ...given, onVerdict: () => verdict.told() };
  let exitCode: number = EXIT_CODES.proved;
  const program = cli(io, (code) => {
    exitCode = code;
  });
  if (wantsEvents(program, argv, io.env)) verdict.owe();
  const tell = (error: TutorialError) => {
    const line = verdict.lineFor(error);
    if (line !== '') io.stdout.write(Buffer.from(line));
  };
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      if (thrown.exitCode === 0) return EXIT_CODES.proved;
      tell(new TutorialError('usage', thrown.message.replace(/^error: /, ''), { next: 'See: tutorial-tui --help' }));
      return EXIT_CODES.usage;
    }
    const error = io.signal.aborted ? interruption(io.signal) : asTutorialError(thrown);
    // Only the lesson has --verbose; the commands are small, and tell all of a fault at once.
    const inCommand = program.args.length > 0 && error.kind === 'fault';
    const said = inCommand ? toReport(error) : error;
    tell(error);
    io.stderr.write(describeError(said, { verbose: inCommand || argv.includes('--verbose') }));
    return error.exitCode;
  }
}

/** The same error, told with its stack. */
export function toReport({ kind, message, why, cause }: TutorialError): TutorialError {
  return new TutorialError(kind, message, { ...(why && { why }), next: 'Report it, with what follows.', cause });
}
