import type { Command } from 'commander';
import type { ServedPart } from '../../services/part/served-part.ts';
import type { DeploymentFlags } from '../deployment/flags.ts';
import type { Io } from '../io.ts';
import { portOptions } from '../part-options.ts';
import { labOptions } from './lesson-options.ts';
import { quietOption } from './shared-options.ts';

type DoctorFlags = DeploymentFlags & { json?: boolean; quiet?: boolean; keycloakImage: string };

const MORE_HELP = `
Looks, and starts nothing. With the options of a lesson it looks at what that
lesson would use.

Examples:
  tutorial-tui doctor
  tutorial-tui doctor --idp container
  tutorial-tui doctor --json | jq '.conditions[] | select(.state != "ok")'`;

/** The command `doctor`, as a command of the program. */
export function addDoctor(
  program: Command,
  parts: readonly ServedPart[],
  io: Io,
  setExitCode: (code: number) => void,
): void {
  const ports = portOptions(parts);
  const command = program
    .command('doctor')
    .summary('see whether this machine has what the lesson needs')
    .description('look at what the lesson needs of this machine, and say what to do about what is missing')
    .option('--json', 'one JSON document on stdout')
    .addOption(quietOption('only what is not as it should be, and the verdict'))
    .addHelpText('after', MORE_HELP)
    .action(async () => {
      const { settled } = await import('./settled.ts');
      const options = await settled(command, io, 'lesson', async (given: DoctorFlags, deployment) => {
        const asked = { ...given, deployment, ports: ports.portsIn({ ...given }) };
        const { checkLabPorts } = await import('../settings-check.ts');
        checkLabPorts(asked);
        return asked;
      });
      const { runDoctor } = await import('../commands/doctor.ts');
      setExitCode(await runDoctor(options, io));
    });
  for (const option of labOptions(ports.options)) command.addOption(option);
}
