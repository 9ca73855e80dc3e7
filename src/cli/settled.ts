import type { Command } from 'commander';
import type { DeploymentFlags, DeploymentUse } from '../deployment/flags.ts';
import { configFile, loadDeployment } from '../deployment/load-deployment.ts';
import type { Deployment } from '../deployment.ts';
import type { Io } from '../io.ts';
import { inWordsOfSource } from './option-sources.ts';
import { takeRun } from './run-settings.ts';
import { applyColor } from './shared-options.ts';

/**
 * What a command is asked for, by its command line, the environment and the configuration file; `settle` makes of it what the command takes, and checks it.
 * Throws a TutorialError of kind usage where something cannot be used, in the words of the source that said it.
 */
export async function settled<Flags extends DeploymentFlags, Settings>(
  command: Command,
  io: Io,
  use: DeploymentUse,
  settle: (flags: Flags, deployment: Deployment) => Settings | Promise<Settings>,
): Promise<Settings> {
  try {
    const file = await configFile(command.opts<Flags>().config, io.stderr);
    if (file) takeRun(command, file);
    applyColor(command.opts().color, io.env);
    const flags = command.opts<Flags>();
    return await settle(flags, await loadDeployment(flags, io, file, use));
  } catch (thrown) {
    throw inWordsOfSource(command, thrown);
  }
}
