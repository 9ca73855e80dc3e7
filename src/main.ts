import { CommanderError } from 'commander';
import { cli } from './cli.ts';
import { asTutorialError, EXIT_CODES, TutorialError } from './errors.ts';
import { interruption } from './interrupt/stop-signal.ts';
import type { Io } from './io.ts';
import { describeError } from './presenters/error.ts';

/** argv in, exit code out; runs inside a test as well as outside. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let exitCode: number = EXIT_CODES.proved;
  const program = cli(io, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT_CODES.proved : EXIT_CODES.usage;
    const error = io.signal.aborted ? interruption(io.signal) : asTutorialError(thrown);
    // Only the lesson has --verbose; the commands are small, and tell all of a fault at once.
    const inCommand = program.args.length > 0 && error.kind === 'fault';
    const said = inCommand ? toReport(error) : error;
    io.stderr.write(describeError(said, { verbose: inCommand || argv.includes('--verbose') }));
    return error.exitCode;
  }
}

/** The same error, told with its stack. */
export function toReport({ kind, message, why, cause }: TutorialError): TutorialError {
  return new TutorialError(kind, message, { ...(why && { why }), next: 'Report it, with what follows.', cause });
}
