import { type Command, Option } from 'commander';
import type { VerifyOptions } from '../commands/verify.ts';
import { type DeploymentFlags, deploymentOptions } from '../deployment/flags.ts';
import type { Io } from '../io.ts';
import { duration } from '../option-values.ts';
import { reporterOption } from './reporter-option.ts';
import { quietOption } from './shared-options.ts';

type VerifyFlags = Omit<VerifyOptions, 'deployment'> & DeploymentFlags;

/** Milliseconds for all of a verification, and for one answer of a part. */
const TIMEOUT_MS = 120_000;
const PATIENCE_MS = 15_000;
/** Milliseconds that a token may have to expire. */
const EXPIRY_MS = 15_000;

const MORE_HELP = `
The password is USER_PASSWORD; a token that has expired, EXPIRED_ACCESS_TOKEN.
Nothing is changed that is not put back.

Examples:
  tutorial-tui verify --idp http://localhost:8080/realms/demo --tool http://localhost:10000
  tutorial-tui verify --idp http://localhost:8080/realms/demo --tool http://localhost:10000 --json | jq .outcome`;

/** The command `verify`, as a command of the program. */
export function addVerify(program: Command, io: Io, setExitCode: (code: number) => void): void {
  const command = program
    .command('verify')
    .summary('smoke-test a deployment, with tokens right and wrong')
    .description('ask a deployment: does the right token pass everywhere, and is everything else refused?')
    .option('--json', 'one JSON document on stdout, at the end')
    .addOption(quietOption('only what failed, and the verdict'))
    .addOption(reporterOption())
    .addOption(new Option('--dry-run', 'tell what would be sent, and send nothing').conflicts('json'))
    .addOption(timeOption('--timeout', 'give up after this long', TIMEOUT_MS))
    .addOption(timeOption('--patience', 'wait so long for one answer', PATIENCE_MS))
    .addOption(timeOption('--wait-for-expiry', 'wait up to so long for the token to expire', EXPIRY_MS))
    .addHelpText('after', MORE_HELP)
    .action(async () => {
      const { settled } = await import('./settled.ts');
      const options = await settled(command, io, 'verification', (given: VerifyFlags, deployment) => ({
        ...given,
        deployment,
      }));
      const { runVerify } = await import('../commands/verify.ts');
      setExitCode(await runVerify(options, io));
    });
  for (const option of deploymentOptions('verification')) command.addOption(option);
}

function timeOption(name: string, text: string, ms: number): Option {
  return new Option(`${name} <time>`, text).argParser(duration).default(ms, `${ms / 1000}s`);
}
