import { type Command, Option } from 'commander';
import type { ReportWish } from '../commands/report.ts';
import type { Io } from '../io.ts';
import { nonEmpty } from '../option-values.ts';
import { FORMAT_IDS } from '../report/formats.ts';

const MORE_HELP = `
Without a run it is the newest that has ended; tutorial-tui runs lists them all.
Whoever keeps what a pipeline wrote with --ci --json can have any report of it.

Examples:
  tutorial-tui report --format markdown --output run.md
  tutorial-tui --ci --json | tutorial-tui report -`;

/** The commands `runs` and `report`, as commands of the program. */
export function addReports(program: Command, io: Io): void {
  program
    .command('runs')
    .description('list the runs that are on record, newest first')
    .option('--json', 'as JSON')
    .action(async (options: { json?: boolean }) => {
      const { runs } = await import('../commands/runs.ts');
      await runs(options, io);
    });
  program
    .command('report')
    .description('tell what happened in a run that is on record')
    .addArgument(
      program
        .createArgument(
          '[run]',
          'its name or the beginning of it, its folder, a file of --json, or - for standard input',
        )
        .argParser(nonEmpty),
    )
    .addOption(new Option('--format <format>', 'what to make of it').choices(FORMAT_IDS).default('text'))
    .option('--output <file>', 'write it to a file')
    .addHelpText('after', MORE_HELP)
    .action(async (run: string | undefined, options: Pick<ReportWish, 'format' | 'output'>) => {
      const { report } = await import('../commands/report.ts');
      await report({ run, ...options }, io);
    });
}
