import { type Command, Option } from 'commander';
import { KEYCLOAK_IMAGE } from '../../services/identity/container/image.ts';
import type { ServedPart } from '../../services/part/served-part.ts';
import { EXPORT_KINDS, type ExportKind, type ExportOptions } from '../commands/export-defaults.ts';
import type { Io } from '../io.ts';
import { learnerCount, nonEmpty } from '../option-values.ts';
import { portOptions } from '../part-options.ts';
import { VERSION } from '../version.ts';

/** The part that nobody asks from outside. */
const INSIDE_ONLY = 'model';

const MORE_HELP = `
The passwords are made at random, and stand in two files that you alone may
read: .env, for the lab, and learners.csv, to be handed out. Exported again into
the same folder, they stay; a file that you changed is not written over.

Examples:
  tutorial-tui export compose --learners 30
  tutorial-tui export kubernetes --learners 30 --image registry.example.org/tutorial-tui`;

/** The command `export`, as a command of the program. */
export function addExport(program: Command, parts: readonly ServedPart[], io: Io): void {
  const ports = portOptions(parts.filter(({ name }) => name !== INSIDE_ONLY));
  const command = program
    .command('export')
    .summary('write the lab as files, for a class or a cluster')
    .description(
      'write the lab as files, for a class or a cluster: Keycloak with the realm, and the parts from one image',
    )
    .addArgument(program.createArgument('<kind>', 'for what').choices(EXPORT_KINDS))
    .addOption(
      new Option('--learners <number>', 'how many learn in it, each with a user of their own')
        .argParser(learnerCount)
        .default(1),
    )
    .addOption(new Option('--output <dir>', 'the folder').argParser(nonEmpty).default('tutorial-tui-lab'))
    .addOption(
      new Option('--image <name>', "what the parts' image is called")
        .argParser(nonEmpty)
        .default(`tutorial-tui:${VERSION}`),
    )
    .addOption(
      new Option('--keycloak-image <image>', 'the image of Keycloak').argParser(nonEmpty).default(KEYCLOAK_IMAGE),
    )
    .option('--force', 'write over files that no export has written, or that somebody has changed');
  for (const option of ports.options) command.addOption(option.helpGroup('Ports of loopback:'));
  command
    .addHelpText('after', MORE_HELP)
    .action(async (kind: ExportKind, options: Omit<ExportOptions, 'kind' | 'ports'>) => {
      const { runExport } = await import('../commands/export.ts');
      await runExport({ ...options, kind, ports: ports.portsIn({ ...options }) }, io);
    });
}
