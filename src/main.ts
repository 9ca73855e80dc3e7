import { CommanderError } from 'commander';
import { wantedJson } from './cli/wanted-json.ts';
import { cli } from './cli.ts';
import { asTutorialError, EXIT_CODES, TutorialError } from './errors.ts';
import { interruption } from './interrupt/stop-signal.ts';
import type { Io } from './io.ts';
import { describeError, describeInCommand } from './presenters/error.ts';
import { OwedVerdict } from './presenters/owed-verdict.ts';

/** argv in, exit code out; runs inside a test as well as outside. Where a verdict was asked for as JSON, it is written, whatever goes wrong. */
export async function main(argv: readonly string[], given: Io, verdict = new OwedVerdict()): Promise<number> {
  const io: Io = { ...given, verdict };
  let exitCode: number = EXIT_CODES.proved;
  const program = cli(io, (code) => {
    exitCode = code;
  });
  verdict.owe(wantedJson(program, argv, io.env));
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
    const inCommand = program.args.length > 0;
    tell(error);
    io.stderr.write(
      inCommand ? describeInCommand(error) : describeError(error, { verbose: argv.includes('--verbose') }),
    );
    return error.exitCode;
  }
}
