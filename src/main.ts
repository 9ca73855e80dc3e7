import { CommanderError } from 'commander';
import { cli } from './cli.ts';
import { interruption } from './commands/stop-signal.ts';
import { asTutorialError, EXIT_CODES } from './errors.ts';
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
    io.stderr.write(describeError(error, { verbose: argv.includes('--verbose') }));
    return error.exitCode;
  }
}
