import { type Command, Option } from 'commander';
import type { Io } from '../io.ts';
import { duration } from '../option-values.ts';
import { quietOption } from './shared-options.ts';

/** Milliseconds that a thing may take to end. A container engine that is busy needs some. */
const TIMEOUT_MS = 60_000;

interface DownFlags {
  dryRun?: boolean;
  yes?: boolean;
  all?: boolean;
  json?: boolean;
  quiet?: boolean;
  timeout: number;
}

/** The command `down`, as a command of the program. */
export function addDown(program: Command, io: Io, setExitCode: (code: number) => void): void {
  const command = program
    .command('down')
    .summary('end that lab, and what killed runs left behind')
    .description('end the lab that up left standing, and what killed runs left behind; it says first what that is')
    .option('-y, --yes', 'without asking')
    .addOption(new Option('--dry-run', 'say what would be ended, and end nothing').conflicts('yes'))
    .option('--all', 'also labs that a run uses, and containers that were kept, with all in them')
    .option('--json', 'one JSON document on stdout, at the end; with --yes or --dry-run')
    .addOption(quietOption('with --yes: only what could not be ended'))
    .addOption(
      new Option('--timeout <time>', 'wait so long for each to end')
        .argParser(duration)
        .default(TIMEOUT_MS, `${TIMEOUT_MS / 1000}s`),
    )
    .action(async ({ dryRun = false, yes = false, all = false, json = false, quiet = false, timeout }: DownFlags) => {
      if (json && !yes && !dryRun) command.error('error: --json goes with --yes or --dry-run: nobody is asked then');
      if (quiet && !yes) command.error('error: --quiet goes with --yes: who is asked has to see what would be ended');
      // Whoever typed a yes has to hear why nothing comes of it.
      if (yes && dryRun) io.stderr.write('note: The variable TUTORIAL_TUI_DRY_RUN is set: nothing is ended.\n');
      const { runDown } = await import('../commands/down.ts');
      setExitCode(await runDown({ dryRun, yes, all, json, quiet, timeout }, io));
    });
}
